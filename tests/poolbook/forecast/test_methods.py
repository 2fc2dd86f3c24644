"""The forecast methods, whatever was spent."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from poolbook.forecast import METHODS
from poolbook.forecast.history import History, nearest

pence = st.integers(-(10**11), 10**11)
spends = st.lists(pence, min_size=15, max_size=15).map(tuple)
months = st.one_of(st.just(()), st.lists(pence.filter(bool), min_size=12, max_size=12).map(tuple))
names = st.sampled_from(sorted(METHODS))


def seen(period: int, budget: int, by_month: tuple[int, ...], spend: tuple[int, ...]) -> History:
    """A history whose budget by month, where there is one, sums to its budget."""
    return History(period, sum(by_month) if by_month else budget, by_month, spend)


histories = st.builds(seen, st.integers(0, 15), pence, months, spends)
in_year = st.builds(seen, st.integers(0, 11), pence, months, spends)


def test_the_methods_are_those_of_the_reference_page() -> None:
    assert list(METHODS) == ["profile", "straight_line", "run_rate"]


@given(names, st.builds(seen, st.integers(12, 15), pence, months, spends))
def test_once_the_year_is_over_every_method_gives_what_was_spent(name: str, history: History) -> None:
    assert METHODS[name](history) == sum(history.spend[: history.period])


@given(names, pence, months, spends)
def test_before_anything_has_elapsed_every_method_gives_the_budget(
    name: str, budget: int, by_month: tuple[int, ...], spend: tuple[int, ...]
) -> None:
    history = seen(0, budget, by_month, spend)
    assert METHODS[name](history) == history.budget


@given(names, histories, spends)
def test_no_method_looks_at_what_lies_after_the_period(name: str, history: History, later: tuple[int, ...]) -> None:
    other = (*history.spend[: history.period], *later[history.period :])
    changed = History(history.period, history.budget, history.months, other)
    assert METHODS[name](changed) == METHODS[name](history)


@given(names, histories)
def test_a_credit_is_forecast_as_the_mirror_of_a_debit(name: str, history: History) -> None:
    mirror = History(
        history.period,
        -history.budget,
        tuple(-each for each in history.months),
        tuple(-each for each in history.spend),
    )
    assert METHODS[name](mirror) == -METHODS[name](history)


@given(names, in_year, st.integers(-9, 9))
def test_every_method_is_linear_where_no_penny_has_to_be_rounded(name: str, history: History, times: int) -> None:
    whole = 12 * 11 * 10 * 9 * 8 * 7 * 6 * 5  # so that no division leaves a rest
    one = scaled(history, whole)
    assert METHODS[name](scaled(one, times)) == times * METHODS[name](one)


def scaled(history: History, times: int) -> History:
    """The same history, so many times as large."""
    return History(
        history.period,
        history.budget * times,
        tuple(each * times for each in history.months),
        tuple(each * times for each in history.spend),
    )


@given(st.integers(0, 12), months.filter(bool))
def test_spending_to_profile_is_forecast_as_the_budget(period: int, by_month: tuple[int, ...]) -> None:
    history = History(period, sum(by_month), by_month, (*by_month, 0, 0, 0))
    assert METHODS["profile"](history) == history.budget


@given(st.sampled_from(["straight_line", "run_rate"]), st.integers(1, 12), pence)
def test_an_even_pace_is_forecast_as_twelve_months_of_it(name: str, period: int, a_month: int) -> None:
    history = History(period, 0, (), (a_month,) * 15)
    assert METHODS[name](history) == 12 * a_month


@given(pence, st.integers(1, 12))
def test_twelfths_are_never_more_than_half_a_penny_out(budget: int, period: int) -> None:
    profile = History(period, budget, (), (0,) * 15).profile_to_date
    assert abs(profile * 12 - budget * period) <= 6


@pytest.mark.parametrize(("numerator", "expected"), [(5, 3), (-5, -3), (4, 2), (0, 0)])
def test_half_a_penny_goes_away_from_nil(numerator: int, expected: int) -> None:
    assert nearest(numerator, 2) == expected


def test_the_run_rate_uses_what_months_there_are_while_fewer_than_three_have_elapsed() -> None:
    assert METHODS["run_rate"](History(2, 0, (), (100, 200, *[0] * 13))) == 300 + 10 * 150
