"""Work in the background: begun at once by a worker (``poolbook-site work``), and begun again where one died.

What there is to do is kept by each app in its own rows, in the transaction of whoever ordered it; a task of the queue
only says "look now", and may be lost without harm: :func:`tick` finds whatever is due and orders it again. So an app
gives two things: how one piece of work is performed, which must do nothing where there is nothing to do, and which are
due. It claims a piece under a lease, so that a worker that died is followed by another, and counts the tries.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django_tasks import task  # Django 6 has the same as django.tasks

log = logging.getLogger("poolbook.work")

Clock = Callable[[], datetime]


@dataclass(frozen=True)
class Kind:
    """One sort of work: do the piece with this key; the keys that are due at a moment."""

    perform: Callable[[int, Clock], None]
    due: Callable[[datetime], Iterable[int]]


_KINDS: dict[str, Kind] = {}


def register(name: str, *, perform: Callable[[int, Clock], None], due: Callable[[datetime], Iterable[int]]) -> None:
    """Make a sort of work known; an app does so when it is ready."""
    _KINDS[name] = Kind(perform, due)


@task()
def perform(name: str, key: int) -> None:
    """Do one piece of work."""
    _KINDS[name].perform(key, timezone.now)


def soon(name: str, key: int) -> None:
    """Have a piece of work done as soon as a worker is free, once the transaction under way has ended well."""
    perform.enqueue(name, key)


def tick(clock: Clock = timezone.now) -> int:
    """Do whatever is due and was not begun, or not ended, by who began it; how many pieces that were."""
    count = 0
    for name, kind in _KINDS.items():
        for key in kind.due(clock()):
            log.info("work taken up", extra={"said": {"work": name, "key": key}})
            kind.perform(key, clock)
            count += 1
    return count
