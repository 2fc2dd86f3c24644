"""The forecast of a whole fund: overrides, change since last month, and what is said about them."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from poolbook.book import Book, MonthEndForecast
from poolbook.findings import Refused
from poolbook.forecast import Figures, Forecast, SchemeForecast, project
from poolbook.ledger.balances import Balances, Cell
from poolbook.ledger.model import Layer, Transfer
from tests.poolbook.reports.small import AT, TRANSFERS, book, spent

#: The fund before anything is spent.
BUDGETS = [each for each in TRANSFERS if each.layer is Layer.BUDGET]


def one(forecast: Forecast, scheme: str) -> SchemeForecast:
    """A scheme's record."""
    return next(each for each in forecast.schemes if each.scheme == scheme)


def codes(forecast: Forecast) -> list[str]:
    """What the forecast has to say."""
    return [found.code for found in (*forecast.findings, *forecast.of_change)]


def override(
    period: int, pence: int = 1_300_000_00, *, scheme: str = "DAY", reason: str = "A move"
) -> MonthEndForecast:
    """A figure that an officer gave."""
    return MonthEndForecast(period, scheme, "override", pence, reason, "D. Manager", AT)


def recorded(*forecasts: MonthEndForecast) -> Book:
    """The fund with these forecasts and no others."""
    return book(forecasts=forecasts)


def test_a_scheme_over_profile_is_forecast_over_by_the_same_sum() -> None:
    day = one(project(recorded(), 6), "DAY")
    assert (day.budget, day.profile, day.actual) == (1_200_000_00, 600_000_00, 630_000_00)
    assert (day.outturn, day.variance) == (1_230_000_00, 30_000_00)


def test_the_method_is_an_argument_and_profile_where_none_is_named() -> None:
    assert project(recorded(), 6).method == "profile"
    assert one(project(recorded(), 6, method="straight_line"), "DAY").outturn == 1_260_000_00
    assert one(project(recorded(), 6, method="run_rate"), "DAY").outturn == 1_260_000_00


def test_an_override_replaces_the_figure_and_keeps_what_the_method_gives() -> None:
    day = one(project(recorded(override(6)), 6), "DAY")
    assert (day.method, day.outturn, day.computed) == ("override", 1_300_000_00, 1_230_000_00)
    assert (day.reason, day.by, day.recorded) == ("A move", "D. Manager", 6)


def test_an_override_stands_until_another_figure_is_recorded_and_is_reported_when_carried() -> None:
    carried = project(recorded(override(4)), 6)
    assert one(carried, "DAY").outturn == 1_300_000_00
    assert "forecast.override_carried" in codes(carried)
    ended = replace(override(5), method="profile", pence=1_225_000_00)
    assert one(project(recorded(override(4), ended), 6), "DAY").method == "profile"


def test_an_override_of_a_later_period_is_not_used_before_its_time() -> None:
    assert one(project(recorded(override(7)), 6), "DAY").method == "profile"


def test_of_two_overrides_for_one_period_the_later_stands() -> None:
    later = replace(override(6, 1_400_000_00), at=AT + timedelta(hours=1))
    assert one(project(recorded(later, override(6)), 6), "DAY").outturn == 1_400_000_00


def test_an_override_without_a_reason_is_reported() -> None:
    assert "forecast.override_without_reason" in codes(project(recorded(override(6, reason=" ")), 6))


def test_once_the_year_is_over_an_override_is_not_used_and_the_report_says_so() -> None:
    late = project(recorded(override(12)), 12)
    assert one(late, "DAY").outturn == one(late, "DAY").actual
    assert "forecast.override_after_year_end" in codes(late)


def test_change_is_measured_from_the_forecast_recorded_at_the_period_before() -> None:
    before = replace(override(5), method="profile", pence=1_225_000_00)
    day = one(project(recorded(before), 6), "DAY")
    assert (day.previous, day.previous_recorded, day.change) == (1_225_000_00, True, 5_000_00)


def test_where_no_forecast_was_recorded_the_earlier_one_is_worked_out_again_and_said() -> None:
    forecast = project(recorded(), 6)
    day = one(forecast, "DAY")
    assert (day.previous, day.previous_recorded) == (1_225_000_00, False)
    assert "forecast.previous_recomputed" in codes(forecast)


def test_an_officers_figure_is_not_compared_with_a_method_that_had_nothing_to_go_on() -> None:
    unspent = book(balances=Balances.of(BUDGETS), forecasts=(override(6),))
    forecast = project(unspent, 6)
    assert (one(forecast, "DAY").previous, one(forecast, "DAY").change) == (None, None)
    assert one(forecast, "HOME").change is not None
    assert [each.code for each in forecast.of_change] == ["forecast.no_previous", "forecast.previous_recomputed"]
    assert "no forecast of Day opportunities was recorded at August 2025" in forecast.of_change[0].message
    assert "no forecast of Supported living was recorded at August 2025" in forecast.of_change[1].message


