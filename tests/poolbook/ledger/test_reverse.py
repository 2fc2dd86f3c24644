"""Reversals."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given

from poolbook.findings import Refused
from poolbook.ledger.balances import Balances
from poolbook.ledger.model import Entry, EntryKind, Layer, Transfer
from poolbook.ledger.periods import close
from poolbook.ledger.reverse import reverse, reversed_by
from tests.poolbook.ledger.histories import AT, EMPTY, HISTORIES, ON, YEAR, History, journal

SPENT = Transfer(0, Layer.ACTUAL, "spend", "creditors", 120_00, 4, "MH-01", "OCC", first_line=1, last_line=2)
OWED = Transfer(0, Layer.ACTUAL, "spend", "owed_to_partners", 30_00, 6, "MH-01", "OPCT")


def one_entry() -> History:
    """A ledger with one journal of two transfers, in July and September."""
    history = History(EMPTY, [], [])
    history.keep(journal(EMPTY, [SPENT, OWED]))
    return history


def undo(history: History, number: int, *, period: int = 6, why: str = "wrong scheme") -> Entry:
    """Reverse an entry of the history."""
    return history.keep(
        reverse(
            history.head,
            number,
            entries=history.entries,
            transfers=history.transfers,
            on=ON,
            period=period,
            why=why,
            by="A. Clerk",
            at=AT,
        )
    )


def codes(history: History, number: int, **changes: Any) -> list[str]:
    """The codes that a reversal is refused with."""
    with pytest.raises(Refused) as refusal:
        undo(history, number, **changes)
    return [found.code for found in refusal.value.findings]


def test_a_reversal_mirrors_every_transfer_and_leaves_the_lines_where_they_came() -> None:
    history = one_entry()
    entry = undo(history, 1)
    assert (entry.kind, entry.reverses) == (EntryKind.REVERSAL, 1)
    assert entry.description == "Reversal of entry 1: wrong scheme"
    mirrored = history.transfers[2:]
    assert [(each.debit, each.credit, each.amount, each.first_line) for each in mirrored] == [
        ("creditors", "spend", 120_00, None),
        ("owed_to_partners", "spend", 30_00, None),
    ]


@given(HISTORIES)
def test_a_reversal_returns_every_cell_to_what_it_was_before(history: History) -> None:
    before = Balances.of(history.transfers)
    moved = [Transfer(0, Layer.ACTUAL, "spend", "creditors", 5, period) for period in (14, 15)]
    entry = history.keep(journal(history.head, [SPENT, *moved] if history.head.closed < 4 else moved))
    undo(history, entry.number, period=15)
    assert Balances.of(history.transfers) == before


def test_where_the_period_has_closed_the_reversal_falls_in_the_open_one() -> None:
    history = one_entry()
    history.keep(close(history.head, year=YEAR, period=4, on=ON, by="A. Clerk", at=AT))
    undo(history, 1, period=5)
    balances = Balances.of(history.transfers)
    assert [balances.total(Layer.ACTUAL, "spend", period=period) for period in (4, 5, 6)] == [120_00, -120_00, 0]
    assert balances.total(Layer.ACTUAL, "spend") == 0


def test_a_reversal_needs_an_open_period_and_a_reason() -> None:
    history = one_entry()
    history.keep(close(history.head, year=YEAR, period=4, on=ON, by="A. Clerk", at=AT))
    with pytest.raises(Refused) as refusal:
        undo(history, 1, period=4, why=" ")
    assert {found.code for found in refusal.value.findings} == {"ledger.period_closed", "ledger.missing"}


def test_an_entry_is_reversed_once_only() -> None:
    history = one_entry()
    undo(history, 1)
    assert reversed_by(history.entries, 1) == 2
    assert codes(history, 1) == ["ledger.reversed_already"]


def test_a_reversal_is_not_reversed() -> None:
    history = one_entry()
    undo(history, 1)
    assert codes(history, 2) == ["ledger.reverse_reversal"]


def test_a_closing_is_not_reversed() -> None:
    history = one_entry()
    history.keep(close(history.head, year=YEAR, period=1, on=ON, by="A. Clerk", at=AT))
    assert codes(history, 2) == ["ledger.reverse_closing"]


def test_an_entry_that_is_not_there_is_not_reversed() -> None:
    assert codes(one_entry(), 9) == ["ledger.no_entry"]
