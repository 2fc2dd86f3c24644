"""Nobody stays signed in who has gone away."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpResponse

from poolbook_web.base.requests import Respond, Timed

_SEEN = "seen"
#: The moment of the last click is stored at most this often, so that reading costs no writing.
_EVERY = 60


class SignedInMiddleware:
    """Sign out whoever has not clicked for as long as the settings say. The cookie itself ends after 12 hours."""

    def __init__(self, respond: Respond) -> None:
        self.respond = respond

    def __call__(self, request: Timed) -> HttpResponse:
        """Answer the request."""
        if request.user.is_authenticated:
            now, seen = int(request.at.timestamp()), request.session.get(_SEEN)
            if seen is not None and now - seen > settings.IDLE_SECONDS:
                logout(request)
            elif seen is None or now - seen > _EVERY:
                request.session[_SEEN] = now
        return self.respond(request)