def test_an_officers_figure_is_compared_with_an_earlier_one_whatever_was_spent() -> None:
    unspent = book(balances=Balances.of(BUDGETS), forecasts=(override(4, 1_250_000_00), override(6)))
    assert one(project(unspent, 6), "DAY").change == 50_000_00


def test_the_period_to_compare_with_is_an_argument() -> None:
    assert one(project(recorded(), 6, since=3), "DAY").change == 15_000_00


def test_adjustment_periods_are_in_the_outturn_as_far_as_the_report_goes() -> None:
    balances = Balances.of([*TRANSFERS, spent("DAY", 7_00, 13)])
    late = book(balances=balances)
    assert one(project(late, 13), "DAY").outturn - one(project(late, 12), "DAY").outturn == 7_00


def test_a_budget_entered_in_every_month_is_the_profile() -> None:
    months = [
        Transfer(1, Layer.BUDGET, "spend", "contributions", 100_00 * month, month, "DAY", "COUNCIL")
        for month in range(1, 13)
    ]
    day = one(project(book(balances=Balances.of(months)), 3), "DAY")
    assert (day.budget, day.profile, day.outturn) == (7_800_00, 600_00, 7_200_00)


def test_a_virement_in_one_month_does_not_make_a_profile() -> None:
    virement = Transfer(4, Layer.BUDGET, "spend", "unallocated", 12_00, 5, "DAY")
    day = one(project(book(balances=Balances.of([*TRANSFERS, virement])), 6), "DAY")
    assert day.profile == (1_200_012_00) // 2


def test_a_scheme_that_the_terms_do_not_name_is_shown_and_reported() -> None:
    forecast = project(book(balances=Balances.of([*TRANSFERS, spent("LOST", 5_00, 2)])), 6)
    assert one(forecast, "LOST").actual == 5_00
    assert "forecast.scheme_not_in_terms" in codes(forecast)


def test_a_scheme_without_a_budget_and_one_with_negative_spend_are_reported() -> None:
    forecast = project(book(balances=Balances.of([spent("DAY", -5_00, 2)])), 6)
    assert {"forecast.no_budget", "forecast.negative_actual"} <= set(codes(forecast))


def test_before_the_year_begins_the_forecast_is_the_budget() -> None:
    forecast = project(recorded(), 0)
    assert forecast.outturn == {"DAY": 1_200_000_00, "HOME": 2_400_000_00}
    assert [each.change for each in forecast.schemes] == [0, 0]
    assert codes(forecast) == ["forecast.nothing_elapsed"]


def test_an_unknown_method_and_period_are_refused_together() -> None:
    with pytest.raises(Refused) as refusal:
        project(recorded(), 16, method="guess", since=2)
    assert {found.code for found in refusal.value.findings} == {
        "forecast.unknown_method",
        "forecast.unknown_period",
    }


cells = st.tuples(
    st.builds(
        Cell,
        st.sampled_from(list(Layer)),
        st.sampled_from(["spend", "creditors", "reserves/a", "contributions"]),
        st.sampled_from(["", "DAY", "HOME", "LOST"]),
        st.sampled_from(["", "COUNCIL", "ICB"]),
        st.integers(1, 15),
    ),
    st.integers(-(10**9), 10**9),
)


@given(st.lists(cells, max_size=40), st.integers(0, 15))
def test_figures_grouped_once_equal_the_ledgers_own_totals(posted: list[tuple[Cell, int]], period: int) -> None:
    balances = Balances(posted)
    figures = Figures.of(balances)
    for layer in Layer:
        assert figures.scheme(layer, "spend", "DAY", period) == balances.total(layer, "spend", scheme="DAY", to=period)
        assert figures.partner(layer, "contributions", "ICB", period) == balances.total(
            layer, "contributions", partner="ICB", to=period
        )
        assert figures.account(layer, "reserves", to=period) == balances.total(layer, "reserves", to=period)
        assert sum(pence for _, pence in figures.accounts(layer, period)) == balances.total(layer, to=period)


@given(st.lists(cells, max_size=40), st.integers(0, 15))
def test_nothing_spent_is_left_out_of_a_forecast(posted: list[tuple[Cell, int]], period: int) -> None:
    balances = Balances(posted)
    forecast = project(book(balances=balances, forecasts=()), period)
    assert forecast.total(lambda each: each.actual) == balances.total(Layer.ACTUAL, "spend", to=period)
    assert forecast.total(lambda each: each.budget) == balances.total(Layer.BUDGET, "spend")
    assert sum(forecast.outturn.values()) == forecast.total(lambda each: each.outturn)
