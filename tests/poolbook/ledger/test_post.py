"""Posting: what makes an entry, and what is refused."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from poolbook.findings import Refused
from poolbook.ledger.balances import Balances
from poolbook.ledger.chain import Head
from poolbook.ledger.model import EntryKind, Layer, Transfer
from poolbook.ledger.post import post
from tests.poolbook.ledger.histories import AT, EMPTY, HISTORIES, ON, History, journal

SPENT = Transfer(0, Layer.ACTUAL, "spend", "creditors", 120_00, 4, "MH-01", "OCC")


def refused(*moved: Transfer, head: Head = EMPTY, **changes: Any) -> list[str]:
    """The codes that posting these is refused with."""
    wanted: dict[str, Any] = {
        "kind": EntryKind.JOURNAL,
        "on": ON,
        "period": 4,
        "description": "Invoice",
        "source": "paper 1",
        "by": "A. Clerk",
        "at": AT,
    }
    with pytest.raises(Refused) as refusal:
        post(head, moved, **(wanted | changes))
    return [found.code for found in refusal.value.findings]


def test_an_entry_takes_the_next_number_and_its_transfers_take_it_too() -> None:
    first = journal(EMPTY, [SPENT])
    second = journal(first.head, [SPENT, SPENT])
    assert (first.entry.number, second.entry.number) == (1, 2)
    assert [each.entry for each in second.transfers] == [2, 2]
    assert second.entry.previous == first.entry.hash != second.entry.hash


def test_an_amount_may_be_nil_only_over_lines_that_cancel() -> None:
    assert refused(replace(SPENT, amount=0)) == ["ledger.amount"]
    over_lines = journal(EMPTY, [replace(SPENT, amount=0, first_line=1, last_line=2)])
    assert over_lines.transfers[0].amount == 0


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"amount": -1}, "ledger.amount"),
        ({"amount": 10**17}, "ledger.amount"),
        ({"debit": "creditors"}, "ledger.same_account"),
        ({"debit": "petty_cash"}, "ledger.account"),
        ({"credit": "reserves/"}, "ledger.account"),
        ({"period": 0}, "ledger.period"),
        ({"period": 16}, "ledger.period"),
        ({"first_line": 3}, "ledger.lines"),
        ({"first_line": 3, "last_line": 2}, "ledger.lines"),
        ({"first_line": 0, "last_line": 2}, "ledger.lines"),
        ({"scheme": "MH\0"}, "ledger.text"),
        ({"partner": "\ud800"}, "ledger.text"),
    ],
)
def test_a_faulty_transfer_is_refused(change: dict[str, Any], code: str) -> None:
    assert refused(replace(SPENT, **change)) == [code]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"by": " "}, "ledger.missing"),
        ({"description": ""}, "ledger.missing"),
        ({"at": datetime(2009, 7, 3)}, "ledger.moment"),  # noqa: DTZ001 - a moment without a zone is the point
        ({"kind": EntryKind.REVERSAL}, "ledger.reverses"),
        ({"reverses": 1}, "ledger.reverses"),
        ({"kind": EntryKind.CLOSING}, "ledger.closing"),
        ({"source": "\0"}, "ledger.text"),
    ],
)
def test_a_faulty_entry_is_refused(change: dict[str, Any], code: str) -> None:
    assert refused(SPENT, **change) == [code]


def test_an_entry_without_transfers_is_refused_unless_a_file_held_nothing_new() -> None:
    assert refused() == ["ledger.empty"]
    received = post(
        EMPTY, [], kind=EntryKind.IMPORT, on=ON, period=4, description="July again", source="a.csv", by="A", at=AT
    )
    assert received.transfers == ()


def test_every_fault_is_named_at_once_with_the_transfer_it_is_in() -> None:
    with pytest.raises(Refused) as refusal:
        journal(EMPTY, [SPENT, replace(SPENT, amount=-5), replace(SPENT, debit="petty_cash", period=99)])
    named = [(found.where.key, found.code) for found in refusal.value.findings]
    assert named == [
        ("transfer 2", "ledger.amount"),
        ("transfer 3", "ledger.period"),
        ("transfer 3", "ledger.account"),
    ]


def test_a_closed_period_takes_nothing_more() -> None:
    closed = Head(3, "", closed=4)
    assert refused(SPENT, head=closed, period=5) == ["ledger.period_closed"]
    assert refused(replace(SPENT, period=5), head=closed) == ["ledger.period_closed"]


@given(HISTORIES)
def test_the_balances_are_the_sum_of_the_transfers(history: History) -> None:
    balances = Balances.of(history.transfers)
    for cell, pence in balances:
        mine = [
            each
            for each in history.transfers
            if (each.layer, each.scheme, each.partner, each.period)
            == (cell.layer, cell.scheme, cell.partner, cell.period)
        ]
        debits = sum(each.amount for each in mine if each.debit == cell.account)
        assert pence == debits - sum(each.amount for each in mine if each.credit == cell.account)


@given(HISTORIES)
def test_every_layer_of_every_entry_balances(history: History) -> None:
    for entry in history.entries:
        mine = Balances.of(each for each in history.transfers if each.entry == entry.number)
        assert all(mine.total(layer) == 0 for layer in Layer)


@given(HISTORIES, st.integers(1, 15), st.sampled_from(Layer))
def test_a_total_to_a_period_is_the_sum_of_the_totals_of_the_periods(history: History, to: int, layer: Layer) -> None:
    balances = Balances.of(history.transfers)
    by_period = sum(balances.total(layer, "spend", period=period) for period in range(1, to + 1))
    assert balances.total(layer, "spend", to=to) == by_period
