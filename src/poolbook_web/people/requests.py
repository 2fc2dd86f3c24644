"""A request as views below the sign-in know it."""

from __future__ import annotations

from poolbook_web.base.requests import Timed
from poolbook_web.people.models import Person


class Request(Timed):
    """A request by somebody who has signed in, at one moment."""

    user: Person  #: pages that anybody may see take a Timed instead
