"""Home, a fund at a glance, histories."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from poolbook_web.audit import queries as audit
from poolbook_web.audit.events import Event
from poolbook_web.audit.models import AuditEvent
from poolbook_web.base import export, waiting
from poolbook_web.base.lists import listing
from poolbook_web.home import forms, queries
from poolbook_web.partners import queries as partners
from poolbook_web.partners.models import Fund
from poolbook_web.people import access
from poolbook_web.people import queries as people
from poolbook_web.people.permissions import Permission
from poolbook_web.people.requests import Request

ORDERS = {"latest": ("-number",), "first": ("number",)}


@require_safe
def index(request: Request) -> HttpResponse:
    """What waits for me, and my funds; for an administrator, every fund by name."""
    every = access.may(request.user, Permission.SITE_SEE, None, at=request.at)
    context = {
        "waiting": waiting.of(request.user, request.at),
        "today": timezone.localdate(request.at),
        "mine": queries.mine(request.user, request.at),
        "every_fund": partners.every_fund() if every else None,
    }
    return render(request, "home/index.html", context)


@require_safe
def fund(request: Request, slug: str) -> HttpResponse:
    """A fund at a glance."""
    found = access.fund_or_404(request.user, slug, Permission.FUND_SEE, at=request.at)
    context: dict[str, Any] = {
        "fund": found,
        "glance": queries.glance(found, timezone.localdate(request.at)),
        "roles": people.my_roles(request.user, request.at).get(found, []),
        "sees_history": access.may(request.user, Permission.HISTORY_SEE, found, at=request.at),
    }
    return render(request, "home/fund.html", context)


@require_safe
def history(request: Request, slug: str) -> HttpResponse:
    """What has happened in a fund."""
    found = access.fund_or_404(request.user, slug, Permission.HISTORY_SEE, at=request.at)
    return _history(request, found, _events(request, found))


@require_safe
def history_download(request: Request, slug: str, kind: str) -> HttpResponse:
    """A fund's history as a file, narrowed as the page is."""
    found = access.fund_or_404(request.user, slug, Permission.HISTORY_SEE, at=request.at)
    if kind not in export.FORMATS:
        raise Http404
    events = _events(request, found)
    events = audit.narrowed(events, _form(request, events).wanted)
    return export.download(queries.as_table(events), kind, f"{found.slug}-history")


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
    return _history(request, None, _events(request, None))


@require_safe
def site_check(request: Request) -> HttpResponse:
    """Whether the site's own history stands as it was written."""
    access.site_or_403(request.user, Permission.SITE_SEE, at=request.at)
    return render(request, "home/check.html", {"fund": None, "answer": audit.answer(""), "faults": audit.check("")})


def _events(request: Request, of: Fund | None) -> QuerySet[AuditEvent]:
    """The events that this person may see."""
    mine = frozenset(access.private_partners(request.user, of, at=request.at))
    return audit.history(of.history_scope if of else "", private_of=mine)


def _form(request: Request, events: QuerySet[AuditEvent]) -> forms.Narrow:
    return forms.Narrow(request.GET or None, people=audit.people_in(events))


def _history(request: Request, of: Fund | None, events: QuerySet[AuditEvent]) -> HttpResponse:
    """A page of events, narrowed as the reader asks."""
    form = _form(request, events)
    issued = audit.last_of(events, Event.REPORT_ISSUED) if of else None
    found = listing(audit.narrowed(events, form.wanted).select_related("by"), request.GET, ORDERS)
    context = {
        "fund": of,
        "listing": found,
        "told": [audit.told(event) for event in found.page],
        "form": form,
        "issued": audit.told(issued) if issued else None,
    }
    return render(request, "home/history.html", context)
