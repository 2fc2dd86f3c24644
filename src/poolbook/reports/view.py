"""Everything that the parts of one report share: the Book, the figures grouped once, the forecast, the settlement.

Source: docs/reference/reports.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from poolbook.book import Book
from poolbook.dates.years import FinancialYear, date_words, month_name, period_end, quarter_of
from poolbook.findings import Finding, Refused, error
from poolbook.forecast import Figures, Forecast, income, project
from poolbook.forecast.income import ACCOUNTS as INCOME_ACCOUNTS
from poolbook.ledger.model import Layer
from poolbook.reports.request import Request
from poolbook.settlement.case import WHOLE_FUND
from poolbook.settlement.case import of as case_of
from poolbook.settlement.model import Settlement
from poolbook.settlement.rollup import RollUp, roll_up
from poolbook.settlement.settle import settle
from poolbook.settlement.units import POOL
from poolbook.standins import Standins
from poolbook.terms import ask
from poolbook.terms.model import Kind

NOT_OPEN = error("report.not_open", "the books are not open yet: open them first")

RECURRENT = "contributions"
NON_RECURRENT = "contributions_non_recurrent"
ACCOUNTS = {Kind.RECURRENT: RECURRENT, Kind.NON_RECURRENT: NON_RECURRENT}


@dataclass(frozen=True)
class Outcome:
    """What the agreement makes of the forecast: a settlement and the same by legal partner, or the findings
    that say why there is none."""

    settlement: Settlement | None
    by_partner: RollUp | None
    findings: tuple[Finding, ...]


@dataclass(frozen=True)
class View:
    """One Book as one report sees it. ``since`` is the earlier period that the forecast is compared with."""

    book: Book
    request: Request
    since: int | None = None

    @cached_property
    def period(self) -> int:
        """The last period of the report."""
        return self.request.last(latest(self.book))

    @property
    def opened(self) -> bool:
        """Whether the books have an entry at all: until the opening there is neither budget nor spend."""
        return self.book.last_entry > 0

    @property
    def quarter(self) -> int:
        """The quarter that the report belongs to (period 0 belongs to the first)."""
        return quarter_of(max(self.period, 1))

    @cached_property
    def figures(self) -> Figures:
        """The balances, grouped once."""
        return Figures.of(self.book.balances)

    @cached_property
    def forecast(self) -> Forecast:
        """The forecast of every scheme."""
        method = self.request.method
        return project(self.book, self.period, method=method, since=self.since, figures=self.figures)

    @cached_property
    def income(self) -> dict[str, int]:
        """The year's income beside contributions, as forecast, in pence by scheme."""
        return income(self.figures, self.period)

    @cached_property
    def income_short(self) -> int:
        """By how much that income is under its budget, in pence; negative: over it."""
        return -self.figures.account(Layer.BUDGET, *INCOME_ACCOUNTS) - sum(self.income.values())

    @cached_property
    def outcome(self) -> Outcome:
        """The settlement of the forecast; from period 12 on, of the outturn."""
        if not self.opened:
            return Outcome(None, None, (NOT_OPEN,))
        try:
            settlement = settle(case_of(self.book, self.forecast.outturn, self.income))
        except Refused as refusal:
            return Outcome(None, None, refusal.findings)
        by_partner = roll_up(settlement, self.book.terms)
        return Outcome(settlement, by_partner, (*settlement.findings, *by_partner.findings))

    @cached_property
    def contributors(self) -> list[str]:
        """Who contributes, in the order of the agreement; then any other that the books hold contributions of."""
        known = [each.code for each in ask.contributors(self.book.terms)]
        held = {
            code
            for layer in (Layer.BUDGET, Layer.ACTUAL)
            for code in self.figures.partner_codes(layer, RECURRENT, NON_RECURRENT, "contributions_due")
        }
        return known + sorted(held - set(known))

    @cached_property
    def standins(self) -> Standins:
        """Which of the terms' figures are illustrative."""
        return Standins.of(self.book.terms)

    @cached_property
    def _resting(self) -> set[tuple[Layer, str]]:
        return {
            (cell.layer, cell.account)
            for cell, _ in self.book.balances
            if (cell.layer is Layer.BUDGET or cell.period <= self.period)
            and self.standins.hold(cell.layer, cell.account, cell.scheme, cell.partner)
        }

    def rests(self, layer: Layer, *accounts: str) -> bool:
        """Whether any of these accounts, as it stands at the end of the period, takes in a stand-in. A budget is the
        whole year's."""
        return any((layer, each) in self._resting for each in accounts)

    @cached_property
    def _names(self) -> dict[str, str]:
        units = {"": "No scheme (the whole fund)", POOL: "The whole fund", WHOLE_FUND: "The whole fund"}
        return units | ask.names(self.book.terms)

    def name(self, code: str) -> str:
        """The name of a scheme, a unit of settlement, a body or a contributor; the code itself where the
        terms do not name it."""
        return self._names.get(code, code)

    def contribution(self, code: str) -> int:
        """A contributor's whole contribution of the year, in pence, on the basis that the settlement counts."""
        terms = self.book.terms
        return ask.total(terms, terms.settlement.basis, by=code).pence if terms.settlement else self.agreed(code)

    def agreed(self, code: str) -> int:
        """A contributor's whole contribution of the year, in pence, as agreed."""
        return ask.total(self.book.terms, by=code).pence

    def budget_of(self, account: str, contributor: str) -> int:
        """The budgeted contribution of the year in the books, in pence, positive."""
        return -self.figures.partner(Layer.BUDGET, account, contributor)

    def to_date(self, *accounts: str) -> int:
        """What actual accounts stand at at the end of the period, in pence, debit positive."""
        return self.figures.account(Layer.ACTUAL, *accounts, to=self.period)


def latest(book: Book) -> int:
    """The last period that is closed or has expenditure posted in it; of books in which nothing is spent, the last that
    a forecast was recorded for; 0 where there is none."""
    spent = (cell.period for cell, _ in book.balances if cell.layer is Layer.ACTUAL and cell.account == "spend")
    return max(book.closed, *spent, 0) or max((each.period for each in book.forecasts), default=0)


def when(year: FinancialYear, period: int) -> str:
    """A period as the headings say it.

    >>> when(FinancialYear(2009), 7), when(FinancialYear(2009), 15), when(FinancialYear(2009), 0)
    ('October 2009', 'March 2010 with the adjustment periods', 'the start of the year')
    """
    if period == 0:
        return "the start of the year"
    if period == 15:
        return f"{month_name(year, 12)} with the adjustment periods"
    return month_name(year, period)


def day(year: FinancialYear, period: int) -> str:
    """The last day of a period, in words.

    >>> day(FinancialYear(2009), 7)
    '31 October 2009'
    """
    return date_words(period_end(year, period) if period else year.first)
