"""What the pages of reports share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.http import Http404, HttpResponse

from poolbook.reports import Report
from poolbook.reports.model import Section
from poolbook_web.base.charts import pictures
from poolbook_web.base.charts.pictures import Shown
from poolbook_web.base.files import attached
from poolbook_web.partners.models import FundYear
from poolbook_web.people import access
from poolbook_web.people.permissions import Permission
from poolbook_web.people.requests import Request
from poolbook_web.reporting.documents import DOCUMENTS
from poolbook_web.reporting.models.which import Which
from poolbook_web.reporting.queries.pictures import pictures as charts_of

Part = tuple[Section, Mapping[str, Shown]]


def which_or_404(report: str, covers: int) -> Which:
    """The report at an address."""
    which = Which(report, covers)
    if not which.known:
        raise Http404
    return which


def may(request: Request, fund_year: FundYear) -> dict[str, Any]:
    """What to offer, and why not."""
    who = access.stood(request.user, fund_year.fund, request.at)
    issue = access.decide(who, Permission.REPORT_ISSUE)
    return {
        "may_issue": issue.allowed,
        "why_not": issue.reason,
        "can": {each for each in Permission if access.decide(who, each).allowed},
        "may_take": access.decide(who, Permission.PACK_TAKE).allowed,
        "may_verify": access.decide(who, Permission.HISTORY_SEE).allowed,
    }


def parts(report: Report, fund_year: FundYear) -> Sequence[Part]:
    """The sections of a report, each with the charts of its tables by their titles. Where two tables have one title,
    the second is called by its section too: a page has a place for each by its name."""
    drawn = {f"{place}": chart for place, chart in charts_of(report).items()}
    shown = pictures.shown(drawn, fund_year.fund.slug, Permission.REPORTS_SEE)
    made, titles = [], set[str]()
    for place, section in enumerate(report.sections):
        tables, charts = [], {}
        for number, table in enumerate(section.tables):
            named = replace(table, title=f"{section.heading}, {table.title}") if table.title in titles else table
            tables.append(named)
            titles.add(table.title)
            if (name := f"{(place, number)}") in shown:
                charts[named.title] = shown[name]
        made.append((replace(section, tables=tuple(tables)), charts))
    return made


def file(body: bytes, kind: str, name: str) -> HttpResponse:
    """A document to keep; ``kind`` is one of :data:`DOCUMENTS`."""
    document = DOCUMENTS[kind]
    return attached(body, document.type, f"{name}.{document.ending}")
