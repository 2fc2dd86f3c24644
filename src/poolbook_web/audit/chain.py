"""The chain of events: each carries the hash of the one before it, so that history cannot change unseen.

A hash is SHA-256 over one JSON array in UTF-8 and a line feed, as in the core's ledger (RFC 8785: texts, integers and
``null``, no spaces). What people wrote is hashed apart with a salt: personal data that must lawfully go can be blanked
together with its salt, and the chain still holds, while nobody can guess the words back from the hash.

The number, the link, the hash and the payload of every event are checked, and the head against the last event: a tail
that was cut off shows there. A rewrite of the whole chain shows only to somebody who kept an earlier hash, so give the
head to the partners and minute it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from poolbook.findings import Finding, Where, error

#: The version of the byte layout, first in every line.
LAYOUT = "poolbook-audit/1"


@dataclass(frozen=True, slots=True)
class Link:
    """One event as the chain sees it. ``salt`` and ``payload`` are None where they were lawfully erased."""

    scope: str
    number: int
    at: datetime
    event: str
    by: int | None
    kind: str
    key: str
    visibility: str
    partner: int | None
    salt: str | None
    payload: str | None
    payload_hash: str
    previous: str
    hash: str


def start(scope: str) -> str:
    """What the first event of a scope follows.

    >>> start("fund:mental-health")[:12]
    '6f7e06c30b22'
    """
    return _sha([LAYOUT, "start", scope])


def moment(at: datetime) -> str:
    """A moment as it is hashed: in UTC, to the microsecond.

    >>> moment(datetime(2026, 3, 1, 9, 30, tzinfo=UTC))
    '2026-03-01T09:30:00.000000Z'
    """
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def canonical(payload: dict[str, Any]) -> str:
    """A payload as text, always the same text for the same payload."""
    return json.dumps(payload, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def payload_digest(salt: str, payload: str) -> str:
    """The hash of what people wrote."""
    return _sha([LAYOUT, "payload", salt, payload])


def digest(link: Link) -> str:
    """The hash that an event must carry; its own ``hash`` plays no part."""
    return _sha(
        [
            LAYOUT,
            link.scope,
            link.number,
            moment(link.at),
            link.event,
            link.by,
            link.kind,
            link.key,
            link.visibility,
            link.partner,
            link.payload_hash,
            link.previous,
        ]
    )


def check(scope: str, links: Iterable[Link], head: tuple[int, str]) -> tuple[Finding, ...]:
    """Everything that does not hold in a scope's chain, which should end at ``head`` (number and hash)."""
    found: list[Finding] = []
    number, previous = 0, start(scope)
    for link in links:
        where = Where(key=f"{scope or 'the site'}, event {link.number}")
        if link.number != number + 1:
            message = f"event {link.number} stands where event {number + 1} should: one was removed, added or moved"
            found.append(error("history.number", message, where))
        if link.previous != previous:
            message = f"event {link.number} does not follow the event before it: one of the two was replaced"
            found.append(error("history.link", message, where))
        if link.payload is not None and link.payload_hash != payload_digest(link.salt or "", link.payload):
            found.append(error("history.payload", f"what event {link.number} says was changed", where))
        if link.hash != digest(link):
            message = f"event {link.number} was changed: who, when or what it is do not give its hash"
            found.append(error("history.hash", message, where))
        number, previous = link.number, link.hash
    if head != (number, previous if number else start(scope)):
        message = f"the history ends at event {number}, but its head says {head[0]}: the end was cut off or replaced"
        found.append(error("history.head", message, Where(key=f"{scope or 'the site'}, head")))
    return tuple(found)


def _sha(items: list[str | int | None]) -> str:
    line = json.dumps(items, ensure_ascii=False, separators=(",", ":")) + "\n"
    return hashlib.sha256(line.encode()).hexdigest()
