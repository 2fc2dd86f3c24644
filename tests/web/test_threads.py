"""What a thread does beside the caller is done in order, and no fault of it is lost."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial

import pytest

from poolbook_web.base.threads import Behind, spread


def slowly(made: list[int], number: int) -> None:
    """The first takes the longest."""
    time.sleep(0.02 if number == 0 else 0)
    made.append(number)


def faulty() -> None:
    """Work that fails."""
    raise OSError("the disk is full")


def test_what_is_done_behind_is_done_in_order_and_all_of_it_before_the_end() -> None:
    made: list[int] = []
    with Behind() as behind:
        for number in range(5):
            behind.do(partial(slowly, made, number))
    assert made == [0, 1, 2, 3, 4]


def behind(*works: Callable[[], object]) -> None:
    """Have all of these done behind, and then wait."""
    with Behind() as beside:
        for work in works:
            beside.do(work)


def test_a_fault_behind_is_raised_at_the_next_piece_or_at_the_end() -> None:
    after: list[int] = []
    with pytest.raises(OSError, match="full"):
        behind(faulty, partial(after.append, 1))
    assert not after
    with pytest.raises(OSError, match="full"):
        behind(faulty)


def test_the_callers_own_fault_is_the_one_that_is_told() -> None:
    def caller() -> None:
        with Behind() as beside:
            beside.do(faulty)
            raise ValueError("mine")

    with pytest.raises(ValueError, match="mine"):
        caller()


def test_results_of_several_threads_come_in_the_order_of_the_items() -> None:
    def doubled(number: int) -> int:
        time.sleep(0.02 if number == 0 else 0)
        return 2 * number

    assert list(spread(doubled, range(10))) == [2 * number for number in range(10)]
    assert list(spread(doubled, [])) == []


def test_a_fault_among_several_threads_is_raised() -> None:
    with pytest.raises(ZeroDivisionError):
        list(spread(lambda number: 1 // number, [2, 1, 0]))
