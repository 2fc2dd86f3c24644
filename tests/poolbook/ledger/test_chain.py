"""The chain: any change of history shows, and any language can recompute it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import fields, replace
from datetime import date, datetime, timedelta
from enum import Enum
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from poolbook.ledger import chain
from poolbook.ledger.model import Entry, EntryKind, Layer, Transfer
from tests.poolbook.ledger.histories import AT, EMPTY, HISTORIES, History, journal

SPENT = Transfer(0, Layer.ACTUAL, "spend", "creditors", 120_00, 4, "MH-01", "OCC", "", 1, 2)


def codes(history: History) -> set[str]:
    """What checking the chain finds."""
    return {found.code for found in chain.check(history.entries, history.transfers, EMPTY)}


def other(value: Any) -> Any:
    """A value of the same sort that is not the same."""
    if value is None:
        return 1
    if isinstance(value, Enum):
        return next(each for each in type(value) if each is not value)
    if isinstance(value, int):
        return value + 1
    if isinstance(value, datetime):
        return value + timedelta(seconds=1)
    if isinstance(value, date):
        return value + timedelta(days=1)
    return value + "x"


@given(HISTORIES)
def test_a_chain_that_was_left_alone_holds(history: History) -> None:
    assert codes(history) == set()


@given(HISTORIES, st.data())
def test_a_change_of_any_field_of_any_entry_is_found(history: History, data: st.DataObject) -> None:
    if history.entries:
        place = data.draw(st.integers(0, len(history.entries) - 1))
        field = data.draw(st.sampled_from([field.name for field in fields(Entry)]))
        changed = history.entries[place]
        history.entries[place] = replace(changed, **{field: other(getattr(changed, field))})
        assert codes(history)


@given(HISTORIES, st.data())
def test_a_change_of_any_field_of_any_transfer_is_found(history: History, data: st.DataObject) -> None:
    if history.transfers:
        place = data.draw(st.integers(0, len(history.transfers) - 1))
        field = data.draw(st.sampled_from([field.name for field in fields(Transfer)]))
        changed = history.transfers[place]
        history.transfers[place] = replace(changed, **{field: other(getattr(changed, field))})
        assert codes(history)


def drop_entry(history: History) -> None:
    """Take the first entry out, and what it moved."""
    history.entries.pop(0)
    history.transfers.pop(0)


def drop_transfer(history: History) -> None:
    """Take one transfer out."""
    history.transfers.pop()


def double_transfer(history: History) -> None:
    """Put one transfer in twice."""
    history.transfers.append(history.transfers[-1])


def swap_entries(history: History) -> None:
    """Let two entries change places."""
    history.entries[0], history.entries[1] = history.entries[1], history.entries[0]


def rehash(history: History) -> None:
    """Change an entry and give it the hash that fits."""
    changed = replace(history.entries[0], description="Another")
    mine = [each for each in history.transfers if each.entry == 1]
    history.entries[0] = chain.seal(changed, mine)


@pytest.mark.parametrize(
    ("tamper", "found"),
    [
        (drop_entry, {"chain.number", "chain.link"}),
        (drop_transfer, {"chain.hash"}),
        (double_transfer, {"chain.hash"}),
        (swap_entries, {"chain.number", "chain.link"}),
        (rehash, {"chain.link"}),
    ],
)
def test_each_way_of_tampering_is_named(tamper: Callable[[History], None], found: set[str]) -> None:
    history = History(EMPTY, [], [])
    for _ in range(3):
        history.keep(journal(history.head, [SPENT]))
    tamper(history)
    assert codes(history) == found


def test_transfers_of_an_entry_that_is_not_there_are_named() -> None:
    history = History(EMPTY, [], [replace(SPENT, entry=7)])
    assert codes(history) == {"chain.no_entry"}


def test_a_chain_cannot_be_passed_off_as_another_funds_or_another_years() -> None:
    history = History(EMPTY, [], [])
    history.keep(journal(EMPTY, [SPENT]))
    for start in (chain.start("mental-health", "2010-11"), chain.start("other", "2009-10")):
        assert [found.code for found in chain.check(history.entries, history.transfers, start)] == ["chain.link"]


def test_the_bytes_are_those_of_the_reference_page() -> None:
    """The worked example of docs/reference/ledger.md, "The chain", written out by hand."""
    posted = journal(EMPTY, [SPENT], description='Invoice "7", £5')
    start = hashlib.sha256(b'["poolbook-ledger/1","mental-health","2009-10"]\n').hexdigest()
    text = (
        f'["poolbook-entry/1","{start}",1,"journal","2009-07-03",1,"Invoice \\"7\\", £5","paper 1","A. Clerk",'
        '"2009-07-03T09:30:00Z","",null,""]\n'
        '["actual","spend","creditors",12000,4,"MH-01","OCC","",1,2]\n'
    )
    assert posted.entry.hash == hashlib.sha256(text.encode()).hexdigest()
    assert posted.entry.hash == "275ed7730365fb766e2db2280cf9ef8d08b14de4470bb2a94dcb0c2a725c71c5"


def test_a_head_knows_the_last_closed_period() -> None:
    closing = Entry(4, EntryKind.CLOSING, date(2009, 7, 3), 3, "", "", "", AT, hash="b")
    later = replace(closing, number=5, kind=EntryKind.JOURNAL, period=4, hash="c")
    assert chain.head_of([closing, later], EMPTY) == chain.Head(5, "c", closed=3)
