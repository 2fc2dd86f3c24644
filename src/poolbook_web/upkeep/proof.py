"""Whether everything that the site keeps still stands as it was written: the books of every year, and every history."""

from __future__ import annotations

from dataclasses import dataclass

from poolbook.findings import Finding
from poolbook_web.audit import queries as histories
from poolbook_web.audit import store as audit
from poolbook_web.audit.models import AuditEvent
from poolbook_web.ledger import queries as ledger
from poolbook_web.ledger.models import Entry, Line
from poolbook_web.partners.models import Fund, FundYear


@dataclass(frozen=True)
class Proved:
    """How much there is, and everything in it that does not hold."""

    funds: int
    years: int
    entries: int
    lines: int
    events: int
    faults: tuple[Finding, ...]

    def __str__(self) -> str:
        """One line."""
        there = (
            f"{_many(self.funds, 'fund')}, {_many(self.years, 'year')}, {_many(self.entries, 'entry', 'entries')} over "
            f"{_many(self.lines, 'line')}, {_many(self.events, 'event')} of history"
        )
        if self.faults:
            return f"NOT PROVED: {_many(len(self.faults), 'fault')} in {there}. The first: {self.faults[0]}"
        return f"Proved: {there}; all stands as it was written."


def _many(count: int, one: str, more: str = "") -> str:
    """A count with its noun.

    >>> _many(1, "fund"), _many(1200, "entry", "entries")
    ('1 fund', '1,200 entries')
    """
    return f"{count:,} {one if count == 1 else more or one + 's'}"


def prove() -> Proved:
    """Prove everything, every line's words too: as long as bringing it in took."""
    faults: list[Finding] = []
    for fund_year in FundYear.objects.select_related("fund").order_by("pk"):
        faults += ledger.prove(fund_year, digests=True)
    for scope in audit.scopes():
        faults += histories.check(scope)
    return Proved(
        Fund.objects.count(),
        FundYear.objects.count(),
        Entry.objects.count(),
        Line.objects.count(),
        AuditEvent.objects.count(),
        tuple(faults),
    )
