"""What has happened in a fund, or on the site; as a page, as a file, and checked."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from poolbook_web.audit import queries as audit
from poolbook_web.audit.events import Event
from poolbook_web.audit.models import AuditEvent
from poolbook_web.base import export
from poolbook_web.base.lists import listing
from poolbook_web.home import forms, queries
from poolbook_web.partners.models import Fund
from poolbook_web.people import access
from poolbook_web.people.permissions import Permission
from poolbook_web.people.requests import Request

ORDERS = {"latest": ("-number",), "first": ("number",)}


@require_safe
def history(request: Request, slug: str) -> HttpResponse:
    """What has happened in a fund."""
    found = access.fund_or_404(request.user, slug, Permission.HISTORY_SEE, at=request.at)
    return _history(request, found)


@require_safe
def history_download(request: Request, slug: str, kind: str) -> HttpResponse:
    """A fund's history as a file, narrowed as the page is."""
    found = access.fund_or_404(request.user, slug, Permission.HISTORY_SEE, at=request.at)
    return _file(request, found, kind, f"{found.slug}-history")


@require_safe
def history_check(request: Request, slug: str) -> HttpResponse:
    """Whether a fund's history stands as it was written."""
    found = access.fund_or_404(request.user, slug, Permission.HISTORY_SEE, at=request.at)
    context = {"fund": found, "answer": audit.answer(found.history_scope), "faults": audit.check(found.history_scope)}
    return render(request, "home/check.html", context)


@require_safe
def site_history(request: Request) -> HttpResponse:
    """What has happened on the site outside any fund."""
    access.site_or_403(request.user, Permission.SITE_SEE, at=request.at)
    return _history(request, None)


@require_safe
def site_download(request: Request, kind: str) -> HttpResponse:
    """The site's history as a file, narrowed as the page is."""
    access.site_or_403(request.user, Permission.SITE_SEE, at=request.at)
    return _file(request, None, kind, "site-history")


@require_safe
def site_check(request: Request) -> HttpResponse:
    """Whether the site's own history stands as it was written."""
    access.site_or_403(request.user, Permission.SITE_SEE, at=request.at)
    return render(request, "home/check.html", {"fund": None, "answer": audit.answer(""), "faults": audit.check("")})


def _mine(request: Request, of: Fund | None) -> frozenset[int]:
    """The partners whose private events this person may see."""
    return frozenset(access.private_partners(request.user, of, at=request.at))


def _events(of: Fund | None, mine: Collection[int]) -> QuerySet[AuditEvent]:
    """The events that somebody of these partners' people may see."""
    return audit.history(of.history_scope if of else "", private_of=mine)


def _wanted(of: Fund | None, events: QuerySet[AuditEvent], form: forms.Narrow) -> QuerySet[AuditEvent]:
    """Those that the form narrows to; without it every one, so that no number is missing unexplained."""
    return audit.narrowed(events, form.wanted) if form.is_bound else audit.whole(of.history_scope if of else "")


def _form(request: Request, events: QuerySet[AuditEvent]) -> forms.Narrow:
    """What the address asks for; it may also ask for another page of everything, or another order."""
    narrows = set(request.GET) - {"page", "order"}
    return forms.Narrow(request.GET if narrows else None, people=audit.people_in(events))


def _file(request: Request, of: Fund | None, kind: str, name: str) -> HttpResponse:
    mine = _mine(request, of)
    events = _events(of, mine)
    found = _wanted(of, events, _form(request, events)).order_by("number")
    told = (audit.told_to(request.user.pk, event, private_of=mine) for event in found)
    return export.download(queries.as_table(told), kind, name)


def _history(request: Request, of: Fund | None) -> HttpResponse:
    """A page of events, narrowed as the reader asks."""
    mine = _mine(request, of)
    events = _events(of, mine)
    form = _form(request, events)
    issued = audit.last_of(events, Event.REPORT_ISSUED) if of else None
    found = listing(_wanted(of, events, form), request.GET, ORDERS)
    context = {
        "fund": of,
        "listing": found,
        "told": [audit.told_to(request.user.pk, event, private_of=mine) for event in found.page],
        "form": form,
        "issued": audit.told(issued) if issued else None,
    }
    return render(request, "home/history.html", context)
