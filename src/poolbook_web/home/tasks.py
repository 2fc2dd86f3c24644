"""What the worker does: write the digests of a working day, once it is morning."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from poolbook.dates.working_days import is_working_day
from poolbook.findings import Refused
from poolbook_web.base.work import Clock
from poolbook_web.home import actions
from poolbook_web.home.models import Digest
from poolbook_web.people.models import Notices, Person

log = logging.getLogger("poolbook.work")

#: From which hour, by the clock of the United Kingdom, a digest is written.
_HOUR = 7


def due(at: datetime) -> Iterable[int]:
    """Everybody whose digest of today, or of this week, is not written yet."""
    here = timezone.localtime(at)
    if here.hour < _HOUR or not is_working_day(here.date()):
        return []
    return _without(here.date()).values_list("pk", flat=True)


def _without(today: date) -> QuerySet[Person]:
    """Those who chose digests and have had none: a weekly one is of the first working day of its week."""
    monday = today - timedelta(days=today.weekday())
    of_today, of_week = (Digest.objects.filter(person=OuterRef("pk"), day__gte=day) for day in (today, monday))
    daily = Q(notices=Notices.DAILY) & ~Exists(of_today)
    weekly = Q(notices=Notices.WEEKLY) & ~Exists(of_week)
    return Person.objects.filter(daily | weekly, is_active=True).order_by("pk")


def perform(key: int, clock: Clock) -> None:
    """Write one person's digest; nothing where another worker has just done so."""
    at = clock()
    person = _without(timezone.localdate(at)).filter(pk=key).first()
    if person is not None:
        try:
            actions.write_digest(person=person, at=at)
        except Refused as refusal:  # another worker has just done so; or what waits cannot be told, and is tried again
            log.warning("digest not written", extra={"said": {"person": key, "why": str(refusal)}})
