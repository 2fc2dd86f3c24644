"""The history of a fund, or of the site, in plain sentences; and whether it still stands as it was written."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from poolbook.findings import Finding
from poolbook_web.audit import chain, store
from poolbook_web.audit.events import PHRASES, Event
from poolbook_web.audit.models import AuditEvent, Visibility


@dataclass(frozen=True)
class Sentence:
    """One event, told."""

    number: int
    at: datetime
    who: str
    says: str
    changes: tuple[str, ...]
    note: str
    private: bool
    hash: str


def history(scope: str, *, private_of: Collection[int] = ()) -> QuerySet[AuditEvent]:
    """The events of a scope, but for those private to partners other than these."""
    shared = Q(visibility__in=[Visibility.FUND, Visibility.PUBLIC])
    return AuditEvent.objects.filter(Q(scope=scope) & (shared | Q(partner__in=private_of)))


def between(
    events: QuerySet[AuditEvent], first: date | None, last: date | None, by: int | None
) -> QuerySet[AuditEvent]:
    """Those of some days, by the clock of the United Kingdom, and of one person."""
    zone = timezone.get_default_timezone()
    if first:
        events = events.filter(at__gte=datetime.combine(first, time.min, zone))
    if last:
        events = events.filter(at__lte=datetime.combine(last, time.max, zone))
    return events.filter(by=by) if by is not None else events


def people_in(events: QuerySet[AuditEvent]) -> list[tuple[int, str]]:
    """Everybody who did something in these events, by name."""
    found = events.exclude(by=None).values_list("by", "by__name").distinct().order_by("by__name")
    return [(person, name) for person, name in found]


def told(event: AuditEvent) -> Sentence:
    """An event as a sentence, by the names that people and things had then."""
    words = store.payload(event)
    phrase = PHRASES[Event(event.event)]
    says = phrase.format(on=words.get("on", "")) if words else "did something whose record was lawfully erased"
    return Sentence(
        number=event.number,
        at=event.at,
        who=words.get("by") or "Whoever runs this site",
        says=says,
        changes=tuple(_changes(words.get("before") or {}, words.get("after") or {})),
        note=words.get("note", ""),
        private=event.visibility == Visibility.PRIVATE,
        hash=event.hash,
    )


def _changes(before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    """Each field that changed, in words.

    >>> _changes({"role": "clerk", "post": "a"}, {"role": "auditor", "post": "a"})
    ['role: was clerk, is now auditor']
    """
    said = []
    for name in dict.fromkeys([*before, *after]):
        old, new = before.get(name), after.get(name)
        if name not in before:
            said.append(f"{name}: {_word(new)}")
        elif name not in after:
            said.append(f"{name}: was {_word(old)}")
        elif old != new:
            said.append(f"{name}: was {_word(old)}, is now {_word(new)}")
    return said


def _word(value: Any) -> str:
    return "nothing" if value in (None, "") else str(value)


def check(scope: str) -> tuple[Finding, ...]:
    """Everything in the history of a scope that is not as it was written: nothing, where all is well."""
    return chain.check(scope, store.links(scope), store.head(scope))


def answer(scope: str) -> str:
    """One line: whether the history stands, and the hash by which anybody can tell later that it still does."""
    number, last = store.head(scope)
    if found := check(scope):
        return f"The history has been changed. {len(found)} faults; the first: {found[0].message}."
    return f"All {number} events stand as they were written; the last has the hash {last[:16]}."
