"""Which report: its name and what it covers, as addresses have it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from poolbook.dates.years import PERIODS, QUARTERS, FinancialYear, last_period
from poolbook.reports import REPORTS, Request
from poolbook.reports.view import when

QUARTERLY = "quarterly"

#: What a report is called on a page, in the order in which they are offered.
TITLES = {
    QUARTERLY: "Quarterly report",
    "monthly": "Monthly monitoring report",
    "position": "Position",
    "settlement": "Settlement",
    "trial-balance": "Trial balance",
}


@dataclass(frozen=True)
class Which:
    """A report of :data:`poolbook.reports.REPORTS`; ``covers`` is the quarter of a quarterly one, and of any other the
    last period."""

    report: str
    covers: int

    @property
    def known(self) -> bool:
        """Whether there is such a report."""
        return self.report in REPORTS and self.covers in (QUARTERS if self.quarterly else PERIODS)

    @property
    def quarterly(self) -> bool:
        """Whether it is the one that the regulations ask for, and that every partner receives."""
        return self.report == QUARTERLY

    @property
    def last_month(self) -> int:
        """The last month that it covers: the year is over after the twelfth, whatever is adjusted later."""
        return min(last_period(self.covers) if self.quarterly else self.covers, 12)

    def request(self, **more: Any) -> Request:
        """What the core is asked for."""
        covers: dict[str, Any] = {"quarter" if self.quarterly else "period": self.covers}
        return Request(self.report, **covers, **more)

    def words(self, year: FinancialYear) -> str:
        """What it is called in a sentence.

        >>> Which("quarterly", 2).words(FinancialYear(2009)), Which("trial-balance", 6).words(FinancialYear(2009))
        ('quarterly report, quarter 2', 'trial balance to September 2009')
        """
        title = TITLES[self.report].lower()
        return f"{title}, quarter {self.covers}" if self.quarterly else f"{title} to {until(year, self.covers)}"


def until(year: FinancialYear, period: int) -> str:
    """The end of a period, each of its own: those after the twelfth adjust March.

    >>> until(FinancialYear(2009), 7), until(FinancialYear(2009), 14)
    ('October 2009', 'March 2010, adjusted to period 14')
    """
    return when(year, period) if period <= 12 else f"{when(year, 12)}, adjusted to period {period}"
