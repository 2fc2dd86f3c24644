"""The position of a fund, and who would bear what."""

from __future__ import annotations

from collections.abc import Callable

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from poolbook.dates.years import PERIODS
from poolbook_web.base import export
from poolbook_web.base.charts import pictures
from poolbook_web.base.files import attached
from poolbook_web.base.forms import OneOf
from poolbook_web.monitoring.queries import drills, figures
from poolbook_web.monitoring.queries.figures import Page
from poolbook_web.monitoring.views.base import with_terms
from poolbook_web.people import access
from poolbook_web.people.access import year_or_404
from poolbook_web.people.permissions import Permission
from poolbook_web.people.requests import Request

#: Each page of figures: how it is made, by its name in addresses, which is its report's.
PAGES: dict[str, Callable[..., Page]] = {"position": figures.position, "settlement": figures.settlement}

#: The periods as an address names them; 0 is a year in which nothing was spent yet.
ASKED = {str(each) for each in (0, *PERIODS)}

#: The files that a whole report comes as, in the order in which they are offered.
TYPES = {
    "xlsx": export.FORMATS["xlsx"],
    "csv": export.FORMATS["csv"],
    "json": "application/json; charset=utf-8",
    "text": "text/plain; charset=utf-8",
}


@require_safe
@with_terms("position")
def position(request: Request, slug: str, year: str) -> HttpResponse:
    """Where the fund stands."""
    return _page(request, slug, year, "position")


@require_safe
@with_terms("settlement")
def settlement(request: Request, slug: str, year: str) -> HttpResponse:
    """Who would bear what if the year ended as forecast."""
    return _page(request, slug, year, "settlement")


@require_safe
@with_terms("position")
def report_file(request: Request, slug: str, year: str, *, name: str, period: int, kind: str) -> HttpResponse:
    """A whole report as a file, as the command line gives it."""
    fund_year = year_or_404(request, slug, year, Permission.POSITION_SEE)
    if name not in PAGES or kind not in TYPES:
        raise Http404
    body = figures.report_file(fund_year, name, period, kind, at=request.at)
    ending = "txt" if kind == "text" else kind
    return attached(body, TYPES[kind], f"{slug}-{year}-{name}-{period}.{ending}")


@require_safe
@with_terms("position")
def report_table(
    request: Request, slug: str, year: str, *, name: str, period: int, table: str, kind: str
) -> HttpResponse:
    """One table of a page of figures as a file."""
    fund_year = year_or_404(request, slug, year, Permission.POSITION_SEE)
    if name not in PAGES:
        raise Http404
    tables = PAGES[name](fund_year, period, at=request.at).tables
    return export.download(export.named(tables, table), kind, f"{slug}-{year}-{table}-{period}")


@require_safe
def chart(request: Request, slug: str, digest: str, size: str) -> HttpResponse:
    """A picture that a page of the fund shows, for whoever may see that page."""
    found = pictures.find(slug, digest)
    access.fund_or_404(request.user, slug, Permission(found.asks) if found else Permission.FUND_SEE, at=request.at)
    drawn = pictures.svg(found, size) if found and size in pictures.WIDTHS else None
    if drawn is None:
        raise Http404
    return HttpResponse(drawn, content_type="image/svg+xml")


def _page(request: Request, slug: str, year: str, name: str) -> HttpResponse:
    fund_year = year_or_404(request, slug, year, Permission.POSITION_SEE)
    asked = request.GET.get("period", "")
    page = PAGES[name](fund_year, int(asked) if asked in ASKED else None, at=request.at)
    at = page.report.period
    charts = pictures.shown(page.charts, slug, Permission.POSITION_SEE)
    books = access.may(request.user, Permission.LEDGER_SEE, fund_year.fund, at=request.at)
    context = {
        "here": name,
        "drills": drills.of(page, fund_year, books=books),
        "fund_year": fund_year,
        "form": OneOf(request.GET, "period", "To the end of", page.periods, at),
        "page": page,
        "report": page.report,
        "parts": [(section, charts) for section in page.sections],
        "files": reverse("report_table", args=[slug, year, name, at, "-", "-"]).removesuffix("-.-"),
        "whole": [(kind, reverse("report_file", args=[slug, year, name, at, kind])) for kind in TYPES],
    }
    return render(request, f"monitoring/{name}.html", context)
