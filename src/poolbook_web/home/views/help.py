"""Help: what each role may do here, and where that is done."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from poolbook_web.people import queries as people
from poolbook_web.people.models import Role
from poolbook_web.people.permissions import DUTIES
from poolbook_web.people.requests import Request


@require_safe
def index(request: Request) -> HttpResponse:
    """Every role, those of the reader first."""
    mine = people.roles_anywhere(request.user, request.at)
    roles = [(each, DUTIES[each], each in mine) for each in sorted(Role, key=lambda each: each not in mine)]
    return render(request, "home/help.html", {"roles": roles})


@require_safe
def role(request: Request, role: str) -> HttpResponse:
    """What one role may do and read, and where."""
    if role not in Role.values:
        raise Http404
    found = Role(role)
    sees, does = people.helped(found)
    context = {"role": found, "duty": DUTIES[found], "sees": sees, "does": does}
    return render(request, "home/help_role.html", context)
