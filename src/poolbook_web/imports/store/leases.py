"""The leases of background work: who is at a batch, for how long at most, and how often it was tried.

A worker that takes a batch up holds it for a short lease, which it renews as it goes along. One that died renews
nothing: when the lease is over the next worker takes the batch up. Two at one batch would do no harm either, since what
they end with is decided under the batch's lock; the lease only spares the work.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from poolbook_web.imports.models import Batch
from poolbook_web.people.models import Person

#: How long a worker may be silent before it is taken for dead. It is heard of every hundred thousand lines, which is
#: a second or two, and not as the lines are made ready to be posted: six seconds for a million.
LEASE = timedelta(minutes=1)
#: How long it may be before people are told that it seems to have stopped.
SILENCE = timedelta(seconds=30)
#: A batch that so many workers died of is given back to people.
MOST_TRIES = 4
#: How often at most progress is written down: each time is a write.
_EVERY = timedelta(seconds=1)


def due(at: datetime) -> list[int]:
    """The batches whose work is due, the oldest first."""
    waiting = Batch.objects.filter(state__in=Batch.AT_WORK, due_at__lte=at)
    return list(waiting.order_by("due_at", "pk").values_list("pk", flat=True))


def claim(key: int, at: datetime) -> Batch | None:
    """Take a batch up; None where there is nothing to do, or somebody is at it."""
    with transaction.atomic():
        rows = Batch.objects.select_for_update(of=("self",)).filter(pk=key, state__in=Batch.AT_WORK, due_at__lte=at)
        batch = rows.select_related("fund_year__fund", "brought_by", "accepted_by").first()
        if batch is not None:
            batch.due_at, batch.tries = at + LEASE, batch.tries + 1
            batch.progress_file, batch.progress_lines = "", 0
            batch.save(update_fields=["due_at", "tries", "progress_file", "progress_lines"])
        return batch


def too_often(batch: Batch) -> bool:
    """Whether it was tried as often as makes sense."""
    return batch.tries > MOST_TRIES


def heard(batch: Batch, file: str, lines: int, at: datetime) -> None:
    """Note how far the reading is, and renew the lease."""
    if batch.due_at is not None and at + LEASE - batch.due_at >= _EVERY:
        batch.due_at = at + LEASE
        mine = Batch.objects.filter(pk=batch.pk, turn=batch.turn, state__in=Batch.AT_WORK)
        mine.update(due_at=batch.due_at, progress_file=file[:255], progress_lines=lines)


def silent(batch: Batch, at: datetime) -> bool:
    """Whether nothing was heard for a while of a batch that somebody took up."""
    return batch.tries > 0 and batch.due_at is not None and at + LEASE - batch.due_at > SILENCE


def release(batch: Batch, at: datetime) -> None:
    """Give a batch up after a fault: it is due again after 15 seconds, then 30, then 60."""
    again = at + timedelta(seconds=15 * 2 ** (batch.tries - 1))
    Batch.objects.filter(pk=batch.pk, turn=batch.turn, state__in=Batch.AT_WORK).update(due_at=again)


def order_reading(batch: Batch, at: datetime, said: str = "") -> None:
    """Have a batch, which the caller holds, read anew; ``said`` is why."""
    batch.state, batch.said, batch.due_at, batch.tries = Batch.State.READING, said, at, 0
    batch.progress_file, batch.progress_lines = "", 0
    batch.turn += 1
    batch.save()


def end(batch: Batch, state: str, *, why: str, by: Person | None, at: datetime) -> None:
    """Nothing more becomes of a batch, which the caller holds: it was withdrawn, or all of it was reversed."""
    batch.state, batch.why, batch.ended_by, batch.ended_at, batch.due_at = state, why, by, at, None
    batch.turn += 1
    batch.save()
