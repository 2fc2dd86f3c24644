"""The pages of figures: the core's reports, the spending by month beside them, and their charts.

A chart is made from the cells of the table that stands beneath it, and from nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from poolbook import money, reports
from poolbook.book import Book
from poolbook.dates.years import MONTHS, month_name
from poolbook.findings import refuse_if
from poolbook.forecast.history import nearest
from poolbook.forecast.project import history, scheme_codes
from poolbook.ledger.model import Layer
from poolbook.reports import Report, Request
from poolbook.reports.model import Column, Kind, Row, Section, Table
from poolbook.reports.view import NOT_OPEN, View, latest, when
from poolbook_web.base.charts import Bars, Chart, Lines, Waterfall
from poolbook_web.monitoring import store
from poolbook_web.partners.models import FundYear

MONTHLY = "Spend by month, adding up"
#: How the core's reports call their tables.
BY_SCHEME, BY_PARTNER, BY_RULE = "By scheme", "By legal partner", "By rule"

_SPENT, _BUDGET, _FORECAST = "Spent", "Budget", "Forecast"


@dataclass(frozen=True)
class Page:
    """A report as a page shows it: its sections in order, a chart for some tables, the figures to see first, the
    periods that one may ask for, and the codes of the schemes in the order of their rows."""

    report: Report
    sections: tuple[Section, ...]
    charts: Mapping[str, Chart]
    heads: tuple[tuple[str, str], ...]
    periods: tuple[tuple[int, str], ...]
    schemes: tuple[str, ...] = ()

    @property
    def tables(self) -> list[Table]:
        """Every table of the page."""
        return [table for section in self.sections for table in section.tables]


def position(fund_year: FundYear, period: int | None, *, at: datetime) -> Page:
    """Where the fund stands at the end of a period; without one, of the last that anything was spent in."""
    book = _opened(fund_year, at)
    request = Request("position", period=_offered(book, period))
    report, view = reports.make(book, request), View(book, request)
    first, *rest = report.sections
    sections = (first, monthly(view), *rest)
    tables = {table.title: table for section in sections for table in section.tables}
    drawn = {title: _CHARTS[title](tables[title]) for title in (BY_SCHEME, MONTHLY, BY_PARTNER) if title in tables}
    codes = tuple(each.scheme for each in view.forecast.schemes)
    return Page(report, sections, _there(drawn), _heads(tables[BY_SCHEME]), _periods(book), codes)


def settlement(fund_year: FundYear, period: int | None, *, at: datetime) -> Page:
    """Who would bear what if the year ended as forecast at the end of a period, step by step."""
    book = _opened(fund_year, at)
    report = reports.make(book, Request("settlement", period=_offered(book, period)))
    tables = {table.title: table for section in report.sections for table in section.tables}
    drawn = {title: _CHARTS[title](tables[title]) for title in (BY_PARTNER, BY_RULE) if title in tables}
    return Page(report, report.sections, _there(drawn), (), _periods(book))


def _opened(fund_year: FundYear, at: datetime) -> Book:
    """The Book for a page of figures. Raises :class:`poolbook.findings.Refused` where nothing is posted yet."""
    book = store.figures(fund_year, at)
    refuse_if([] if book.last_entry else [NOT_OPEN])
    return book


def report_file(fund_year: FundYear, name: str, period: int, form: str, *, at: datetime) -> bytes:
    """A report as a file, the same to the byte as the command line gives."""
    book = store.figures(fund_year, at)
    return reports.perform(book, Request(name, form, period=_offered(book, period)))


def chart(table: Table) -> Chart | None:
    """The chart of one of the core's tables, if there is one for it."""
    heads = [column.heading for column in table.columns]
    drawn = _CHARTS.get(table.title)
    return drawn(table) if drawn and (table.title != BY_SCHEME or _SHOWN.issubset(heads)) else None


def monthly(view: View) -> Section:
    """What was budgeted and spent to the end of each month, and what is forecast for those to come."""
    columns = (
        Column("To the end of"), Column(_BUDGET, Kind.PENCE), Column(_SPENT, Kind.PENCE), Column(_FORECAST, Kind.PENCE),
    )  # fmt: skip
    codes = scheme_codes(view.book, view.figures)
    budgets = [sum(history(view.figures, code, month).profile_to_date for code in codes) for month in MONTHS]
    spent = [sum(view.figures.scheme(Layer.ACTUAL, "spend", code, month) for code in codes) for month in MONTHS]
    period = view.period
    rows = [
        Row(
            (
                month_name(view.book.year, month),
                budgets[month - 1],
                spent[month - 1] if month <= period else None,
                _to_come(view, budgets, spent, month) if period <= month and 0 < period < 12 else None,
            ),
            illustrative=bool(view.standins.schemes),
        )
        for month in MONTHS
    ]
    if period > 12:
        last = view.to_date("spend")
        rows.append(Row((when(view.book.year, 15), budgets[-1], last, None), illustrative=rows[-1].illustrative))
    sentence = "What is forecast for the months to come is spread over them as the budget is."
    said = (sentence,) if 0 < period < 12 else ()
    return Section("", "Spend by month", said, (Table(MONTHLY, columns, tuple(rows)),))


