"""Posting: the one way an entry comes to be.

Source: docs/reference/ledger.md, "Posting"; SI 2000/617 reg 7(4) (the host keeps the accounts of the pooled fund).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

from poolbook.dates.years import PERIODS
from poolbook.findings import Finding, Refused, Where, error
from poolbook.ledger import chain
from poolbook.ledger.chain import Head
from poolbook.ledger.chart import account
from poolbook.ledger.model import Entry, EntryKind, Transfer

#: Larger than any fund, and small enough for a 64-bit integer of pence wherever the books are kept.
MAX_PENCE = 10**17


@dataclass(frozen=True, slots=True)
class Posted:
    """An entry as made, its transfers, and the head it leaves for the next."""

    entry: Entry
    transfers: tuple[Transfer, ...]
    head: Head


def post(
    head: Head,
    transfers: Iterable[Transfer],
    *,
    kind: EntryKind,
    on: date,
    period: int,
    description: str,
    source: str,
    by: str,
    at: datetime,
    authority: str = "",
    reverses: int | None = None,
    lines: str = "",
) -> Posted:
    """The next entry after ``head``: numbered, its transfers made its own (their ``entry`` is filled in), hashed.

    ``on`` is the date of the document, ``lines`` the digest of what was received with it. Raises
    :class:`Refused` with every fault: a period closed or unknown, an account not in the chart, an amount
    negative, or nil without lines to cancel, one account on both sides, a run of lines half given, no
    transfers where the kind needs them, a person or a description missing, a moment without a time zone.
    """
    entry = Entry(head.number + 1, kind, on, period, description, source, by, at, authority, reverses, lines, head.hash)
    mine = tuple(replace(each, entry=entry.number) for each in transfers)
    faults = [*_of_entry(entry, mine, head), *_of_transfers(mine, head)]
    if faults:
        raise Refused(faults)
    entry = chain.seal(replace(entry, at=at.astimezone(UTC).replace(microsecond=0)), mine)
    return Posted(entry, mine, Head(entry.number, entry.hash, period if kind is EntryKind.CLOSING else head.closed))


def period_open(period: int, closed: int, where: Where) -> list[Finding]:
    """What stands against posting into a period; ``closed`` is the last closed one."""
    if period not in PERIODS:
        message = f"{period} is not a period: 1 is April, 12 is March, 13 to 15 are adjustments after the year end"
        return [error("ledger.period", message, where)]
    if period <= closed:
        message = f"period {period} is closed: post in period {closed + 1}, the first that is open"
        if closed == PERIODS[-1]:
            message = f"period {period} is closed, and so is the year: the correction belongs in next year's books"
        return [error("ledger.period_closed", message, where)]
    return []


def _of_entry(entry: Entry, transfers: Sequence[Transfer], head: Head) -> list[Finding]:
    where = Where(key=f"entry {entry.number}")
    found = period_open(entry.period, head.closed, where)
    if entry.at.tzinfo is None:
        found.append(error("ledger.moment", "the moment of an entry needs a time zone", where))
    missing = [name for name, text in (("by", entry.by), ("description", entry.description)) if not text.strip()]
    found += [error("ledger.missing", f"an entry needs its {name!r}", where) for name in missing]
    for text in (entry.description, entry.source, entry.by, entry.authority):
        found += _text(text, where)
    if entry.kind is EntryKind.CLOSING and transfers:
        found.append(error("ledger.closing", "the entry that closes a period moves no money", where))
    may_be_empty = entry.kind in (EntryKind.CLOSING, EntryKind.IMPORT)  # a file may hold nothing new
    if not transfers and not may_be_empty:
        found.append(error("ledger.empty", "an entry needs at least one transfer", where))
    if (entry.kind is EntryKind.REVERSAL) != (entry.reverses is not None):
        found.append(error("ledger.reverses", "a reversal, and nothing else, names the entry it mirrors", where))
    return found


def _of_transfers(transfers: Sequence[Transfer], head: Head) -> list[Finding]:
    found: list[Finding] = []
    faults: dict[tuple[str, str, int], list[Finding]] = {}  # the few combinations of an import are checked once each
    for place, each in enumerate(transfers, start=1):
        combination = (each.debit, each.credit, each.period)
        if combination not in faults:
            faults[combination] = _combination(*combination, head.closed)
        where = Where(key=f"transfer {place}")
        found += [fault.at(where) for fault in faults[combination]]
        if each.amount < 0 or each.amount >= MAX_PENCE or _nil_without_lines(each):
            message = (
                f"an amount of {each.amount} pence: it must be above nil, and no larger than any fund; "
                "money that goes the other way has its accounts the other way round"
            )
            found.append(error("ledger.amount", message, where))
        if not _run_holds(each):
            message = "lines are given as first and last, both or neither, and the last is not before the first"
            found.append(error("ledger.lines", message, where))
        for text in (each.scheme, each.partner, each.contract):
            found += _text(text, where)
    return found


def _combination(debit: str, credit: str, period: int, closed: int) -> list[Finding]:
    found = period_open(period, closed, Where())
    for code in (debit, credit):
        try:
            account(code)
        except ValueError as problem:
            found.append(error("ledger.account", str(problem)))
    if debit == credit:
        found.append(error("ledger.same_account", f"{debit} is on both sides: money has to move"))
    return found


def _nil_without_lines(each: Transfer) -> bool:
    return each.amount == 0 and each.first_line is None


def _run_holds(each: Transfer) -> bool:
    if each.first_line is None or each.last_line is None:
        return each.first_line is None and each.last_line is None
    return 1 <= each.first_line <= each.last_line


def _text(text: str, where: Where) -> list[Finding]:
    """A text must be one that every program can store: no NUL, no half of a character."""
    if not text.isprintable() and ("\0" in text or any("\ud800" <= letter <= "\udfff" for letter in text)):
        return [error("ledger.text", f"{text[:40]!r} holds a character that cannot be stored", where)]
    return []
