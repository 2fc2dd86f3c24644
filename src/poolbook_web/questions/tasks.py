"""What the worker does: remind leads two working days before a comment is wanted, and the day after."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from datetime import date, datetime, timedelta

from django.utils import timezone

from poolbook.dates.working_days import add_working_days
from poolbook.findings import Refused
from poolbook_web.base.work import Clock
from poolbook_web.questions import actions, store
from poolbook_web.questions.models import Call, Reminder

#: Reminders leave when people begin to work, and not at midnight.
_HOUR = 8
_BEFORE = 2
#: After so many days it is past reminding: a worker that was away does not bring it up.
_STALE = timedelta(days=14)


def due(at: datetime) -> Iterator[int]:
    """The calls whose leads are to be reminded, and were not."""
    here = timezone.localtime(at)
    if here.hour < _HOUR:
        return
    soon = add_working_days(here.date(), _BEFORE)
    for call in store.unanswered().filter(due__lte=soon).prefetch_related("reminders"):
        if _kind(call, here.date()) is not None:
            yield call.pk


def _kind(call: Call, today: date) -> Reminder.Kind | None:
    """The reminder that a call needs today; None where it had that, or is too young for one."""
    kind = Reminder.Kind.AFTER if today > call.due else Reminder.Kind.BEFORE
    young = kind is Reminder.Kind.BEFORE and timezone.localdate(call.asked_at) == today
    late = kind is Reminder.Kind.AFTER and today > call.due + _STALE
    had = any(each.kind == kind for each in call.reminders.all())
    return None if had or young or late else kind


def perform(key: int, clock: Clock) -> None:
    """Send the reminder that a call needs; nothing where it was answered, or somebody else has just sent it."""
    at = clock()
    call = store.unanswered().filter(pk=key).prefetch_related("reminders").first()
    kind = _kind(call, timezone.localdate(at)) if call else None
    if call is None or kind is None:
        return
    with suppress(Refused):
        actions.remind(call=call, kind=kind, at=at)
