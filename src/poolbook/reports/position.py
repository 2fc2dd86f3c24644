"""The position: by scheme, and who would bear the variance if the year ended as forecast.

Source: docs/reference/reports.md; the layout is the one that pooled funds' own monitoring reports use (latest
budget, forecast, variance, change, then the risk share by partner).
"""

from __future__ import annotations

from poolbook.book import Book
from poolbook.forecast.model import OVERRIDE, SchemeForecast
from poolbook.reports.frame import frame
from poolbook.reports.model import Column, Kind, Report, Row, Section, Table, percent, summed
from poolbook.reports.request import Request
from poolbook.reports.shares import section as shares
from poolbook.reports.view import View, when

AS_IT_STANDS = Request("position")


def make(book: Book, request: Request = AS_IT_STANDS) -> Report:
    """Where the fund stands at the end of a period, for the pool manager and the partners' finance leads."""
    view = View(book, request)
    findings = (*view.forecast.findings, *view.forecast.of_change, *view.outcome.findings)
    return frame(view, "Position", [by_scheme(view), shares(view)], findings)


def by_scheme(view: View, letter: str = "") -> Section:
    """Budget, spend and forecast by scheme, and the overrides that the forecast rests on."""
    columns = (
        Column("Scheme"),
        Column("Latest budget", Kind.PENCE),
        Column("Actual to date", Kind.PENCE),
        Column("Commitments", Kind.PENCE),
        Column("Forecast outturn", Kind.PENCE),
        Column("Variance", Kind.PENCE),
        Column("Variance", Kind.PERCENT),
        Column(f"Change since {when(view.book.year, view.forecast.since)}", Kind.PENCE),
    )
    rows = tuple(
        Row(
            (
                view.name(each.scheme),
                each.budget,
                each.actual,
                each.commitments,
                each.outturn,
                each.variance,
                percent(each.variance, each.budget),
                each.change,
            ),
            illustrative=each.scheme in view.standins.schemes,
        )
        for each in view.forecast.schemes
    )
    table = summed("By scheme", columns, rows, of=[(5, 1)], complete=(7,))
    overrides = [each for each in view.forecast.schemes if each.method == OVERRIDE]
    tables = (table, _overrides(view, overrides)) if overrides else (table,)
    return Section(
        letter, "Position by scheme", () if overrides else ("Nobody has replaced the calculated forecast.",), tables
    )


def _overrides(view: View, overrides: list[SchemeForecast]) -> Table:
    columns = (
        Column("Scheme"),
        Column("By the method", Kind.PENCE),
        Column("Override", Kind.PENCE),
        Column("Recorded for"),
        Column("By"),
        Column("Reason"),
    )
    rows = tuple(
        Row(
            (
                view.name(each.scheme),
                each.computed if each.actual else None,  # with nothing spent a method has nothing to go on
                each.outturn,
                when(view.book.year, each.recorded or 0),
                each.by,
                each.reason or "no reason is recorded",
            )
        )
        for each in overrides
    )
    return Table("Forecasts that an officer gave", columns, rows)
