"""How a forecast was made: where a figure leads that is no sum of transfers."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from poolbook_web.ledger.queries.wanted import NONE, address
from poolbook_web.monitoring.queries import working as made
from poolbook_web.monitoring.views.base import with_terms
from poolbook_web.people import access
from poolbook_web.people.access import year_or_404
from poolbook_web.people.permissions import Permission
from poolbook_web.people.requests import Request


@require_safe
@with_terms("position")
def working(request: Request, slug: str, year: str, period: int, scheme: str | None = None) -> HttpResponse:
    """The working of a scheme's forecast, or of the whole fund's."""
    fund_year = year_or_404(request, slug, year, Permission.POSITION_SEE)
    found = made.working(fund_year, period, scheme, at=request.at)
    drills = access.may(request.user, Permission.LEDGER_SEE, fund_year.fund, at=request.at)
    tables = [
        (table, [[address(fund_year, each) if each and drills else "" for each in row] for row in behind])
        for table, behind in found.tables
    ]
    for place, code in enumerate(found.schemes):
        one = reverse("working_of", args=[slug, year, period, code or NONE])
        tables[0][1][place][0] = one
    back = f"{reverse('position', args=[slug, year])}?period={period}"
    context = {"here": "position", "fund_year": fund_year, "working": found, "tables": tables, "back": back}
    return render(request, "monitoring/working.html", context)