def _to_come(view: View, budgets: Sequence[int], spent: Sequence[int], month: int) -> int:
    """The forecast to the end of a month: what was spent, and its part of what is still to come."""
    period = view.period
    outturn, sofar = view.forecast.total(lambda each: each.outturn), spent[period - 1]
    part, whole = budgets[month - 1] - budgets[period - 1], budgets[-1] - budgets[period - 1]
    if whole <= 0:
        part, whole = month - period, 12 - period
    return sofar + nearest((outturn - sofar) * part, whole)


def _offered(book: Book, period: int | None) -> int:
    """The period asked for, or the last one that anything is known of."""
    return period if period in dict(_periods(book)) and period is not None else latest(book)


def _periods(book: Book) -> tuple[tuple[int, str], ...]:
    return tuple(
        (period, when(book.year, period) if period < 13 else _adjusted(book, period)) for period in _known(book)
    )


def _known(book: Book) -> range:
    last = latest(book)
    return range(min(last, 1), last + 1)


def _adjusted(book: Book, period: int) -> str:
    return f"{month_name(book.year, 12)} with adjustment period{'s to' if period > 13 else ''} {period}"


def _heads(table: Table) -> tuple[tuple[str, str], ...]:
    """The totals to see first."""
    total = table.rows[-1]
    wanted = {"Latest budget": "Budget", "Actual to date": "Spent to date", "Forecast outturn": "Forecast"}
    sums = {
        column.heading: cell
        for column, cell in zip(table.columns, total.cells, strict=True)
        if column.kind is Kind.PENCE and isinstance(cell, int)
    }
    heads = [(words, money.show(sums[heading])) for heading, words in wanted.items()]
    variance = sums["Variance"]
    word = "Overspend forecast" if variance > 0 else "Underspend forecast" if variance else "Variance forecast"
    return (*heads, (word, money.show(abs(variance))))


def _column(table: Table, heading: str) -> tuple[int | None, ...]:
    """The sums of a column, without the total's."""
    place = next(
        place for place, each in enumerate(table.columns) if each.heading == heading and each.kind is Kind.PENCE
    )
    return tuple(
        cell if isinstance(cell, int) else None for row in table.rows if not row.total for cell in (row.cells[place],)
    )


def _labels(table: Table) -> tuple[str, ...]:
    return tuple(str(row.cells[0]) for row in table.rows if not row.total)


def _by_scheme(table: Table) -> Chart | None:
    series = (("Latest budget", "Budget"), ("Actual to date", "Spent to date"), ("Forecast outturn", "Forecast"))
    spec = Bars(_labels(table), tuple((words, _column(table, heading)) for heading, words in series))
    return Chart("Bars: budget, spend to date and forecast of each scheme.", spec)


def _monthly(table: Table) -> Chart | None:
    names = tuple(str(row.cells[0])[:3] for row in table.rows[:12])
    series = [(name, _column(table, name)[:12]) for name in (_BUDGET, _SPENT, _FORECAST)]
    drawn = tuple((name, sums) for name, sums in series if any(each is not None for each in sums))
    spec = Lines(names, drawn, broken=(_BUDGET, _FORECAST))
    return Chart("Lines: budget, spend and forecast, adding up month by month.", spec)


def _by_partner(table: Table) -> Chart | None:
    shares = _column(table, "Share of the variance")
    if not any(shares):
        return None
    spec = Bars(_labels(table), (("Share of the variance", shares),))
    return Chart("Bars: the share of the variance that falls to each; to the left of nil it is received.", spec)


def _by_rule(table: Table) -> Chart | None:
    steps = []
    for row in table.rows:
        rule, clause, borne, pence = row.cells
        if not row.total and isinstance(pence, int) and pence:
            undecided = str(borne).startswith("Undecided")
            number = f"{str(rule).partition(':')[0]}. " if str(rule)[:1].isdigit() else ""
            of = f" (clause {clause})" if str(clause)[:1].isdigit() else ""
            steps.append((f"{number}{borne}{of}", pence, "Undecided" if undecided else "Borne or received"))
    if not steps:
        return None
    over = sum(pence for _, pence, _ in steps) >= 0
    start = "Overspend to settle" if over else "Underspend to settle"
    spec = Waterfall(start, tuple(steps), ("To settle", "Borne or received", "Undecided"))
    return Chart("Waterfall: what there is to settle, and how each rule takes from it until nothing is left.", spec)


#: A table by scheme may be of anything; the chart is of one with these.
_SHOWN = {"Latest budget", "Actual to date", "Forecast outturn"}
_CHARTS = {BY_SCHEME: _by_scheme, MONTHLY: _monthly, BY_PARTNER: _by_partner, BY_RULE: _by_rule}


def _there(drawn: Mapping[str, Chart | None]) -> dict[str, Chart]:
    return {title: chart for title, chart in drawn.items() if chart is not None}
