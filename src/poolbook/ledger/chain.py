"""The chain: each entry is sealed with the hash of the one before it, so history cannot change unseen.

A hash is SHA-256 over UTF-8 text, one JSON array a line, each line ended by a newline: first the entry,
then each of its transfers in order. An array holds texts, integers and ``null``, written without spaces as
RFC 8785 has it, so that any language can make the same bytes. The first entry's ``previous`` is
:func:`start`: a chain belongs to one fund and one year and cannot be passed off as another's.

Source: docs/reference/ledger.md, "The chain"; RFC 8785 (JSON Canonicalization Scheme).
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from poolbook import money
from poolbook.findings import Finding, Where, error
from poolbook.ledger.model import Entry, EntryKind, Transfer

#: The version of the byte layout; it is the first item of every entry's line.
LAYOUT = "poolbook-entry/1"


@dataclass(frozen=True, slots=True)
class Head:
    """Where a ledger stands: number and hash of its last entry, and its last closed period (0: none)."""

    number: int
    hash: str
    closed: int = 0


def start(fund: str, year: str) -> Head:
    """The head of a ledger without entries, of one fund and one year.

    >>> start("mental-health", "2009-10").hash[:12]
    'e556ed44a233'
    """
    return Head(0, hashlib.sha256(_line(["poolbook-ledger/1", fund, year])).hexdigest())


def moment(at: datetime) -> str:
    """A moment as it is hashed and stored: in UTC, to the second.

    >>> from datetime import timedelta, timezone
    >>> moment(datetime(2009, 7, 3, 10, 0, tzinfo=timezone(timedelta(hours=1))))
    '2009-07-03T09:00:00Z'
    """
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def seal(entry: Entry, transfers: Iterable[Transfer]) -> Entry:
    """The entry with its hash."""
    return replace(entry, hash=digest(entry, transfers))


def digest(entry: Entry, transfers: Iterable[Transfer]) -> str:
    """The hash that the entry, with these transfers, must carry; its own ``hash`` plays no part."""
    whole = hashlib.sha256(
        _line(
            [
                LAYOUT,
                entry.previous,
                entry.number,
                entry.kind.value,
                entry.date.isoformat(),
                entry.period,
                entry.description,
                entry.source,
                entry.by,
                moment(entry.at),
                entry.authority,
                entry.reverses,
                entry.lines,
            ]
        )
    )
    for each in transfers:
        whole.update(
            _line(
                [
                    each.layer.value,
                    each.debit,
                    each.credit,
                    each.amount,
                    each.period,
                    each.scheme,
                    each.partner,
                    each.contract,
                    each.first_line,
                    each.last_line,
                ]
            )
        )
    return whole.hexdigest()


def head_of(entries: Iterable[Entry], empty: Head) -> Head:
    """Where these entries leave a ledger that began at ``empty``."""
    head = empty
    for entry in entries:
        closed = entry.period if entry.kind is EntryKind.CLOSING else head.closed
        head = Head(entry.number, entry.hash, closed)
    return head


def check(entries: Iterable[Entry], transfers: Iterable[Transfer], empty: Head) -> tuple[Finding, ...]:
    """Every place where the chain from ``empty`` does not hold: a number out of order, a link to another
    entry than the one before, a hash that is not that of what the entry now says, a transfer of no entry."""
    by_entry = _by_entry(transfers)
    found: list[Finding] = []
    previous = empty
    for entry in entries:
        where = Where(file="entries.csv", key=f"entry {entry.number}")
        if entry.number != previous.number + 1:
            message = (
                f"entry {entry.number} stands where entry {previous.number + 1} should: one is missing, added or moved"
            )
            found.append(error("chain.number", message, where))
        if entry.previous != previous.hash:
            message = (
                f"entry {entry.number} does not follow the entry before it: one of the two was changed or replaced"
            )
            found.append(error("chain.link", message, where))
        mine = by_entry.pop(entry.number, [])
        if entry.hash != digest(entry, mine):
            total = money.show(sum(each.amount for each in mine))
            message = (
                f"entry {entry.number} was changed after it was made: its text, or its {len(mine)} "
                f"transfers, now {total}, do not give its hash"
            )
            found.append(error("chain.hash", message, where))
        previous = Head(entry.number, entry.hash)
    for number, strays in sorted(by_entry.items()):
        message = f"{len(strays)} transfers are of entry {number}, which is not there"
        found.append(error("chain.no_entry", message, Where(file="transfers.csv", key=f"entry {number}")))
    return tuple(found)


def _by_entry(transfers: Iterable[Transfer]) -> dict[int, list[Transfer]]:
    grouped: defaultdict[int, list[Transfer]] = defaultdict(list)
    for each in transfers:
        grouped[each.entry].append(each)
    return dict(grouped)


#: One for all: ``json.dumps`` would make another for each transfer.
_AS_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


def _line(items: list[str | int | None]) -> bytes:
    return (_AS_JSON.encode(items) + "\n").encode()
