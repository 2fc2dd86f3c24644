"""Reversals: how a mistake is put right where nothing may be changed.

Source: docs/reference/ledger.md, "Reversals".
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from poolbook.findings import Finding, Refused, Where, error
from poolbook.ledger.chain import Head
from poolbook.ledger.model import Entry, EntryKind, Transfer
from poolbook.ledger.periods import is_open
from poolbook.ledger.post import Posted, post


def reverse(
    head: Head,
    number: int,
    *,
    entries: Sequence[Entry],
    transfers: Sequence[Transfer],
    on: date,
    period: int,
    why: str,
    by: str,
    at: datetime,
    authority: str = "",
) -> Posted:
    """The mirror of entry ``number``: each of its transfers the other way round.

    A transfer is mirrored in its own period while that is open, so that every balance is as it was before; where its
    period has closed, in ``period``, which must be open, so that nothing reported moves. ``transfers`` are those of the
    entry (others are passed over). The mirror carries no lines: they stay with the entry they came with. Raises
    :class:`Refused` where there is no such entry, it is reversed already, moves no money, or is itself a reversal (post
    what was right as a new entry: a chain of undoings is more than anybody can follow).
    """
    if faults := _faults(number, entries):
        raise Refused(faults)
    mirrored = [
        replace(
            each,
            debit=each.credit,
            credit=each.debit,
            period=each.period if is_open(head, each.period) else period,
            first_line=None,
            last_line=None,
        )
        for each in transfers
        if each.entry == number and each.amount > 0  # a nil transfer only held its lines
    ]
    return post(
        head,
        mirrored,
        kind=EntryKind.REVERSAL,
        on=on,
        period=period,
        description=f"Reversal of entry {number}: {why}" if why.strip() else "",
        source=f"entry {number}",
        by=by,
        at=at,
        authority=authority,
        reverses=number,
    )


def reversed_by(entries: Sequence[Entry], number: int) -> int | None:
    """The number of the entry that reversed ``number``, if one has."""
    return next((each.number for each in entries if each.reverses == number), None)


def _faults(number: int, entries: Sequence[Entry]) -> list[Finding]:
    where = Where(key=f"entry {number}")
    entry = next((each for each in entries if each.number == number), None)
    if entry is None:
        return [error("ledger.no_entry", f"there is no entry {number} to reverse", where)]
    if entry.kind is EntryKind.REVERSAL:
        message = f"entry {number} is itself a reversal, of entry {entry.reverses}: post what is right anew"
        return [error("ledger.reverse_reversal", message, where)]
    if entry.kind is EntryKind.CLOSING:
        message = f"entry {number} closed a period, which stays closed: post in the open period"
        return [error("ledger.reverse_closing", message, where)]
    if (by := reversed_by(entries, number)) is not None:
        return [error("ledger.reversed_already", f"entry {number} was reversed by entry {by} already", where)]
    return []
