"""The pages of commentary: where it stands, who leads each scheme, asking for it, writing it."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from poolbook.dates.years import MONTHS
from poolbook_web.base import export
from poolbook_web.base.forms import OneOf, posted
from poolbook_web.base.once import once
from poolbook_web.monitoring.views.base import with_terms
from poolbook_web.partners.models import FundYear
from poolbook_web.people import access
from poolbook_web.people.access import year_or_404
from poolbook_web.people.permissions import Permission
from poolbook_web.people.requests import Request
from poolbook_web.questions import actions, forms, queries


@require_safe
@with_terms("commentary")
def index(request: Request, slug: str, year: str) -> HttpResponse:
    """Where the commentary on a period stands, scheme by scheme."""
    fund_year = year_or_404(request, slug, year, Permission.RECORDS_SEE)
    form = _period(request, fund_year)
    period = int(form.chosen)
    context = {
        "here": "commentary",
        "fund_year": fund_year,
        "form": form,
        "period": period,
        "month": queries.month(fund_year, period),
        "rows": queries.commentary(fund_year, period, request.at),
        "may_ask": access.may(request.user, Permission.LEADS_KEEP, fund_year.fund, at=request.at),
        "may_write": access.may(request.user, Permission.COMMENTARY_KEEP, fund_year.fund, at=request.at),
    }
    return render(request, "questions/commentary.html", context)


def _period(request: Request, fund_year: FundYear) -> OneOf:
    """The period that the address names, or else the one that commentary is wanted on now."""
    return OneOf(
        request.GET, "period", "Month", queries.months(fund_year), queries.period_in_hand(fund_year, request.at)
    )


@require_safe
@with_terms("commentary")
def download(request: Request, slug: str, year: str, *, period: int, kind: str) -> HttpResponse:
    """The same as a file."""
    fund_year = year_or_404(request, slug, year, Permission.RECORDS_SEE)
    if period not in MONTHS:
        raise Http404
    found = queries.commentary(fund_year, period, request.at)
    table = queries.commentary_table(found, fund_year, period)
    return export.download(table, kind, f"{slug}-{year}-commentary-{period}")


@require_http_methods(["GET", "POST"])
@once
@with_terms("commentary")
def ask(request: Request, slug: str, year: str) -> HttpResponse:
    """Ask the leads to comment on a period by a day."""
    fund_year = year_or_404(request, slug, year, Permission.LEADS_KEEP)
    period = int(_period(request, fund_year).chosen)
    rows = queries.commentary(fund_year, period, request.at)
    schemes = [
        (each.scheme.code, f"{each.scheme.name}: {(each.lead and each.lead.person) or 'nobody leads it'}")
        for each in rows
    ]
    months = queries.months(fund_year)
    form = forms.AskLeads(posted(request), months=months, schemes=schemes, initial={"period": period})
    if form.is_valid():
        with form.shows_refusal():
            asked = actions.ask_leads(fund_year=fund_year, by=request.user, at=request.at, **form.cleaned_data)
            messages.success(request, _told(asked))
            chosen = form.cleaned_data["period"]
            return redirect(f"{reverse('commentary', args=[slug, year])}?period={chosen}")
    context = {"here": "commentary", "fund_year": fund_year, "form": form}
    return render(
        request, "questions/commentary_ask.html", {**context, "back": reverse("commentary", args=[slug, year])}
    )


def _told(asked: actions.Asked) -> str:
    """What asking came to, in a sentence or two."""
    leads = sorted({str(call.lead) for call in asked.calls})
    said = f"Asked: {', '.join(leads)}." if leads else "Nobody was asked anew."
    return f"{said} Nobody leads {', '.join(asked.without_lead)}." if asked.without_lead else said


@require_http_methods(["GET", "POST"])
@once
@with_terms("commentary")
def lead(request: Request, slug: str, year: str, *, code: str) -> HttpResponse:
    """Say who leads a scheme; all that was said of it before."""
    fund_year = year_or_404(request, slug, year, Permission.LEADS_KEEP)
    scheme = queries.scheme_or_404(fund_year, code)
    people, told = queries.who_may_lead(fund_year.fund, request.at), queries.leads_of(fund_year, code)
    form = forms.SayLead(posted(request), people=people, initial={"since": timezone.localdate(request.at)})
    if form.is_valid():
        with form.shows_refusal():
            actions.say_lead(fund_year=fund_year, scheme=code, by=request.user, at=request.at, **form.cleaned_data)
            messages.success(request, f"It is recorded who leads {scheme.name}.")
            return redirect("commentary", slug, year)
    context = {"here": "commentary", "fund_year": fund_year, "form": form, "scheme": scheme, "told": told}
    return render(request, "questions/lead.html", {**context, "back": reverse("commentary", args=[slug, year])})


@require_http_methods(["GET", "POST"])
@once
@with_terms("commentary")
def write(request: Request, slug: str, year: str, *, period: int, code: str) -> HttpResponse:
    """Comment on a scheme in a period, beside its figures."""
    fund_year = year_or_404(request, slug, year, Permission.COMMENTARY_KEEP)
    if period not in MONTHS:
        raise Http404
    commentary, table = queries.writing_or_404(fund_year, period, code, request.at)
    here = f"{reverse('commentary', args=[slug, year])}?period={period}"
    form = forms.Comment(posted(request))
    if form.is_valid():
        with form.shows_refusal():
            actions.comment(
                fund_year=fund_year, period=period, scheme=code, by=request.user, at=request.at, **form.cleaned_data
            )
            messages.success(request, f"Your commentary on {commentary.scheme.name} is recorded. The reports show it.")
            return redirect(here)
    context = {
        "here": "commentary",
        "fund_year": fund_year,
        "form": form,
        "month": queries.month(fund_year, period),
        "commentary": commentary,
        "scheme": commentary.scheme,
        "table": table,
        "back": here,
    }
    return render(request, "questions/write.html", context)
