"""Clocks: lengths, clamping, rolling, escalation, and bank holidays that come late."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from poolbook.dates.clocks import Clock, ClockRefused, Closure, Length, Stage, add, parse_length, run


def clock(starts: str, *lengths: str, roll: bool = False) -> Clock:
    """Stages ``s1``, ``s2`` … of these lengths."""
    stages = tuple(Stage(f"s{i}", parse_length(length)) for i, length in enumerate(lengths, start=1))
    return Clock(date.fromisoformat(starts), stages, roll="next_working_day" if roll else "none")


def ends(running: Clock) -> list[str]:
    """The end of each stage."""
    return [each.ends.isoformat() for each in run(running)]


def refused(running: Clock) -> list[str]:
    """The keys of the reasons that a clock is refused for."""
    with pytest.raises(ClockRefused) as problem:
        run(running)
    return [key for key, _ in problem.value.reasons]


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("1 day", Length(1, "days")),
        ("28 days", Length(28, "days")),
        ("1 weeks", Length(1, "weeks")),
        ("1 month", Length(1, "months")),
        ("1 months", Length(1, "months")),
        ("  10  Working  Days ", Length(10, "working days")),
        ("0 days", Length(0, "days")),
    ],
)
def test_lengths_are_read_as_people_write_them(text: str, length: Length) -> None:
    assert parse_length(text) == length


@pytest.mark.parametrize(
    "text",
    ["", "4", "weeks", "-1 days", "1.5 weeks", "4weeks", "4 years", "four weeks", "1e3 days", "٣ days", "4000 days"],
)
def test_lengths_that_are_no_lengths_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"write a length as|is longer than any stage: 3,660 days at most"):
        parse_length(text)


@pytest.mark.parametrize(
    ("starts", "length", "end"),
    [
        ("2016-08-31", "6 months", "2017-02-28"),
        ("2015-08-31", "6 months", "2016-02-29"),
        ("2009-01-31", "1 month", "2009-02-28"),
        ("2009-02-28", "1 month", "2009-03-28"),
        ("2009-12-31", "12 months", "2010-12-31"),
        ("2012-02-29", "12 months", "2013-02-28"),
        ("2009-06-01", "4 weeks", "2009-06-29"),
        ("2009-06-01", "0 days", "2009-06-01"),
        ("2015-04-02", "10 working days", "2015-04-20"),
    ],
)
def test_counting_begins_after_the_event_and_months_clamp(starts: str, length: str, end: str) -> None:
    assert ends(clock(starts, length)) == [end]


def test_a_stage_begins_where_a_clamped_one_ended() -> None:
    assert ends(clock("2009-01-31", "1 month", "1 month")) == ["2009-02-28", "2009-03-28"]


def test_a_stage_begins_where_a_rolled_one_ended() -> None:
    assert ends(clock("2009-11-27", "4 weeks", "4 weeks", roll=True)) == ["2009-12-29", "2010-01-26"]
    assert run(clock("2009-11-27", "4 weeks", roll=True))[0].rolled_from == date(2009, 12, 25)


def test_without_rolling_a_stage_may_end_on_a_bank_holiday() -> None:
    assert ends(clock("2009-11-27", "4 weeks", "4 weeks")) == ["2009-12-25", "2010-01-22"]


@pytest.mark.parametrize(
    ("mode", "expected"),
    [("previous_stage_end", ["2009-06-29", "2009-07-27"]), ("escalation", ["2009-06-10", "2009-07-08"])],
)
def test_an_early_escalation_moves_dates_only_where_the_clock_runs_from_it(mode: Any, expected: list[str]) -> None:
    running = replace(clock("2009-06-01", "4 weeks", "4 weeks"), escalated={"s1": date(2009, 6, 10)})
    assert ends(replace(running, clock_from=mode)) == expected


def test_an_escalation_is_taken_as_it_is_and_never_rolled() -> None:
    saturday = date(2009, 6, 13)
    running = replace(clock("2009-06-01", "4 weeks", "1 week", roll=True), escalated={"s1": saturday})
    assert ends(replace(running, clock_from="escalation")) == ["2009-06-13", "2009-06-22"]  # the 20th is a Saturday


@pytest.mark.parametrize("mode", ["previous_stage_end", "escalation"])
def test_an_escalation_after_the_end_or_before_the_start_is_refused_either_way(mode: Any) -> None:
    running = replace(clock("2009-11-27", "4 weeks", "4 weeks", roll=True), clock_from=mode)
    assert refused(replace(running, escalated={"s1": date(2009, 12, 30)})) == ["escalated.s1"]
    assert refused(replace(running, escalated={"s1": date(2009, 11, 26)})) == ["escalated.s1"]
    for day in (date(2009, 11, 27), date(2009, 12, 29)):  # its start and its end as rolled
        assert len(ends(replace(running, escalated={"s1": day}))) == 2


def test_an_escalation_before_a_later_stage_starts_is_refused() -> None:
    running = replace(clock("2009-06-01", "4 weeks", "4 weeks"), escalated={"s2": date(2009, 6, 20)})
    assert refused(running) == ["escalated.s2"]
    sooner = replace(running, escalated={"s1": date(2009, 6, 10), "s2": date(2009, 6, 20)}, clock_from="escalation")
    assert ends(sooner) == ["2009-06-10", "2009-06-20"]


def test_every_reason_is_told_at_once() -> None:
    running = clock("1900-01-01", "4 weeks", "4 weeks")
    twice = replace(running, stages=(*running.stages, running.stages[0]), escalated={"s9": date(2009, 1, 1)})
    assert refused(twice) == ["stages[3].name", "escalated.s9", "starts"]


def test_a_clock_that_runs_past_the_calendar_is_refused() -> None:
    for length in ("3000 days", "500 weeks", "1200 months", "3000 working days"):
        assert refused(clock("2099-06-01", length)) == ["stages"]


def test_a_closure_that_was_always_known_moves_every_stage_it_falls_in() -> None:
    running = replace(clock("2015-04-02", "10 working days"), closures=(Closure(date(2015, 4, 7)),))
    assert ends(running) == ["2015-04-21"]


def test_a_holiday_announced_later_moves_only_stages_that_have_not_ended() -> None:
    running = clock("2022-09-01", "5 working days", "10 working days")
    before = ends(running)
    assert before == ["2022-09-08", "2022-09-23"]  # the 19th was a bank holiday
    early = replace(running, closures=(Closure(date(2022, 9, 6), announced=date(2022, 9, 2)),))
    assert ends(early) == ["2022-09-09", "2022-09-26"]
    after_the_first = replace(running, closures=(Closure(date(2022, 9, 6), announced=date(2022, 9, 12)),))
    assert ends(after_the_first) == before
    in_the_second = replace(running, closures=(Closure(date(2022, 9, 12), announced=date(2022, 9, 9)),))
    assert ends(in_the_second) == ["2022-09-08", "2022-09-26"]


@given(st.dates(date(1990, 1, 1), date(2080, 1, 1)), st.integers(0, 60))
def test_months_never_end_in_a_month_further_on_than_asked(day: date, months: int) -> None:
    end = add(day, Length(months, "months"))
    assert (end.year * 12 + end.month) - (day.year * 12 + day.month) == months
    assert end.day <= day.day
