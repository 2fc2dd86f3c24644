"""Who takes part in a fund: the list with its days, joining, leaving, hosting."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from poolbook_web.agreements import queries
from poolbook_web.agreements.actions import parties as actions
from poolbook_web.agreements.forms.parties import Hosts, Joins, Leaves
from poolbook_web.base import export
from poolbook_web.base.forms import Form, posted
from poolbook_web.base.once import once
from poolbook_web.partners.models import Fund
from poolbook_web.people import access
from poolbook_web.people.permissions import Permission
from poolbook_web.people.requests import Request


@require_safe
def parties(request: Request, slug: str) -> HttpResponse:
    """Every partner that took part or does, and who hosted when."""
    fund = access.fund_or_404(request.user, slug, Permission.PEOPLE_SEE, at=request.at)
    found = list(queries.every_party(fund))
    context = {
        "fund": fund,
        "tables": queries.parties_tables(fund, found),
        "leaving": [each for each in found if each.until is None],
        "may": access.may(request.user, Permission.PARTIES_KEEP, fund, at=request.at),
    }
    return render(request, "agreements/parties.html", context)


@require_safe
def parties_file(request: Request, slug: str, kind: str) -> HttpResponse:
    """The same list as a file."""
    fund = access.fund_or_404(request.user, slug, Permission.PEOPLE_SEE, at=request.at)
    table, _ = queries.parties_tables(fund, list(queries.every_party(fund)))
    return export.download(table, kind, f"{slug}-partners")


@require_http_methods(["GET", "POST"])
@once
def party_joins(request: Request, slug: str) -> HttpResponse:
    """Record that a partner takes part."""
    fund = access.fund_or_404(request.user, slug, Permission.PARTIES_KEEP, at=request.at)
    form = Joins(posted(request), known=queries.could_join(fund))
    return _asked(request, fund, form, "joins", lambda given: actions.join(fund=fund, **given))


@require_http_methods(["GET", "POST"])
@once
def party_leaves(request: Request, slug: str, number: int) -> HttpResponse:
    """Record the last day of one."""
    fund = access.fund_or_404(request.user, slug, Permission.PARTIES_KEEP, at=request.at)
    party = queries.party_or_404(fund, number)
    form = Leaves(posted(request))
    return _asked(request, fund, form, "leaves", lambda given: actions.leave(party=party, **given), party=party)


@require_http_methods(["GET", "POST"])
@once
def party_hosts(request: Request, slug: str) -> HttpResponse:
    """Record that another hosts."""
    fund = access.fund_or_404(request.user, slug, Permission.PARTIES_KEEP, at=request.at)
    form = Hosts(posted(request), partners=[each.partner for each in queries.every_party(fund)])
    return _asked(request, fund, form, "hosts", lambda given: actions.host(fund=fund, **given))


def _asked(
    request: Request, fund: Fund, form: Form, page: str, act: Callable[[dict[str, Any]], object], **more: object
) -> HttpResponse:
    """One question, and its order."""
    if form.is_valid():
        with form.shows_refusal():
            act({**form.cleaned_data, "by": request.user, "at": request.at})
            messages.success(request, "It is recorded.")
            return redirect("parties", fund.slug)
    context = {"fund": fund, "form": form, "back": reverse("parties", args=[fund.slug]), **more}
    return render(request, f"agreements/party_{page}.html", context)
