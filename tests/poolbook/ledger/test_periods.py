"""Closing periods."""

from __future__ import annotations

import pytest

from poolbook.findings import Refused
from poolbook.ledger import chain
from poolbook.ledger.chain import Head
from poolbook.ledger.model import EntryKind, Layer, Transfer
from poolbook.ledger.periods import close, is_open
from tests.poolbook.ledger.histories import AT, EMPTY, ON, YEAR, journal


def closed_to(period: int, head: Head = EMPTY) -> Head:
    """The head after a closing."""
    return close(head, year=YEAR, period=period, on=ON, by="A. Clerk", at=AT).head


def test_a_closing_is_an_entry_of_the_chain_that_moves_no_money() -> None:
    closing = close(EMPTY, year=YEAR, period=3, on=ON, by="A. Clerk", at=AT, source="trial balance of June")
    assert closing.entry.kind is EntryKind.CLOSING
    assert closing.entry.description == "Closed to the end of June 2009"
    assert closing.transfers == ()
    assert chain.head_of([closing.entry], EMPTY) == closing.head == Head(1, closing.entry.hash, closed=3)


def test_a_closing_takes_the_periods_before_it_along() -> None:
    head = closed_to(3)
    assert [is_open(head, period) for period in (1, 2, 3, 4, 15)] == [False, False, False, True, True]


def test_a_closed_period_cannot_be_closed_again_nor_opened() -> None:
    with pytest.raises(Refused, match="period 2 is closed: post in period 4") as refusal:
        closed_to(2, closed_to(3))
    assert refusal.value.findings[0].code == "ledger.period_closed"


def test_an_unknown_period_cannot_be_closed() -> None:
    with pytest.raises(Refused, match="16 is not a period"):
        closed_to(16)


def test_after_the_last_period_the_year_takes_nothing_more() -> None:
    spent = Transfer(0, Layer.ACTUAL, "spend", "creditors", 1, 15)
    with pytest.raises(Refused, match="so is the year"):
        journal(Head(2, "", closed=15), [spent])
