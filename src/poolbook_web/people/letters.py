"""What people are written."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string

from poolbook_web.base import mail
from poolbook_web.people import invitations
from poolbook_web.people.models import Membership, Person, Role
from poolbook_web.people.permissions import DUTIES


def invite(membership: Membership, *, by_name: str, site: str, at: datetime) -> None:
    """Tell somebody of their new role; if they have never signed in, with a link to choose a password. ``site`` is the
    site's address without a slash at its end."""
    person = membership.person
    new = not person.has_usable_password()
    body = render_to_string(
        "people/letters/invitation.txt",
        {
            "membership": membership,
            "duty": DUTIES[Role(membership.role)],
            "by_name": by_name,
            "site": site,
            "site_name": settings.NAME,
            "token": invitations.token(person, at=at) if new else "",
            "days": invitations.VALID_FOR.days,
        },
    )
    where = membership.fund or settings.NAME
    mail.post(to=person.email, subject=f"{settings.NAME}: you are invited to {where}", body=body, at=at)


def tell(person: Person, *, subject: str, template: str, context: Mapping[str, Any], at: datetime) -> None:
    """Write to somebody about a thing that waits for them, if they want such letters at once; whoever wants a digest
    finds it there. The template is given the person, and the site's address for links."""
    if not person.written_to_at_once:
        return
    body = render_to_string(template, {"person": person, "site": settings.ADDRESS, **context})
    mail.post(to=person.email, subject=f"{settings.NAME}: {subject}", body=body, at=at)
