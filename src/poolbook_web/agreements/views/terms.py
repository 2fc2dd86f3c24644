"""The terms as readable clauses, their versions, and putting new ones in force."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from poolbook.findings import Finding, Refused
from poolbook.reports.model import Table
from poolbook_web.agreements import actions, forms, queries
from poolbook_web.agreements.models import TermsVersion
from poolbook_web.base import export
from poolbook_web.base.files import YAML, attached
from poolbook_web.base.forms import posted
from poolbook_web.base.once import once
from poolbook_web.partners.models import FundYear
from poolbook_web.people import access
from poolbook_web.people.permissions import Permission
from poolbook_web.people.requests import Request


@require_safe
def terms(request: Request, slug: str, year: str) -> HttpResponse:
    """The terms in force."""
    fund_year = _year(request, slug, year)
    version = queries.versions(fund_year).first()
    if version is None:
        return _none(request, fund_year)
    return _shown(request, version, in_force=queries.terms_version_or_none(fund_year, request.at))


@require_safe
def terms_at(request: Request, slug: str, year: str, number: int) -> HttpResponse:
    """One version of the terms."""
    fund_year = _year(request, slug, year)
    version = queries.version_or_404(fund_year, number)
    return _shown(request, version, in_force=queries.terms_version_or_none(fund_year, request.at))


@require_safe
def terms_table(request: Request, slug: str, year: str, *, number: int, table: str, kind: str) -> HttpResponse:
    """One table of the terms as a file."""
    fund_year = _year(request, slug, year)
    found = queries.sections(queries.typed(queries.version_or_404(fund_year, number)))
    return _file(fund_year, [each for part in found for each in part.tables], table, kind)


@require_safe
def terms_text(request: Request, slug: str, year: str, number: int) -> HttpResponse:
    """A version of the terms as it was written, to keep."""
    fund_year = _year(request, slug, year)
    version = queries.version_or_404(fund_year, number)
    return attached(version.text.encode(), YAML, f"{slug}-{year}-terms-{number}.yaml")


@require_safe
def terms_versions(request: Request, slug: str, year: str) -> HttpResponse:
    """Every version of the terms, and who put it in force, when and why."""
    fund_year = _year(request, slug, year)
    found = list(queries.versions(fund_year))
    if not found:
        return _none(request, fund_year)
    context = {
        "here": "terms",
        "fund_year": fund_year,
        "table": queries.versions_table(found),
        "links": [reverse("terms_at", args=[slug, year, each.number]) for each in found],
        "files": _base(fund_year, "terms_versions"),
    }
    return render(request, "agreements/versions.html", context)


@require_safe
def terms_versions_file(request: Request, slug: str, year: str, table: str, kind: str) -> HttpResponse:
    """The list of versions as a file."""
    fund_year = _year(request, slug, year)
    return _file(fund_year, [queries.versions_table(list(queries.versions(fund_year)))], table, kind)


@require_http_methods(["GET", "POST"])
@once
def put_terms(request: Request, slug: str, year: str) -> HttpResponse:
    """Put new terms in force."""
    fund_year = access.year_or_404(request, slug, year, Permission.TERMS_PUT)
    form = forms.PutTerms(posted(request), request.FILES or None)
    faults: Sequence[Finding] = ()
    data = b""
    if form.is_valid():
        given = form.cleaned_data
        data = given["file"]
        try:
            version = actions.put_terms(
                fund_year=fund_year, data=data, since=given["since"], why=given["why"], by=request.user,
                at=request.at,
            )  # fmt: skip
        except Refused as refusal:
            form.add_findings(refusal.findings)
            faults = refusal.findings
        else:
            messages.success(request, f"Version {version.number} of the terms is kept.")
            return redirect("terms_at", slug, year, version.number)
    context = {
        "here": "terms",
        "fund_year": fund_year,
        "form": form,
        "faults": queries.faults(faults, data),
        "back": reverse("terms", args=[slug, year]),
    }
    return render(request, "agreements/put.html", context)


def _year(request: Request, slug: str, year: str) -> FundYear:
    return access.year_or_404(request, slug, year, Permission.TERMS_SEE)


def _base(fund_year: FundYear, name: str, *more: object) -> str:
    """The address before a table's name, of its downloads."""
    return reverse(name, args=[fund_year.fund.slug, fund_year.year, *more])


def _shown(request: Request, version: TermsVersion, in_force: TermsVersion | None) -> HttpResponse:
    fund_year = version.fund_year
    said = queries.typed(version)
    context: dict[str, Any] = {
        "here": "terms",
        "fund_year": fund_year,
        "version": version,
        "in_force": in_force,
        "sections": queries.sections(said),
        "charts": {},
        "files": _base(fund_year, "terms_at", version.number),
        "findings": queries.findings(version),
        "may_put": access.may(request.user, Permission.TERMS_PUT, fund_year.fund, at=request.at),
    }
    return render(request, "agreements/terms.html", context)


def _none(request: Request, fund_year: FundYear) -> HttpResponse:
    may_put = access.may(request.user, Permission.TERMS_PUT, fund_year.fund, at=request.at)
    return render(request, "agreements/none.html", {"here": "terms", "fund_year": fund_year, "may_put": may_put})


def _file(fund_year: FundYear, tables: Sequence[Table], name: str, kind: str) -> HttpResponse:
    return export.download(export.named(tables, name), kind, f"{fund_year.fund.slug}-{fund_year.year}-{name}")
