"""Home, and a fund at a glance."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from poolbook_web.base import waiting
from poolbook_web.home import queries
from poolbook_web.partners import queries as partners
from poolbook_web.people import access
from poolbook_web.people import queries as people
from poolbook_web.people.permissions import Permission
from poolbook_web.people.requests import Request


@require_safe
def index(request: Request) -> HttpResponse:
    """What waits for me, and my funds; for an administrator, every fund by name."""
    with people.remembered():
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
