"""The monthly monitoring report: the position, and each scheme lead's commentary.

Source: docs/reference/reports.md; agreements ask for six-weekly to monthly reports to the group that governs the fund.
"""

from __future__ import annotations

from poolbook.book import Book
from poolbook.findings import Finding, warning
from poolbook.reports.frame import frame
from poolbook.reports.issue import of_any_report
from poolbook.reports.model import Column, Kind, Report, Row, Section, Table
from poolbook.reports.position import by_scheme
from poolbook.reports.request import Request
from poolbook.reports.shares import section as shares
from poolbook.reports.view import View, when


def make(book: Book, request: Request) -> Report:
    """The position with its story, for the group that governs the fund."""
    view = View(book, request)
    commentary, missing = _commentary(view)
    findings = (
        *missing,
        *view.forecast.findings,
        *view.forecast.of_change,
        *view.outcome.findings,
        *of_any_report(view),
    )
    return frame(view, "Monthly monitoring report", [by_scheme(view), shares(view), commentary], findings)


def _commentary(view: View) -> tuple[Section, list[Finding]]:
    columns = (
        Column("Scheme"),
        Column("Variance", Kind.PENCE),
        Column("Commentary"),
        Column("By"),
        Column("Date", Kind.DATE),
    )
    variances = {each.scheme: each.variance for each in view.forecast.schemes}
    rows: list[Row] = []
    missing: list[str] = []
    for scheme in view.book.terms.schemes:
        said = [each for each in view.book.comments if each.scheme == scheme.code and each.period == view.period]
        variance, marked = variances[scheme.code], scheme.code in view.standins.schemes
        rows += [Row((scheme.name, variance, each.text, each.by, each.at), illustrative=marked) for each in said]
        if not said:
            lead = scheme.officer or "its lead"
            missing.append(f"{scheme.name} ({lead})")
            rows.append(Row((scheme.name, variance, "NO COMMENTARY", lead, None), illustrative=marked))
    period = when(view.book.year, view.period)
    findings = [
        warning("report.no_commentary", f"no commentary is recorded for {period} on {name}") for name in missing
    ]
    paragraphs = (f"Commentary is missing from: {'; '.join(missing)}.",) if missing else ()
    table = Table("By scheme", columns, tuple(rows))
    return Section("", "Commentary of the scheme leads", paragraphs, (table,)), findings
