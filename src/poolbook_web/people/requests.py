"""A request as views below the sign-in know it."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest

from poolbook_web.people.models import Person


class Request(HttpRequest):
    """A request by somebody who has signed in, at one moment."""

    user: Person  # type: ignore[assignment] - pages that anybody may see take an HttpRequest instead
    at: datetime
