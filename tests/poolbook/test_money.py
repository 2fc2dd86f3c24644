"""Money: read strictly, shown plainly, split exactly."""

from __future__ import annotations

import time
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from poolbook import money

PENCE = st.integers(min_value=-(10**16), max_value=10**16)


@pytest.mark.parametrize(
    ("text", "pence"),
    [
        ("1234.5", 123450),
        ("1,234.50", 123450),
        ("£1,234,567", 123456700),
        ("£ 7", 700),
        ("-£0.01", -1),
        ("£-0.01", -1),
        ("\u22125", -500),
        ("+5.10", 510),
        ("(1,234.50)", -123450),
        ("123.45-", -12345),
        ("\u00a0 12 \u00a0", 1200),
        ("0", 0),
        ("999999999999999", 99999999999999900),
    ],
)
def test_amounts_are_read_as_people_and_finance_systems_write_them(text: str, pence: int) -> None:
    assert money.parse(text) == pence


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            " ",
            "-",
            "£",
            "()",
            "NaN",
            "sNaN",
            "inf",
            "-inf",
            "1e400",
            "1e400000",
            "1E3",
            "0x10",
            "1_000",
            "(٣)",
            "１２",
        ),
        *("1.234", "0.005", "1.2.3", "1,00", "1,2345", "12,34.50", ",123", "1 234.50", "1.", ".5", "£1,234.5.", "--5"),
        *("-(5)", "(-5)", "-5-", "(5", "5)", "5 pounds", "$5", "5p", "1" * 16, "9" * 5000, "1\n2", "5\x00"),
    ],
)
def test_what_is_no_amount_is_refused_in_words_and_in_no_time(text: str) -> None:
    started = time.process_time()
    with pytest.raises(ValueError, match=r"amount|sign|larger") as refused:
        money.parse(text)
    assert time.process_time() - started < 0.1
    assert len(str(refused.value)) < 120


@given(PENCE)
def test_what_is_shown_or_written_plainly_reads_back_the_same(pence: int) -> None:
    assert money.parse(money.show(pence)) == pence
    assert money.parse(money.plain(pence)) == pence


def test_a_split_gives_leftover_pennies_to_the_largest_parts_cut_off() -> None:
    assert money.split(300000001, [9900000000, 9600000000]) == [152307693, 147692308]
    assert money.split(10, [1, 1, 1]) == [4, 3, 3]
    assert money.split(-10, [1, 1, 1]) == [-4, -3, -3]
    assert money.split(1, [0, 1, 1]) == [0, 1, 0]
    assert money.split(0, [1, 2]) == [0, 0]


def test_a_split_by_thirds_is_exact_where_a_float_would_not_be() -> None:
    thirds = [Fraction(1, 3)] * 3
    assert money.split(10**15, thirds) == [333333333333334, 333333333333333, 333333333333333]


@pytest.mark.parametrize("weights", [[], [0, 0], [1, -1], [-1]])
def test_a_split_by_nothing_or_by_less_than_nothing_is_refused(weights: list[int]) -> None:
    with pytest.raises(ValueError, match="weights must not be negative"):
        money.split(10, weights)


@pytest.mark.parametrize(
    ("part", "whole", "shown"),
    [
        (1, 3, "33.3%"),
        (-1, 3, "-33.3%"),
        (1, -3, "-33.3%"),
        (0, 5, "0.0%"),
        (1, 2000, "0.1%"),
        (1, 2001, "0.0%"),
        (5, 0, "-"),
    ],
)
def test_percentages_round_half_away_from_nil_to_one_place(part: int, whole: int, shown: str) -> None:
    assert money.percent(part, whole) == shown
