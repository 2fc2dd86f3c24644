"""What a visitor sees when something is refused, missing or broken: plain words, no data, and the request's id."""

from __future__ import annotations

import logging

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from poolbook_web.base.requests import current_id

log = logging.getLogger("poolbook.errors")


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400: what was sent made no sense."""
    return render(request, "400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403: a person whom the site knows may not do this; the page says why."""
    return render(request, "403.html", {"reason": str(exception)}, status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: there is no such page, or it is none of this person's business. The page does not say which."""
    return render(request, "404.html", status=404)


def broken(request: HttpRequest) -> HttpResponse:
    """500: rendered without the database and without the request, either of which may be what is broken."""
    return HttpResponse(
        render_to_string("500.html", {"request_id": current_id(), "notice": settings.NOTICE}), status=500
    )


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: a form that was not sent from this site's own page, or after signing out elsewhere."""
    log.warning("csrf", extra={"said": {"reason": reason}})
    return render(request, "csrf.html", status=403)
