"""Reports: one Book and one request make one report, always the same to the byte.

``REPORTS`` names them; ``FORMATS`` names how they are written; ``perform`` does both; ``can_issue`` says what
stands in the way of issuing one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from poolbook.book import Book
from poolbook.findings import Finding, Refused, error, refuse_if
from poolbook.reports import monthly, position, quarterly, settlement, trial_balance
from poolbook.reports.issue import gaps, of_any_report
from poolbook.reports.model import Report
from poolbook.reports.render import FORMATS
from poolbook.reports.request import Request, as_mapping, file_name, read_request
from poolbook.reports.view import View

__all__ = [
    "FORMATS",
    "REPORTS",
    "Report",
    "Request",
    "as_mapping",
    "can_issue",
    "file_name",
    "make",
    "perform",
    "read_request",
]

Maker = Callable[[Book, Request], Report]

REPORTS: Mapping[str, Maker] = {
    "position": position.make,
    "monthly": monthly.make,
    "quarterly": quarterly.make,
    "trial-balance": trial_balance.make,
    "settlement": settlement.make,
}


def make(book: Book, request: Request) -> Report:
    """The report asked for, without a layout. Raises :class:`Refused` for a report, period or method not known."""
    maker = REPORTS.get(request.report)
    if maker is None:
        known = ", ".join(REPORTS)
        message = f"{request.report!r} is not a report: use one of {known}"
        raise Refused([error("report.unknown_report", message)])
    return maker(book, request)


def can_issue(book: Book, request: Request) -> tuple[Finding, ...]:
    """What stands in the way of issuing a report (errors), and what whoever issues it should answer (warnings)."""
    if request.report == "quarterly":
        return tuple(gaps(quarterly.quarter_view(book, request)))
    return tuple(of_any_report(View(book, request)))


def perform(book: Book, request: Request) -> bytes:
    """The report as a file: the same Book and request give the same bytes.

    Raises :class:`Refused` for anything not known and, where the request is of an issued report
    (``issued_by``), while any error of :func:`can_issue` stands.
    """
    renderer = FORMATS.get(request.format)
    if renderer is None:
        known = ", ".join(FORMATS)
        raise Refused([error("report.unknown_format", f"{request.format!r} is not a format: use one of {known}")])
    report = make(book, request)
    if request.issued_by:
        refuse_if(can_issue(book, request))
    return renderer(report)
