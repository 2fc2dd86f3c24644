"""What is recorded beside the books: lists, one record with its past, and saying, changing, withdrawing one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.db.models.functions import Coalesce
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from poolbook.findings import Refused
from poolbook_web.base import export
from poolbook_web.base.forms import posted
from poolbook_web.base.lists import listing
from poolbook_web.base.once import once
from poolbook_web.monitoring import actions, forms
from poolbook_web.monitoring.forms import KeepForm
from poolbook_web.monitoring.forms.paste import HEADINGS
from poolbook_web.monitoring.models import Kept
from poolbook_web.monitoring.permissions import KEEPERS
from poolbook_web.monitoring.queries import deciding, recorded, years
from poolbook_web.monitoring.queries.kinds import KINDS, Shown
from poolbook_web.monitoring.views.base import came_from, with_terms
from poolbook_web.partners.models import FundYear
from poolbook_web.people import access
from poolbook_web.people.access import year_or_404
from poolbook_web.people.permissions import Permission
from poolbook_web.people.requests import Request

#: What a link may fill in of the form that it leads to.
KNOWN = ("quarter", "period", "kind")
ORDERS: dict[str, tuple[Any, ...]] = {"first": (Coalesce("origin_id", "id"), "id"), "latest": ("-pk",)}


@require_safe
def records(request: Request, slug: str, year: str) -> HttpResponse:
    """Every kind, and how many there are."""
    fund_year = year_or_404(request, slug, year, Permission.RECORDS_SEE)
    who = access.stood(request.user, fund_year.fund, request.at)
    counts = recorded.counts(fund_year)
    kinds = [(each, counts[name], access.decide(who, KEEPERS[each.kind]).allowed) for name, each in KINDS.items()]
    return render(request, "monitoring/records.html", {"here": "records", "fund_year": fund_year, "kinds": kinds})


@require_safe
@with_terms("records")
def record_list(request: Request, slug: str, year: str, kind: str) -> HttpResponse:
    """The records of a kind that stand."""
    shown = recorded.shown_or_404(kind)
    fund_year = year_or_404(request, slug, year, Permission.RECORDS_SEE)
    found = listing(recorded.that_stand(shown, fund_year), request.GET, ORDERS)
    rows = list(found.page)
    context = {
        **_context(request, fund_year, shown),
        "listing": found,
        "pasted": kind in HEADINGS,
        "table": shown.table(rows, recorded.words(fund_year)),
        "links": [reverse("record", args=[slug, year, kind, row.pk]) for row in rows],
    }
    return render(request, "monitoring/record_list.html", context)


@require_safe
@with_terms("records")
def record_file(request: Request, slug: str, year: str, kind: str, form: str) -> HttpResponse:
    """The records of a kind that stand, as a file."""
    shown = recorded.shown_or_404(kind)
    fund_year = year_or_404(request, slug, year, Permission.RECORDS_SEE)
    table = shown.table(list(recorded.that_stand(shown, fund_year)), recorded.words(fund_year))
    return export.download(table, form, f"{slug}-{year}-{kind}")


@require_safe
@with_terms("records")
def record(request: Request, slug: str, year: str, kind: str, number: int) -> HttpResponse:
    """One record, and all that it ever said."""
    shown = recorded.shown_or_404(kind)
    fund_year = year_or_404(request, slug, year, Permission.RECORDS_SEE)
    row = recorded.row_or_404(shown, fund_year, number)
    line, words = recorded.line(row), recorded.words(fund_year)
    latest = line[0]
    context = {
        **_context(request, fund_year, shown),
        "row": row,
        "named": shown.named(row, words),
        "latest": latest,
        "stands": row.pk == latest.pk and not latest.withdrawn,
        "others": recorded.is_receipt_of_others(row, request.user, request.at),
        "past": [(each, shown.table([each], words)) for each in line],
    }
    return render(request, "monitoring/record.html", context)


@require_http_methods(["GET", "POST"])
@once
@with_terms("records")
def record_add(request: Request, slug: str, year: str, kind: str) -> HttpResponse:
    """Record something."""
    shown = recorded.shown_or_404(kind)
    fund_year = year_or_404(request, slug, year, KEEPERS[shown.kind])
    return _keep(request, fund_year, shown, None)


@require_http_methods(["GET", "POST"])
@once
@with_terms("records")
def record_change(request: Request, slug: str, year: str, kind: str, number: int) -> HttpResponse:
    """Say a record anew: what it said stays in its past."""
    shown = recorded.shown_or_404(kind)
    fund_year = year_or_404(request, slug, year, KEEPERS[shown.kind])
    return _keep(request, fund_year, shown, recorded.row_or_404(shown, fund_year, number))


@require_http_methods(["GET", "POST"])
@once
@with_terms("records")
def record_withdraw(request: Request, slug: str, year: str, kind: str, number: int) -> HttpResponse:
    """Take a record away, with a reason."""
    shown = recorded.shown_or_404(kind)
    fund_year = year_or_404(request, slug, year, KEEPERS[shown.kind])
    row = recorded.row_or_404(shown, fund_year, number)
    form = forms.Withdraw(posted(request))
    if form.is_valid():
        with form.shows_refusal():
            actions.withdraw(row=row, why=form.cleaned_data["why"], by=request.user, at=request.at)
            messages.success(request, "It is withdrawn. Its past stays.")
            return redirect("record_list", slug, year, kind)
    context = {
        **_context(request, fund_year, shown),
        "form": form,
        "row": row,
        "table": shown.table([row], recorded.words(fund_year)),
        "back": reverse("record", args=[slug, year, kind, row.pk]),
    }
    return render(request, "monitoring/withdraw.html", context)


def _keep(request: Request, fund_year: FundYear, shown: Shown, before: Kept | None) -> HttpResponse:
    slug, year = fund_year.fund.slug, fund_year.year
    terms = recorded.words(fund_year).terms
    known: Mapping[str, Any] = {name: request.GET[name] for name in KNOWN if name in request.GET}
    beside, initial = years.closing_beside(fund_year) if shown.slug == "closing" else (None, known)
    form: KeepForm = forms.FORMS[shown.slug](
        posted(request), request.FILES or None, terms=terms, before=before, initial=initial
    )
    there = None
    if form.is_valid():
        given, says = form.cleaned_data, form.says(by=request.user, at=request.at)
        try:
            actions.keep(
                fund_year=fund_year, kind=shown.kind, says=says,
                evidence=given["evidence"], why=given.get("why", ""), supersedes=before, by=request.user, at=request.at,
            )  # fmt: skip
        except Refused as refusal:
            form.add_findings(refusal.findings)
            there = recorded.there_already(shown, fund_year, says) if before is None else None
        else:
            messages.success(request, "It is recorded.")
            return redirect(came_from(request) or reverse("record_list", args=[slug, year, shown.slug]))
    back = ["record", slug, year, shown.slug, before.pk] if before else ["record_list", slug, year, shown.slug]
    context = {
        **_context(request, fund_year, shown),
        "form": form,
        "before": before,
        "left": deciding.to_decide(fund_year, at=request.at) if shown.slug == "decisions" else None,
        "there": there,
        "beside": beside,
        "back": came_from(request) or reverse(str(back[0]), args=back[1:]),
    }
    return render(request, "monitoring/keep.html", context)


def _context(request: Request, fund_year: FundYear, shown: Shown) -> dict[str, Any]:
    may = access.decide(access.stood(request.user, fund_year.fund, request.at), KEEPERS[shown.kind])
    return {"here": "records", "fund_year": fund_year, "shown": shown, "may_keep": may.allowed, "why_not": may.reason}
