"""The quarterly report: every block, A to J, whether anything was recorded for it or not.

Source: SI 2000/617 reg 7(4)(b): the pool manager submits to the partners quarterly reports about the income
of, and expenditure from, the pooled fund and other information by which the partners can monitor its
effectiveness; docs/reference/reports.md, "The blocks of the quarterly report".
"""

from __future__ import annotations

from poolbook.book import Book
from poolbook.findings import Refused, error
from poolbook.reports.blocks import expenditure, income, records, standing, words
from poolbook.reports.frame import frame, statutory
from poolbook.reports.issue import gaps
from poolbook.reports.model import Report
from poolbook.reports.request import Request
from poolbook.reports.shares import section as shares
from poolbook.reports.view import View


def make(book: Book, request: Request) -> Report:
    """The pool manager's quarterly report to the partners."""
    view = quarter_view(book, request)
    sections = [
        income.block(view),
        income.other(view),
        expenditure.block(view),
        standing.block(view),
        shares(view, "D", working=True),
        words.explanations(view),
        words.effectiveness(view),
        words.activity(view),
        records.changes(view),
    ]
    if records.applies_lead_commissioning(view):
        sections.append(records.lead_commissioning(view))
    sections.append(records.sign_off(view))
    findings = (*gaps(view), *view.forecast.findings, *view.forecast.of_change, *view.outcome.findings)
    kind = "Quarterly report" if statutory(view) else "Quarterly monitoring, not statutory"
    return frame(view, f"{kind}, quarter {view.quarter}", sections, findings)


def quarter_view(book: Book, request: Request) -> View:
    """The view of a quarter: its forecast is compared with the end of the quarter before.

    Raises :class:`Refused` for a period that does not end a quarter (12 to 15 all end the fourth).
    """
    quarter = View(book, request).quarter
    view = View(book, request, since=(quarter - 1) * 3)
    if view.period < quarter * 3:
        message = f"a quarterly report covers whole quarters: use period {quarter * 3}, or the monthly report"
        raise Refused([error("report.not_quarter_end", message)])
    return view
