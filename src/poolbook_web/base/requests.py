"""What every request carries: an id that its error page and its log lines show, and the one moment it happens at."""

from __future__ import annotations

import logging
import secrets
import time
from collections.abc import Callable
from contextvars import ContextVar
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from poolbook.findings import Refused, error

log = logging.getLogger("poolbook.request")

_current: ContextVar[str] = ContextVar("request_id", default="")

Respond = Callable[[HttpRequest], HttpResponse]

#: What a page is kept for: not at all; the answer to a form for the Back button alone, which would otherwise have to
#: send the form again. Signing out empties it (:mod:`poolbook_web.people.middleware`).
_NOT_KEPT, _KEPT_FOR_BACK = "no-store", "private, max-age=0"
#: Where people sign in, choose passwords and are shown the secrets of second factors: no answer there is kept.
_SECRET = ("/account/", "/join/")


class Timed(HttpRequest):
    """A request as everything behind :class:`RequestMiddleware` knows it."""

    at: datetime


def site_of(request: HttpRequest) -> str:
    """The site's address, as whoever asks reached it; ALLOWED_HOSTS has checked it."""
    return request.build_absolute_uri("/").rstrip("/")


def current_id() -> str:
    """The id of the request being answered; empty outside one."""
    return _current.get()


def _kept(request: HttpRequest, response: HttpResponse) -> str:
    """What a browser keeps of an answer: a page that answered a form, and no file, nor anything of signing in."""
    page = response.status_code == 200 and response.get("Content-Type", "").startswith("text/html")
    back = request.method == "POST" and page and not request.path.startswith(_SECRET)
    return _KEPT_FOR_BACK if back else _NOT_KEPT


class RequestMiddleware:
    """First of all: name the request, say when it is, and write one line about it when it is answered.

    ``request.at`` is the only clock that views pass on, so that all a request does happens at one moment.
    """

    def __init__(self, respond: Respond) -> None:
        self.respond = respond

    def __call__(self, request: Timed) -> HttpResponse:
        """Answer the request."""
        token = _current.set(secrets.token_hex(6))
        request.at = timezone.now()
        started = time.perf_counter()
        try:
            response = self.respond(request)
            response["X-Request-ID"] = current_id()
            response.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
            if not request.path.startswith("/static/"):
                response.setdefault("Cache-Control", _kept(request, response))
                self._note(request, response, time.perf_counter() - started)
            return response
        finally:
            _current.reset(token)

    @staticmethod
    def _note(request: HttpRequest, response: HttpResponse, seconds: float) -> None:
        """One line for the request: the route and never the address, which may hold the secret of a link."""
        match = request.resolver_match
        person = getattr(request, "user", None)
        said = {
            "method": request.method,
            "route": f"/{match.route}" if match else "none",
            "status": response.status_code,
            "ms": round(seconds * 1000),
            "person": getattr(person, "pk", None),
        }
        log.info("request", extra={"said": said})


class QueryMiddleware:
    """No address asks for what no text can hold: NUL, which a database refuses halfway through the page."""

    def __init__(self, respond: Respond) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request, or say what is wrong with its address."""
        if any("\0" in text for name, given in request.GET.lists() for text in (name, *given)):
            found = error("text.unseen", "the address holds a character that nobody can see, U+0000: take it out")
            return render(request, "refused.html", {"findings": [found]}, status=400)
        return self.respond(request)


class RefusedMiddleware:
    """A refusal that no form could show becomes a page with the reasons."""

    def __init__(self, respond: Respond) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request."""
        return self.respond(request)

    def process_exception(self, request: HttpRequest, fault: Exception) -> HttpResponse | None:
        """The page, for a refusal; Django's own way for anything else."""
        if not isinstance(fault, Refused):
            return None
        forbidden = any(found.code == "access.refused" for found in fault.findings)
        log.warning("refused", extra={"said": {"codes": [found.code for found in fault.findings]}})
        return render(request, "refused.html", {"findings": fault.findings}, status=403 if forbidden else 409)
