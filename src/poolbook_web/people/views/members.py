"""Who does what in a fund: the list, inviting, changing a role, ending one."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from poolbook.reports.model import Column, Kind, Row, Table
from poolbook_web.base import export
from poolbook_web.base.forms import posted
from poolbook_web.base.lists import listing
from poolbook_web.base.once import once
from poolbook_web.base.requests import site_of
from poolbook_web.partners import queries as partners
from poolbook_web.people import access, actions, forms, queries
from poolbook_web.people.models import Membership
from poolbook_web.people.permissions import Permission
from poolbook_web.people.requests import Request

ORDERS = {"name": ("person__name", "role", "pk"), "role": ("role", "person__name", "pk")}


@require_safe
def index(request: Request, slug: str) -> HttpResponse:
    """Who does what."""
    fund = access.fund_or_404(request.user, slug, Permission.PEOPLE_SEE, at=request.at)
    found = listing(queries.people(fund, request.at), request.GET, ORDERS)
    manage = access.may(request.user, Permission.PEOPLE_MANAGE, fund, at=request.at)
    return render(request, "people/people.html", {"fund": fund, "listing": found, "manage": manage})


@require_safe
def download(request: Request, slug: str, kind: str) -> HttpResponse:
    """The list as a file."""
    fund = access.fund_or_404(request.user, slug, Permission.PEOPLE_SEE, at=request.at)
    held = queries.people(fund, request.at).order_by(*ORDERS["name"])
    return export.download(_table(list(held)), kind, f"{fund.slug}-people")


def _table(held: list[Membership]) -> Table:
    columns = [Column(each) for each in ("Name", "Post", "Email address", "Role", "Acts for")]
    days = (Column("Since", Kind.DATE), Column("Last day", Kind.DATE))
    rows = tuple(
        Row(
            (
                each.person.name,
                each.person.post,
                each.person.email,
                each.get_role_display(),
                str(each.partner or ""),
                timezone.localdate(each.since),
                each.last_day,
            )
        )
        for each in held
    )
    return Table("People", (*columns, *days), rows)


@require_http_methods(["GET", "POST"])
@once
def invite(request: Request, slug: str) -> HttpResponse:
    """Invite somebody."""
    fund = access.fund_or_404(request.user, slug, Permission.PEOPLE_MANAGE, at=request.at)
    form = forms.Invite(posted(request), partners=partners.partners(fund, timezone.localdate(request.at)))
    if form.is_valid():
        with form.shows_refusal():
            made = actions.invite(fund=fund, site=site_of(request), by=request.user, at=request.at, **form.cleaned_data)
            messages.success(request, f"{made.person} is invited. The letter to {made.person.email} is on its way.")
            return redirect("people", fund.slug)
    return render(request, "people/invite.html", {"fund": fund, "form": form})


@require_http_methods(["GET", "POST"])
@once
def change(request: Request, slug: str, number: int) -> HttpResponse:
    """Give somebody another role."""
    fund = access.fund_or_404(request.user, slug, Permission.PEOPLE_MANAGE, at=request.at)
    held = queries.membership_or_404(fund, number)
    asked = partners.partners(fund, timezone.localdate(request.at))
    now = {"role": held.role, "partner": held.partner_id or "none"}
    form = forms.ChangeRole(posted(request), partners=asked, initial=now)
    if form.is_valid():
        with form.shows_refusal():
            actions.change_role(membership=held, by=request.user, at=request.at, **form.cleaned_data)
            messages.success(request, f"The role of {held.person} is changed.")
            return redirect("people", fund.slug)
    return render(request, "people/change.html", {"fund": fund, "held": held, "form": form})


@require_http_methods(["GET", "POST"])
@once
def end(request: Request, slug: str, number: int) -> HttpResponse:
    """End somebody's role."""
    fund = access.fund_or_404(request.user, slug, Permission.PEOPLE_MANAGE, at=request.at)
    held = queries.membership_or_404(fund, number)
    form = forms.EndRole(posted(request), partner=held.partner)
    if form.is_valid():
        with form.shows_refusal():
            actions.end_role(membership=held, by=request.user, at=request.at, **form.cleaned_data)
            messages.success(request, f"The role of {held.person} is ended.")
            return redirect("people", fund.slug)
    return render(request, "people/end.html", {"fund": fund, "held": held, "form": form})


@require_POST
@once
def invite_again(request: Request, slug: str, number: int) -> HttpResponse:
    """Send the invitation again."""
    fund = access.fund_or_404(request.user, slug, Permission.PEOPLE_MANAGE, at=request.at)
    held = queries.membership_or_404(fund, number)
    actions.invite_again(membership=held, site=site_of(request), by=request.user, at=request.at)
    messages.success(request, f"The letter to {held.person.email} is on its way again.")
    return redirect("people", fund.slug)


@require_POST
@once
def cancel(request: Request, slug: str, number: int) -> HttpResponse:
    """Cancel an invitation that nobody has taken up."""
    fund = access.fund_or_404(request.user, slug, Permission.PEOPLE_MANAGE, at=request.at)
    held = queries.membership_or_404(fund, number)
    actions.cancel_invitation(membership=held, by=request.user, at=request.at)
    messages.success(request, f"The invitation of {held.person} is cancelled.")
    return redirect("people", fund.slug)
