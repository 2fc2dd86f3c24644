"""Pages for anybody."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from poolbook import __version__
from poolbook_web.base import health as state
from poolbook_web.base.glossary import terms
from poolbook_web.base.requests import Timed


@login_not_required
@require_safe
def glossary(request: HttpRequest) -> HttpResponse:
    """Every term and what it means here."""
    return render(request, "base/glossary.html", {"terms": terms()})


@login_not_required
@require_safe
def health(request: Timed) -> HttpResponse:
    """Whether the site can do its work, for the machine that watches it: 200, or 503 and what is wrong."""
    parts = state.parts(request.at)
    well = all(said == state.OK for said in parts.values())
    said = {"status": "ok" if well else "look at it", "version": __version__, **parts}
    return JsonResponse(said, status=200 if well else 503)
