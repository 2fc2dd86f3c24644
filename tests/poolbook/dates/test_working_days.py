"""Working days in England."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from poolbook.dates.working_days import (
    FIRST_YEAR,
    LAST_YEAR,
    add_working_days,
    bank_holidays,
    is_working_day,
    next_working_day,
)

DAYS = st.dates(date(1980, 1, 1), date(2090, 12, 31))


@pytest.mark.parametrize(
    ("year", "expected"),
    [
        (2009, "01-01 04-10 04-13 05-04 05-25 08-31 12-25 12-28"),
        (2011, "01-03 04-22 04-25 04-29 05-02 05-30 08-29 12-26 12-27"),  # a royal wedding
        (2012, "01-02 04-06 04-09 05-07 06-04 06-05 08-27 12-25 12-26"),  # a jubilee moved the spring holiday
        (2020, "01-01 04-10 04-13 05-08 05-25 08-31 12-25 12-28"),  # the early May holiday moved to VE day
        (2022, "01-03 04-15 04-18 05-02 06-02 06-03 08-29 09-19 12-26 12-27"),  # a jubilee, a state funeral
        (2023, "01-02 04-07 04-10 05-01 05-08 05-29 08-28 12-25 12-26"),  # a coronation
    ],
)
def test_the_bank_holidays_that_fall_on_weekdays_are_those_of_england(year: int, expected: str) -> None:
    weekdays = sorted(day for day in bank_holidays(year) if day.weekday() < 5)
    assert " ".join(day.isoformat()[5:] for day in weekdays) == expected


def test_saint_andrews_day_and_the_twelfth_of_july_are_working_days_in_england() -> None:
    assert is_working_day(date(2009, 11, 30))
    assert is_working_day(date(2010, 7, 12))


def test_further_closures_come_as_data() -> None:
    day = date(2009, 6, 1)
    assert is_working_day(day)
    assert not is_working_day(day, {day})
    assert next_working_day(day, {day, date(2009, 6, 2)}) == date(2009, 6, 3)


def test_years_out_of_reach_are_refused_in_words() -> None:
    for year in (FIRST_YEAR - 1, LAST_YEAR + 1):
        with pytest.raises(ValueError, match="give a date from 1972 to 2100"):
            bank_holidays(year)


def test_day_nought_may_be_a_day_when_offices_are_shut() -> None:
    assert add_working_days(date(2009, 12, 26), 1) == date(2009, 12, 29)
    assert add_working_days(date(2009, 12, 26), 0) == date(2009, 12, 26)


@given(DAYS, st.integers(0, 60))
def test_as_many_working_days_lie_between_as_were_added(day: date, number: int) -> None:
    end = add_working_days(day, number)
    passed = (day + timedelta(days=i) for i in range(1, (end - day).days + 1))
    assert sum(is_working_day(each) for each in passed) == number


@given(DAYS)
def test_the_next_working_day_is_the_nearest_one_not_before(day: date) -> None:
    rolled = next_working_day(day)
    assert is_working_day(rolled)
    assert not any(is_working_day(day + timedelta(days=i)) for i in range((rolled - day).days))
