"""A year step by step: open its books, close its periods, begin the next."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from poolbook.dates.years import month_name, parse_year
from poolbook.findings import Finding, Refused
from poolbook.folder import names
from poolbook.importing import Balance
from poolbook_web.agreements import queries as agreements
from poolbook_web.base.files import YAML, attached
from poolbook_web.base.forms import Form, posted
from poolbook_web.base.once import once
from poolbook_web.ledger import queries as ledger
from poolbook_web.monitoring import actions
from poolbook_web.monitoring.forms.years import BeginYear, ChoosePeriod, ClosePeriod
from poolbook_web.monitoring.queries import steps, years
from poolbook_web.monitoring.views.base import with_terms
from poolbook_web.partners.models import FundYear
from poolbook_web.people import access
from poolbook_web.people.access import year_or_404
from poolbook_web.people.permissions import Permission
from poolbook_web.people.requests import Request


@require_safe
def year(request: Request, slug: str, year: str) -> HttpResponse:
    """How far a year is, and what comes next."""
    fund_year = year_or_404(request, slug, year, Permission.FUND_SEE)
    mine = access.may(request.user, Permission.PERIOD_CLOSE, fund_year.fund, at=request.at)
    made = steps.steps(fund_year, request.at)
    offered = [(each, reverse(each.url, args=[slug, year]) if mine and each.url else "") for each in made]
    coming = next((each for each in made if each.url and not each.done), None)
    context = {"here": "year", "fund_year": fund_year, "steps": offered, "mine": mine, "next": coming}
    return render(request, "monitoring/year.html", context)


@require_http_methods(["GET", "POST"])
@once
@with_terms("year")
def open_year(request: Request, slug: str, year: str) -> HttpResponse:
    """What opening the books would post; and open them."""
    fund_year = year_or_404(request, slug, year, Permission.PERIOD_CLOSE)
    opened = ledger.is_open(fund_year)
    form = Form(posted(request))
    if form.is_valid():
        with form.shows_refusal():
            entry, _ = actions.open_year(fund_year=fund_year, by=request.user, at=request.at)
            said = f"The books are open: entry {entry.number}." if entry else "The terms give no figure to post."
            messages.success(request, said)
            return redirect("year", slug, year)
    preview = years.preview(fund_year)
    context = {
        "here": "year", "fund_year": fund_year, "form": form, "opened": opened, "preview": preview, "charts": {},
        "before": years.year_before(fund_year), "back": reverse("year", args=[slug, year]),
    }  # fmt: skip
    return render(request, "monitoring/open_year.html", context)


@require_http_methods(["GET", "POST"])
@with_terms("year")
def close_period(request: Request, slug: str, year: str) -> HttpResponse:
    """Choose a period; then see what would be closed and what is missing, and close it, once the books agree with the
    host's."""
    fund_year = year_or_404(request, slug, year, Permission.PERIOD_CLOSE)
    closed = ledger.head(fund_year).closed
    context: dict[str, Any] = {"here": "year", "fund_year": fund_year, "back": reverse("year", args=[slug, year])}
    chosen = ChoosePeriod(posted(request) or request.GET or None, year=year, closed=closed)
    if not chosen.is_valid():
        return render(request, "monitoring/choose_period.html", {**context, "form": chosen})
    period = chosen.cleaned_data["period"]
    asked = {"year": year, "closed": closed, "initial": {"period": period}}
    form = ClosePeriod(posted(request), request.FILES or None, **asked)
    faults: Sequence[Finding] = ()
    if form.is_valid():
        source, file = form.cleaned_data["source"], form.cleaned_data["balance"]
        try:  # the file is read first: nobody is held up meanwhile
            balance = years.trial_balance(fund_year, file, period) if file else None
            return _close(request, fund_year, period, source, balance)
        except Refused as refusal:
            faults = refusal.findings
            form.add_error(None, "The period is not closed. What stands in the way is listed below.")
    closing = [month_name(parse_year(year), each) for each in range(closed + 1, period + 1)]
    context |= {"form": form, "faults": faults, "missing": years.missing(fund_year, period), "closing": closing}
    return render(request, "monitoring/close_period.html", context)


@once
def _close(request: Request, fund_year: FundYear, period: int, source: str, balance: Balance | None) -> HttpResponse:
    actions.close_period(
        fund_year=fund_year, period=period, source=source, balance=balance, by=request.user, at=request.at
    )
    messages.success(request, f"Closed to the end of {month_name(parse_year(fund_year.year), period)}.")
    return redirect("year", fund_year.fund.slug, fund_year.year)


@require_http_methods(["GET", "POST"])
@once
@with_terms("year")
def begin_year(request: Request, slug: str, year: str) -> HttpResponse:
    """Begin the year after, with this year's terms or others."""
    fund_year = year_or_404(request, slug, year, Permission.PERIOD_CLOSE)
    form = BeginYear(posted(request), request.FILES or None)
    faults: Sequence[Finding] = ()
    data = b""
    if form.is_valid():
        data = form.cleaned_data["file"] or years.terms_of_next_year(fund_year).encode()
        try:
            made = actions.begin_year(fund_year=fund_year, data=data, by=request.user, at=request.at)
        except Refused as refusal:
            faults = refusal.findings
            form.add_error(None, "The year is not begun. What stands in the way is in the table below.")
        else:
            messages.success(request, f"{made.year} is begun. Agree last year's closing figures before you open it.")
            return redirect("year", slug, made.year)
    context = {
        "here": "year", "fund_year": fund_year, "form": form, "label": years.next_label(fund_year),
        "faults": agreements.faults(faults, data), "back": reverse("year", args=[slug, year]),
    }  # fmt: skip
    return render(request, "monitoring/begin_year.html", context)


@require_safe
@with_terms("year")
def terms_of_next_year(request: Request, slug: str, year: str) -> HttpResponse:
    """This year's terms with the next year in them, to be edited."""
    fund_year = year_or_404(request, slug, year, Permission.TERMS_SEE)
    body = years.terms_of_next_year(fund_year).encode()
    return attached(body, YAML, f"{years.next_label(fund_year)}-{names.TERMS}")
