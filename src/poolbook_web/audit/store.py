"""Events to chain links and back; the lock on a head."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterator
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

from poolbook_web.audit import chain
from poolbook_web.audit.chain import Link
from poolbook_web.audit.models import AuditEvent, Head


def locked_head(scope: str) -> Head:
    """The head of a scope, held until the transaction ends: the last lock that an action takes."""
    Head.objects.bulk_create([Head(scope=scope, number=0, hash=chain.start(scope))], ignore_conflicts=True)
    return Head.objects.select_for_update().get(scope=scope)


def append(
    *,
    scope: str,
    at: datetime,
    event: str,
    by: int | None,
    on: tuple[str, str],
    visibility: str,
    partner: int | None,
    payload: dict[str, Any],
) -> AuditEvent:
    """Add an event to the end of its chain."""
    head = locked_head(scope)
    salt, words = secrets.token_hex(16), chain.canonical(payload)
    link = Link(
        scope=scope,
        number=head.number + 1,
        at=at,
        event=event,
        by=by,
        kind=on[0],
        key=on[1],
        visibility=visibility,
        partner=partner,
        salt=salt,
        payload=words,
        payload_hash=chain.payload_digest(salt, words),
        previous=head.hash,
        hash="",
    )
    link = replace(link, hash=chain.digest(link))
    said = asdict(link)
    stored = AuditEvent.objects.create(by_id=said.pop("by"), **said)
    Head.objects.filter(scope=scope).update(number=link.number, hash=link.hash)
    return stored


def links(scope: str) -> Iterator[Link]:
    """Every event of a scope in order, as the chain sees it."""
    for row in AuditEvent.objects.filter(scope=scope).order_by("number").iterator(2000):
        yield Link(
            row.scope,
            row.number,
            row.at,
            row.event,
            row.by_id,
            row.kind,
            row.key,
            row.visibility,
            row.partner,
            row.salt,
            row.payload,
            row.payload_hash,
            row.previous,
            row.hash,
        )


def head(scope: str) -> tuple[int, str]:
    """Number and hash of the last event; before the first, those of a chain that is empty."""
    found = Head.objects.filter(scope=scope).first()
    return (found.number, found.hash) if found else (0, chain.start(scope))


def scopes() -> list[str]:
    """Every scope that has a history, by events or by head."""
    with_events = AuditEvent.objects.values_list("scope", flat=True).distinct().order_by()
    return sorted({*with_events, *Head.objects.values_list("scope", flat=True)})


def payload(event: AuditEvent) -> dict[str, Any]:
    """What people wrote; nothing where it was lawfully erased."""
    found: dict[str, Any] = json.loads(event.payload) if event.payload is not None else {}
    return found
