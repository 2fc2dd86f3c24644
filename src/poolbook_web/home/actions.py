"""The one verb here: gather what waits for a person into a letter."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone

from poolbook_web.base import mail, waiting
from poolbook_web.base.action import action
from poolbook_web.home.models import Digest
from poolbook_web.people import queries as people
from poolbook_web.people.models import Person


@action
def write_digest(*, person: Person, at: datetime) -> None:
    """One letter with all that waits; none where nothing does. Done once a day: the database refuses a second. It asks
    no permission, since what each app says waits for a person is what that person may see."""
    with people.remembered():
        things = waiting.of(person, at)
    today = timezone.localdate(at)
    Digest.objects.create(person=person, day=today, things=len(things))
    if not things:
        return
    context = {"person": person, "things": things, "today": today, "site": settings.ADDRESS, "site_name": settings.NAME}
    body = render_to_string("home/letters/digest.txt", context)
    said = "1 thing waits" if len(things) == 1 else f"{len(things)} things wait"
    mail.post(to=person.email, subject=f"{settings.NAME}: {said} for you", body=body, at=at)
