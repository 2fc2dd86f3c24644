"""Pages for anybody."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from poolbook import __version__
from poolbook_web.base import appendonly
from poolbook_web.base.glossary import terms


@login_not_required
@require_safe
def glossary(request: HttpRequest) -> HttpResponse:
    """Every term and what it means here."""
    return render(request, "base/glossary.html", {"terms": terms()})


@login_not_required
@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """Whether the site can do its work, for the machine that watches it: 200, or 503 and what is wrong."""
    try:
        unprotected = appendonly.missing()
    except DatabaseError:
        return JsonResponse({"status": "the database does not answer", "version": __version__}, status=503)
    if unprotected:
        return JsonResponse({"status": "tables are not protected: run migrate", "version": __version__}, status=503)
    return JsonResponse({"status": "ok", "version": __version__, "database": connection.vendor})
