"""The books of a year against the host's trial balance, by the core's own comparison."""

from __future__ import annotations

from poolbook.importing import Upload, agree_with_balance
from poolbook_web.agreements import queries as agreements
from poolbook_web.ledger import queries as ledger
from poolbook_web.ledger.store import batch, read
from poolbook_web.partners.models import FundYear


def agree(fund_year: FundYear, balance: Upload, period: int) -> str:
    """Compare a trial balance with the books to the end of a period; the SHA-256 of what was compared. Raises
    :class:`poolbook.findings.Refused` with every difference, and where the file proves nothing."""
    rules, standing = agreements.rules(fund_year), ledger.standing(fund_year)
    with batch.gather(fund_year) as nothing_kept:
        transfers = read.transfers(fund_year)
        return agree_with_balance(balance, rules, standing, nothing_kept, transfers, period=period)
