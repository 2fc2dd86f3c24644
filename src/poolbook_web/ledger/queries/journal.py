"""What the books would refuse a proposal for: its words, and, of a journal, its transfers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime

from poolbook.dates.years import PERIODS
from poolbook.findings import Finding, Refused, Where, error
from poolbook.ledger.model import EntryKind, Transfer
from poolbook.ledger.post import post
from poolbook_web.agreements import queries as agreements
from poolbook_web.base import days, personal
from poolbook_web.ledger.queries.books import head
from poolbook_web.ledger.queries.names import unknown_codes
from poolbook_web.partners.models import FundYear
from poolbook_web.people.models import Person, name_of


def words(fund_year: FundYear, *, why: str, **others: str) -> Iterator[Finding]:
    """What is wrong with what was typed: no reason, or words that must not stand in the books for ever."""
    if not why.strip():
        yield error("ledger.no_reason", "say why", Where(key="why"))
    for key, text in {"why": why, **others}.items():
        yield from personal.refused(text, fund_year.year, key)


def faults(
    fund_year: FundYear,
    transfers: Sequence[Transfer],
    *,
    on: date,
    why: str,
    source: str,
    authority: str,
    by: Person | None,
    at: datetime,
) -> Iterator[Finding]:
    """All that a journal would be refused for now."""
    contracts = " ".join(each.contract for each in transfers)
    yield from words(fund_year, why=why, source=source, authority=authority, contract=contracts)
    terms = agreements.terms(fund_year)
    yield from unknown_codes(terms, transfers)
    yield from days.refused(on, terms.year, "date")
    last = max((each.period for each in transfers), default=PERIODS[-1])
    try:
        post(
            head(fund_year), transfers, kind=EntryKind.JOURNAL, on=on, period=last, description="-", source="",
            by=name_of(by), at=at,
        )  # fmt: skip
    except Refused as refusal:
        yield from refusal.findings
