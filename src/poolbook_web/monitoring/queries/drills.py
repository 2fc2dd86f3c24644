"""What stands behind each figure of a page: the transfers that it is the sum of, or its working where it is computed.

A drill is an address for a cell; the sum that its page shows is the cell's, to the penny.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from django.urls import reverse

from poolbook.dates.years import MONTHS
from poolbook.reports.model import Row, Table
from poolbook_web.ledger.queries.wanted import NONE, Wanted, address
from poolbook_web.monitoring.queries.figures import BY_PARTNER, BY_SCHEME, MONTHLY, Page
from poolbook_web.partners.models import FundYear

BY_CONTRIBUTOR = "By contributor"

#: By the heading of a column.
_TRANSFERS = {
    "Latest budget": Wanted(layer="budget", account="spend"),
    "Actual to date": Wanted(layer="actual", account="spend"),
    "Commitments": Wanted(layer="commitment", account="spend"),
}
_COMPUTED = ("Forecast outturn", "Variance", "Change")


def of(page: Page, fund_year: FundYear, *, books: bool = True) -> Mapping[str, list[list[str]]]:
    """The drills of a page's tables, by title; without ``books``, for somebody who may not read those, the others."""
    found = _Found(page, fund_year, books)
    tables = {table.title: table for table in page.tables if table.title in _CELLS}
    return {title: [found.row(table, place) for place in range(len(table.rows))] for title, table in tables.items()}


@dataclass(frozen=True)
class _Found:
    """The addresses of one page."""

    page: Page
    fund_year: FundYear
    books: bool

    def row(self, table: Table, place: int) -> list[str]:
        """Behind each cell of a row; nothing behind its first, which names it, nor behind a cell that is empty."""
        row = table.rows[place]
        made = [_CELLS[table.title](self, place, row, column.heading) for column in table.columns]
        return [address if at and row.cells[at] is not None else "" for at, address in enumerate(made)]

    def of_scheme(self, place: int, row: Row, heading: str) -> str:
        """A scheme's sums, or of the total every scheme's."""
        scheme, period = None if row.total else self.page.schemes[place], self.page.report.period
        if heading in _TRANSFERS:
            return self.transfers(heading, scheme, 15 if heading == "Latest budget" else period)
        return self.working(scheme) if heading.startswith(_COMPUTED) else ""

    def of_month(self, place: int, row: Row, heading: str) -> str:
        """What was spent is transfers; a budget by month and what is forecast are worked out."""
        last = MONTHS[place] if place < len(MONTHS) else 15
        if heading == "Spent":
            return self.transfers("Actual to date", None, last)
        return f"{self.working(None)}#budget-to-the-end-of-each-month" if heading == "Budget" else self.working(None)

    def of_partner(self, place: int, row: Row, heading: str) -> str:
        """What each puts in is of the agreement; its share is a settlement's."""
        if heading in ("Contribution", "Weight"):
            return self._page("terms")
        return f"{self._page('settlement')}?period={self.page.report.period}#by-rule"

    def transfers(self, heading: str, scheme: str | None, last: int) -> str:
        """The transfers of a column's kind to the end of a period; before the first there are none."""
        wanted = replace(_TRANSFERS[heading], scheme=scheme, last_period=last)
        return address(self.fund_year, wanted) if last and self.books else ""

    def working(self, scheme: str | None) -> str:
        """The working of a scheme's forecast, or of the whole fund's."""
        one = [scheme or NONE] if scheme is not None else []
        return self._page("working_of" if one else "working", self.page.report.period, *one)

    def _page(self, name: str, *args: object) -> str:
        return reverse(name, args=[self.fund_year.fund.slug, self.fund_year.year, *args])


_CELLS: Mapping[str, Callable[[_Found, int, Row, str], str]] = {
    BY_SCHEME: _Found.of_scheme,
    MONTHLY: _Found.of_month,
    BY_CONTRIBUTOR: _Found.of_partner,
    BY_PARTNER: _Found.of_partner,
}
