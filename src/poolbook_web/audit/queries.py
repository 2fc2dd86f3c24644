"""The history of a fund, or of the site, in plain sentences; and whether it still stands as it was written."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.db.models import Q, QuerySet
from django.template.defaultfilters import pluralize
from django.utils import timezone

from poolbook.findings import Finding
from poolbook_web.audit import chain, store
from poolbook_web.audit.events import PHRASES, Event
from poolbook_web.audit.models import AuditEvent, Visibility


@dataclass(frozen=True)
class Change:
    """One field of what was changed, before and after; None where it was not there."""

    field: str
    before: str | None
    after: str | None

    @property
    def heading(self) -> str:
        """The field as a heading. The name of a file is nobody's to put in better words.

        >>> Change("reply_by", None, "").heading, Change("spend_04.csv", None, "").heading
        ('Reply by', 'spend_04.csv')
        """
        if "." in self.field:
            return self.field
        return f"{self.field[:1].upper()}{self.field[1:]}".replace("_", " ")

    @property
    def is_hash(self) -> bool:
        """Whether it says nothing but by which hash something is known."""
        return self.field == "SHA-256"

    @property
    def says(self) -> str:
        """In words.

        >>> Change("role", "clerk", "auditor").says
        'role: was clerk, is now auditor'
        """
        if self.before is None:
            return f"{self.field}: {self.after}"
        return f"{self.field}: was {self.before}{'' if self.after is None else f', is now {self.after}'}"


@dataclass(frozen=True)
class Wanted:
    """Which events are wanted; what is left out does not matter. ``area`` is what comes before the dot in an event's
    name; ``since`` is the number of an event that those wanted came after."""

    first: date | None = None
    last: date | None = None
    by: int | None = None
    area: str = ""
    since: int | None = None


@dataclass(frozen=True)
class Sentence:
    """One event, told."""

    number: int
    at: datetime
    who: str
    says: str
    changes: tuple[Change, ...]
    note: str
    private: bool
    hash: str

    @property
    def replaced(self) -> bool:
        """Whether something took the place of something else, rather than being said for the first time."""
        return any(each.before is not None for each in self.changes)


@dataclass(frozen=True)
class Unseen:
    """An event that is private to a partner, for a reader who is not of its people: that it is there, and whether it
    was their own act, is all that they are told."""

    number: int
    own: bool

    @property
    def says(self) -> str:
        """In words.

        >>> Unseen(19, own=True).says
        "Event 19, which you recorded, is another partner's private paper; it is in the chain."
        """
        own = ", which you recorded," if self.own else ""
        return f"Event {self.number}{own} is another partner's private paper; it is in the chain."


def history(scope: str, *, private_of: Collection[int] = ()) -> QuerySet[AuditEvent]:
    """The events of a scope, but for those private to partners other than these."""
    shared = Q(visibility__in=[Visibility.FUND, Visibility.PUBLIC])
    return AuditEvent.objects.filter(Q(scope=scope) & (shared | Q(partner__in=private_of)))


def whole(scope: str) -> QuerySet[AuditEvent]:
    """Every event of a scope, the private ones too: only for :func:`told_to`, which does not tell what is private."""
    return AuditEvent.objects.filter(scope=scope)


def told_to(reader: int, event: AuditEvent, *, private_of: Collection[int]) -> Sentence | Unseen:
    """An event as this reader may see it, who is of these partners' people."""
    if event.visibility == Visibility.PRIVATE and event.partner not in private_of:
        return Unseen(event.number, own=event.by_id == reader)
    return told(event)


def narrowed(events: QuerySet[AuditEvent], wanted: Wanted) -> QuerySet[AuditEvent]:
    """The events wanted; days are by the clock of the United Kingdom."""
    zone = timezone.get_default_timezone()
    if wanted.first:
        events = events.filter(at__gte=datetime.combine(wanted.first, time.min, zone))
    if wanted.last:
        events = events.filter(at__lte=datetime.combine(wanted.last, time.max, zone))
    if wanted.area:
        events = events.filter(event__startswith=f"{wanted.area}.")
    if wanted.since is not None:
        events = events.filter(number__gt=wanted.since)
    return events.filter(by=wanted.by) if wanted.by is not None else events


def areas() -> list[tuple[str, str]]:
    """What events can be about, by the alphabet: what comes before the dot, and that in words."""
    names = {each.value.partition(".")[0] for each in Event}
    return sorted((name, name.replace("_", " ").capitalize()) for name in names)


def last_of(events: QuerySet[AuditEvent], event: Event) -> AuditEvent | None:
    """The last event of a kind."""
    return events.filter(event=event.value).order_by("-number").first()


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
        who=words.get("by") or "Poolbook",
        says=says,
        changes=tuple(_changes(words.get("before") or {}, words.get("after") or {})),
        note=words.get("note", ""),
        private=event.visibility == Visibility.PRIVATE,
        hash=event.hash,
    )


def _changes(before: dict[str, Any], after: dict[str, Any]) -> Iterator[Change]:
    """Each field that changed; one that says nothing, and said nothing before, is left out.

    >>> before, after = {"role": "clerk", "post": "a", "unit": "b"}, {"post": "a", "fund": "", "unit": "", "due": True}
    >>> [each.says for each in _changes(before, after)]
    ['role: was clerk', 'unit: was b, is now nothing', 'due: yes']
    """
    for name in dict.fromkeys([*before, *after]):
        old, new = _word(before.get(name)), _word(after.get(name))
        if old != new:
            yield Change(name, old, "nothing" if new is None and name in after else new)


def _word(value: Any) -> str | None:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return None if value in (None, "") else str(value)


def check(scope: str) -> tuple[Finding, ...]:
    """Everything in the history of a scope that is not as it was written: nothing, where all is well."""
    return chain.check(scope, store.links(scope), store.head(scope))


def answer(scope: str) -> str:
    """One line: whether the history stands, and the hash by which anybody can tell later that it still does."""
    number, last = store.head(scope)
    if found := check(scope):
        faults = f"{len(found):,} fault{pluralize(len(found))}"
        return f"The history has been changed. {faults}; the first: {found[0].message}."
    return f"All events stand as they were written: {number:,} in all. The last has the hash {last[:16]}."
