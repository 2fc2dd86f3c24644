"""The books of a year against the host's trial balance, by the core's own reading and comparison."""

from __future__ import annotations

from poolbook.importing import Balance, Upload, read_balance
from poolbook_web.agreements import queries as agreements
from poolbook_web.ledger import queries as ledger
from poolbook_web.ledger.store import batch, read
from poolbook_web.partners.models import FundYear


def read_trial_balance(fund_year: FundYear, file: Upload, period: int) -> Balance:
    """What a trial balance of a period says, by the rules of the year: read before anybody is held up. Raises
    :class:`poolbook.findings.Refused` where it proves nothing."""
    with batch.gather(fund_year) as nothing_kept:
        return read_balance(file, agreements.rules(fund_year), ledger.standing(fund_year), nothing_kept, period=period)


def agree(fund_year: FundYear, balance: Balance) -> None:
    """Compare it with the books as they stand. Raises :class:`poolbook.findings.Refused` with every difference."""
    balance.agree_with(read.transfers(fund_year))
