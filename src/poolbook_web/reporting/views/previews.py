"""The list of reports, a report as it would be issued now, and issuing it."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from poolbook_web.base import export
from poolbook_web.base.forms import posted
from poolbook_web.base.once import once
from poolbook_web.monitoring.views.base import with_terms
from poolbook_web.people.access import year_or_404
from poolbook_web.people.permissions import Permission
from poolbook_web.people.requests import Request
from poolbook_web.reporting import actions, forms, queries
from poolbook_web.reporting.documents import DOCUMENTS
from poolbook_web.reporting.queries.pictures import pictures
from poolbook_web.reporting.views import base


@require_safe
@with_terms("reports")
def index(request: Request, slug: str, year: str) -> HttpResponse:
    """Every report of a year; and the way to any other, by a form."""
    fund_year = year_or_404(request, slug, year, Permission.REPORTS_SEE)
    form = forms.Choose(request.GET or None, months=queries.months(fund_year))
    if form.is_valid():
        return redirect("report_preview", slug, year, form.cleaned_data["report"], form.cleaned_data["month"])
    context = {"fund_year": fund_year, "here": "reports", "listed": queries.listed(fund_year, request.at), "form": form}
    return render(request, "reporting/index.html", {**context, **base.may(request, fund_year)})


@require_safe
def index_file(request: Request, slug: str, year: str, kind: str) -> HttpResponse:
    """Every report issued, as a file."""
    fund_year = year_or_404(request, slug, year, Permission.REPORTS_SEE)
    return export.download(queries.as_table(fund_year), kind, f"{slug}-{year}-reports")


@require_safe
@with_terms("reports")
def preview(request: Request, slug: str, year: str, *, report: str, covers: int) -> HttpResponse:
    """A report as it stands, with what it lacks said first."""
    which = base.which_or_404(report, covers)
    fund_year = year_or_404(request, slug, year, Permission.REPORTS_SEE)
    may = base.may(request, fund_year)
    page = queries.preview(fund_year, which, at=request.at, by=request.user if may["may_issue"] else None)
    context = {
        "fund_year": fund_year,
        "here": "reports",
        "page": page,
        "report": page.report,
        "parts": base.parts(page.report, fund_year),
        "documents": _documents("report_preview_file", slug, year, report, covers),
        **may,
    }
    return render(request, "reporting/preview.html", context)


@require_safe
@with_terms("reports")
def preview_file(request: Request, slug: str, year: str, *, report: str, covers: int, kind: str) -> HttpResponse:
    """The same as a file, which says that it is a preview."""
    which = base.which_or_404(report, covers)
    fund_year = year_or_404(request, slug, year, Permission.REPORTS_SEE)
    if kind not in DOCUMENTS:
        raise Http404
    shown = queries.labelled(queries.preview(fund_year, which, at=request.at).report)
    body = DOCUMENTS[kind].make(shown, pictures(shown))
    return base.file(body, kind, f"{slug}-{year}-{report}-{covers}-preview")


@require_http_methods(["GET", "POST"])
@once
@with_terms("reports")
def issue(request: Request, slug: str, year: str, *, report: str, covers: int) -> HttpResponse:
    """Issue a report: what will be frozen, what to answer before, and the button."""
    which = base.which_or_404(report, covers)
    fund_year = year_or_404(request, slug, year, Permission.REPORT_ISSUE)
    page = queries.preview(fund_year, which, at=request.at, by=request.user)
    goes_to = queries.goes_to(which, page.receivers, request.user)
    form = forms.Issue(posted(request), seen=page.seen, number=page.number)
    if form.is_valid():
        with form.shows_refusal():
            made = actions.issue(fund_year=fund_year, which=which, by=request.user, at=request.at, **form.cleaned_data)
            messages.success(request, f"It is issued. {goes_to}")
            return redirect(made)
    context = {
        "fund_year": fund_year,
        "here": "reports",
        "page": page,
        "report": page.report,
        "form": form,
        "goes_to": goes_to,
        "back": reverse("report_preview", args=[slug, year, report, covers]),
        **base.may(request, fund_year),
    }
    return render(request, "reporting/issue.html", context)


def _documents(name: str, *of: object) -> list[tuple[str, str]]:
    """What it can be downloaded as, in words, and from where."""
    return [(each.words, reverse(name, args=[*of, kind])) for kind, each in DOCUMENTS.items()]
