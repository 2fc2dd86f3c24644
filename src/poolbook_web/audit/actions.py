"""The one verb of the history: record. There is none to change or to remove."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, ClassVar, Protocol

from django.db import transaction

from poolbook.findings import refuse_if
from poolbook_web.audit import store
from poolbook_web.audit.events import Event
from poolbook_web.audit.models import AuditEvent, Visibility
from poolbook_web.base import personal, words
from poolbook_web.base.pence import Pence


class Actor(Protocol):
    """A person who does something."""

    pk: Any
    name: Any


class Recorded(Protocol):
    """A record that has a history: it knows its scope (``fund:<slug>``, or "" for the site)."""

    pk: Any
    _meta: ClassVar[Any]

    @property
    def history_scope(self) -> str:
        """Whose history it belongs to."""


def record(
    event: Event,
    *,
    on: Recorded,
    by: Actor | None,
    at: datetime,
    note: str = "",
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    private_to: int | None = None,
) -> AuditEvent:
    """Write down that ``by`` did this to ``on``; None is Poolbook itself, or whoever runs a command on the server.

    Within the transaction of the change it tells of: refused outside one, so that neither can happen alone.
    ``private_to`` is the partner whose own people alone may read it. A ``note`` that somebody wrote is refused where it
    holds what must not be kept: it could never be taken out again.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("an event is recorded in the transaction of what it tells of")
    if by is not None:
        refuse_if(personal.refused(note, personal.FIRST_YEAR, "note"))
    payload = {"by": by.name if by else "", "on": str(on), "note": note}
    if before is not None or after is not None:
        payload |= {"before": _plain(before), "after": _plain(after)}
    return store.append(
        scope=on.history_scope,
        at=at,
        event=event.value,
        by=by.pk if by else None,
        on=(on._meta.label_lower, str(on.pk)),
        visibility=Visibility.FUND if private_to is None else Visibility.PRIVATE,
        partner=private_to,
        payload=payload,
    )


def _plain(values: Mapping[str, Any] | None) -> dict[str, str | int | None]:
    """Values as JSON keeps them; a date or a record as the words it is shown by, and money in pounds."""
    return {name: _said(each) for name, each in (values or {}).items()}


def _said(value: Any) -> str | int | None:
    if isinstance(value, Pence):
        return value.pounds
    if isinstance(value, int | None):
        return value
    return words.day(value) if isinstance(value, date) else str(value)
