"""Issued reports: read, downloaded, acknowledged."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from poolbook_web.base.forms import posted
from poolbook_web.base.once import once
from poolbook_web.people.access import year_or_404
from poolbook_web.people.permissions import Permission
from poolbook_web.people.requests import Request
from poolbook_web.reporting import actions, forms, queries
from poolbook_web.reporting.documents import DOCUMENTS
from poolbook_web.reporting.models import Issued
from poolbook_web.reporting.views import base


def _issued(
    request: Request, permission: Permission, *, slug: str, year: str, report: str, covers: int, number: int
) -> Issued:
    which = base.which_or_404(report, covers)
    fund_year = year_or_404(request, slug, year, permission)
    return queries.issued_or_404(fund_year, which, number)


@require_safe
def issued(request: Request, **of: Any) -> HttpResponse:
    """An issued report as it was issued, and who has acknowledged it."""
    found = _issued(request, Permission.REPORTS_SEE, **of)
    page = queries.issued_page(found, request.user, request.at)
    context = {
        "fund_year": found.fund_year,
        "here": "reports",
        "page": page,
        "report": page.report,
        "parts": base.parts(page.report, found.fund_year),
        "documents": [
            (each.words, reverse("report_issued_file", kwargs={**of, "kind": kind})) for kind, each in DOCUMENTS.items()
        ],
    }
    return render(request, "reporting/issued.html", context)


@require_safe
def issued_file(request: Request, *, kind: str, **of: Any) -> HttpResponse:
    """An issued report as a file."""
    found = _issued(request, Permission.REPORTS_SEE, **of)
    if kind not in DOCUMENTS:
        raise Http404
    return base.file(queries.document(found, kind), kind, _name(found))


def _name(of: Issued) -> str:
    return f"{of.fund_year.fund.slug}-{of.fund_year.year}-{of.report}-{of.covers}-v{of.number}"


@require_http_methods(["GET", "POST"])
@once
def receive(request: Request, **of: Any) -> HttpResponse:
    """Acknowledge that a partner has it."""
    found = _issued(request, Permission.REPORT_RECEIVE, **of)
    page = queries.issued_page(found, request.user, request.at)
    waiting = [each.partner for each in page.to_receive]
    form = forms.Receive(posted(request), partners=waiting)
    if form.is_valid():
        with form.shows_refusal():
            actions.receive(report=found, by=request.user, at=request.at, **form.cleaned_data)
            messages.success(request, "Receipt is recorded.")
            return redirect(found)
    context = {
        "fund_year": found.fund_year,
        "here": "reports",
        "page": page,
        "waiting": waiting,
        "form": form,
        "back": found.get_absolute_url(),
    }
    return render(request, "reporting/receive.html", context)
