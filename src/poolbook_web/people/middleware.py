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
    """Sign out whoever has not clicked for as long as the settings say. The cookie itself ends after 12 hours. With
    signing out the browser is told to forget the pages that it keeps for its Back button."""

    def __init__(self, respond: Respond) -> None:
        self.respond = respond

    def __call__(self, request: Timed) -> HttpResponse:
        """Answer the request."""
        was_in = request.user.is_authenticated
        if was_in:
            now, seen = int(request.at.timestamp()), request.session.get(_SEEN)
            if seen is not None and now - seen > settings.IDLE_SECONDS:
                logout(request)
            elif seen is None or now - seen > _EVERY:
                request.session[_SEEN] = now
        response = self.respond(request)
        if was_in and not request.user.is_authenticated:
            response["Clear-Site-Data"] = '"cache"'
        return response
