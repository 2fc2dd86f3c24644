"""How a forecast was made: what was spent, what is still to come, and an officer's own figure where one stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.http import Http404

from poolbook import money
from poolbook.book import Book
from poolbook.dates.years import MONTHS, PERIODS, month_name
from poolbook.forecast.history import History
from poolbook.forecast.model import OVERRIDE, SchemeForecast
from poolbook.forecast.project import history
from poolbook.reports import Request
from poolbook.reports.model import Column, Kind, Row, Table, summed
from poolbook.reports.view import View, when
from poolbook_web.ledger.queries.wanted import NONE, Wanted
from poolbook_web.monitoring import store
from poolbook_web.partners.models import FundYear


@dataclass(frozen=True)
class Working:
    """The working in sentences and tables; beside each table the transfers behind its cells."""

    name: str
    period: str
    sentences: tuple[str, ...]
    tables: tuple[tuple[Table, list[list[Wanted | None]]], ...]
    schemes: tuple[str, ...] = ()  #: of the first table's rows, where that is by scheme


def working(fund_year: FundYear, period: int, scheme: str | None, *, at: datetime) -> Working:
    """The working of one scheme's forecast, or without one of every scheme's, as at the end of a period."""
    if period not in range(PERIODS[-1] + 1):
        raise Http404
    view = View(store.figures(fund_year, at), Request("position", period=period))
    if scheme is None:
        return _of_all(view)
    wanted = "" if scheme == NONE else scheme
    found = next((each for each in view.forecast.schemes if each.scheme == wanted), None)
    if found is None:
        raise Http404
    return _of_one(view, found, history(view.figures, wanted, period))


def _of_one(view: View, found: SchemeForecast, seen: History) -> Working:
    sentences = tuple(_sentences(view.book, found, seen, view.period, view.forecast.since))
    columns = (
        Column("Month"), Column("Budget", Kind.PENCE), Column("Budget to date", Kind.PENCE),
        Column("Spent", Kind.PENCE), Column("Spent to date", Kind.PENCE),
    )  # fmt: skip
    rows, behind = [], []
    marked = found.scheme in view.standins.schemes
    for month in MONTHS:
        upto = history(view.figures, found.scheme, month)
        before = history(view.figures, found.scheme, month - 1)
        over = month <= view.period
        name = month_name(view.book.year, month)
        budget = upto.profile_to_date - before.profile_to_date
        spent = (seen.spend[month - 1], upto.actual) if over else (None, None)
        rows.append(Row((name, budget, upto.profile_to_date, *spent), illustrative=marked))
        of_month = _asked("actual", found.scheme, month, month), _asked("actual", found.scheme, 1, month)
        # March's budget takes in that of the adjustment periods.
        entered = _asked("budget", found.scheme, month, month) if seen.months and month < len(MONTHS) else None
        behind.append([None, entered, None, *(of_month if over else (None, None))])
    if view.period > len(MONTHS):
        first, last = len(MONTHS) + 1, view.period
        adjusted = sum(seen.spend[first - 1 : last])
        rows.append(Row((_adjustments(last), None, seen.profile_to_date, adjusted, seen.actual), illustrative=marked))
        of_them = _asked("actual", found.scheme, first, last), _asked("actual", found.scheme, 1, last)
        behind.append([None, None, None, *of_them])
    name = view.name(found.scheme)
    table = Table(f"{name}, month by month", columns, tuple(rows))
    return Working(name, when(view.book.year, view.period), sentences, ((table, behind),))


def _adjustments(last: int) -> str:
    """The adjustment periods up to one.

    >>> _adjustments(13), _adjustments(15)
    ('Adjustment period 13', 'Adjustment periods 13 to 15')
    """
    first = len(MONTHS) + 1
    return f"Adjustment period {first}" if last == first else f"Adjustment periods {first} to {last}"


def _asked(layer: str, scheme: str, first: int, last: int) -> Wanted:
    return Wanted(layer=layer, account="spend", scheme=scheme, first_period=first, last_period=last)


def _sentences(book: Book, found: SchemeForecast, seen: History, period: int, since: int) -> list[str]:
    show, end = money.show, when(book.year, period)
    left = found.budget - found.profile
    said = [f"{show(found.actual)} was spent to {end}. The latest budget of the year is {show(found.budget)}."]
    if seen.over:
        said.append(f"The year is over, so the outturn is what was spent: {show(found.computed)}.")
    else:
        said.append(
            f"{show(left)} of the budget belongs to the months to come, and is what they are forecast to cost: "
            f"{show(found.actual)} + {show(left)} = {show(found.computed)}."
        )
    if not seen.months:
        said.append("The budget was not entered month by month, so it is taken in twelfths.")
    if found.method == OVERRIDE and found.recorded is not None:
        reason = found.reason or "no reason is recorded"
        whose = f"{found.by} gave another figure for {when(book.year, found.recorded)}"
        said.append(f"{whose}, which stands in its place: {show(found.outturn)}. The reason: {reason}.")
    word = "over" if found.variance > 0 else "under"
    varies = f"{show(abs(found.variance))} {word} the budget" if found.variance else "the budget exactly"
    said.append(f"The forecast is {varies}: {show(found.outturn)} less {show(found.budget)}.")
    earlier = when(book.year, since)
    if found.previous is None or found.change is None:
        said.append(f"For {earlier} none was recorded, and nothing was spent by then to work one out from.")
        return said
    recorded = "as it was recorded then" if found.previous_recorded else "worked out again for that date"
    said.append(f"For {earlier} it was {show(found.previous)}, {recorded}: a change of {show(found.change)}.")
    return said


def _of_all(view: View) -> Working:
    columns = (
        Column("Scheme"), Column("Latest budget", Kind.PENCE), Column("Spent to date", Kind.PENCE),
        Column("Still to come", Kind.PENCE), Column("By the method", Kind.PENCE), Column("Forecast", Kind.PENCE),
        Column("Change", Kind.PENCE),
    )  # fmt: skip
    each_of = view.forecast.schemes
    rows = tuple(
        Row(
            (
                view.name(each.scheme), each.budget, each.actual, each.computed - each.actual, each.computed,
                each.outturn, each.change,
            ),
            illustrative=each.scheme in view.standins.schemes,
        )
        for each in each_of
    )  # fmt: skip
    table = summed("Forecast of each scheme", columns, rows, complete=(6,))
    nothing: list[Wanted | None] = [None] * len(columns)
    behind: list[list[Wanted | None]] = [
        [
            None, _asked("budget", each.scheme, 1, 15),
            _asked("actual", each.scheme, 1, view.period) if view.period else None, None, None, None, None,
        ]
        for each in each_of
    ]  # fmt: skip
    sentences = (
        "The total is the sum of the schemes; each scheme’s own page says how its figure was made.",
        "On the chart, what is still to come is spread over the months to come as the budget is.",
    )
    codes = tuple(each.scheme for each in each_of)
    tables = ((table, [*behind, nothing]), _by_month(view))
    return Working("The whole fund", when(view.book.year, view.period), sentences, tables, codes)


def _by_month(view: View) -> tuple[Table, list[list[Wanted | None]]]:
    codes = [each.scheme for each in view.forecast.schemes]
    columns = (
        Column("To the end of"),
        *(Column(view.name(code), Kind.PENCE) for code in codes),
        Column("Total", Kind.PENCE),
    )
    rows = []
    for month in MONTHS:
        sums = [history(view.figures, code, month).profile_to_date for code in codes]
        name, marked = month_name(view.book.year, month), bool(view.standins.schemes)
        rows.append(Row((name, *sums, sum(sums)), illustrative=marked))
    table = Table("Budget to the end of each month", columns, tuple(rows))
    return table, [[None] * len(columns) for _ in rows]
