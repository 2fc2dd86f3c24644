"""Clocks: when each stage of a dispute, a notice or a recovery plan ends.

The event's own day counts as day 0. Agreements differ on four points, so each is data: the unit of a length, whether an
end on a day when offices are shut moves to the next working day, whether an early escalation starts the next stage at
once, and which days are bank holidays. A day added to them later moves only stages that have not ended.

Source: docs/reference/clocks.md; Oxfordshire 2009, paragraph 29 (officers four weeks, chief executives four more).
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Literal

from poolbook.dates.working_days import FIRST_YEAR, LAST_YEAR, add_working_days, next_working_day

#: Longer than any notice, in whatever unit; a larger number is a slip.
MAX_LENGTH = 3_660

_LENGTH = re.compile(r"(?P<number>[0-9]{1,30}) +(?P<unit>working days?|days?|weeks?|months?)")

Unit = Literal["days", "weeks", "months", "working days"]


@dataclass(frozen=True, slots=True)
class Length:
    """How long a stage lasts."""

    number: int
    unit: Unit

    def __str__(self) -> str:
        return f"{self.number} {self.unit.removesuffix('s') if self.number == 1 else self.unit}"


def parse_length(text: str) -> Length:
    """A length as people write it; the plural is not checked (``1 months``). ``ValueError`` for anything else.

    >>> parse_length("4 weeks"), str(parse_length("1 months")), str(parse_length("10 working days"))
    (Length(number=4, unit='weeks'), '1 month', '10 working days')
    """
    found = _LENGTH.fullmatch(" ".join(text.lower().split()))
    if found is None:
        raise ValueError("write a length as 10 days, 4 weeks, 6 months or 10 working days")
    units: dict[str, Unit] = {"day": "days", "week": "weeks", "month": "months", "working day": "working days"}
    length = Length(int(found["number"]), units[found["unit"].removesuffix("s")])
    if length.number > MAX_LENGTH:
        raise ValueError(f"{length} is longer than any stage: {MAX_LENGTH:,} {length.unit} at most")
    return length


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage of a clock: its name in the agreement and how long it lasts."""

    name: str
    length: Length


@dataclass(frozen=True, slots=True)
class Closure:
    """A day on which offices are shut, beside the bank holidays that are known. ``announced`` is when it became
    known, None when it always was."""

    day: date
    announced: date | None = None


@dataclass(frozen=True)
class Clock:
    """Stages one after another from ``starts`` (day 0).

    ``roll`` says what happens to an end on a day when offices are shut; ``escalated`` gives the day on which a stage
    was cut short, and ``clock_from`` whether the next stage then starts at once or when this one would have ended.
    """

    starts: date
    stages: tuple[Stage, ...]
    roll: Literal["none", "next_working_day"] = "none"
    clock_from: Literal["previous_stage_end", "escalation"] = "previous_stage_end"
    escalated: Mapping[str, date] = field(default_factory=dict)
    closures: tuple[Closure, ...] = ()


@dataclass(frozen=True, slots=True)
class Ran:
    """One stage as it ran: from day 0 to its end; ``rolled_from`` is the end before it moved to a working day,
    ``escalated`` the day it was cut short, each None where that did not happen."""

    stage: Stage
    starts: date
    ends: date
    rolled_from: date | None = None
    escalated: date | None = None


class ClockRefused(ValueError):
    """The clock cannot be run, for these reasons: each a key (``escalated.officers``) and what is wrong with it."""

    def __init__(self, reasons: list[tuple[str, str]]) -> None:
        self.reasons = tuple(reasons)
        super().__init__("; ".join(message for _, message in reasons))


def run(clock: Clock) -> tuple[Ran, ...]:
    """Every stage with the day it ends. Raises :class:`ClockRefused` with all its reasons.

    >>> four_weeks = parse_length("4 weeks")
    >>> stages = (Stage("officers", four_weeks), Stage("chief executives", four_weeks))
    >>> [str(each.ends) for each in run(Clock(date(2009, 6, 1), stages))]
    ['2009-06-29', '2009-07-27']
    """
    reasons = _misfits(clock)
    if reasons:
        raise ClockRefused(reasons)
    ran: list[Ran] = []
    starts = clock.starts
    for stage in clock.stages:
        try:
            each = _stage(clock, stage, starts)
        except (ValueError, OverflowError) as problem:
            raise ClockRefused([*reasons, ("stages", f"{stage.name} cannot be dated: {problem}")]) from None
        if each.escalated is not None and not starts <= each.escalated <= _due(clock, stage, starts)[1]:
            due = _due(clock, stage, starts)[1]
            message = f"{stage.name} ran from {starts} to {due}: it cannot have been escalated on {each.escalated}"
            reasons.append((f"escalated.{stage.name}", message))
        ran.append(each)
        starts = each.ends
    if reasons:
        raise ClockRefused(reasons)
    return tuple(ran)


def _misfits(clock: Clock) -> list[tuple[str, str]]:
    names = [stage.name for stage in clock.stages]
    reasons = [
        (f"stages[{i + 1}].name", f"{name} is the name of two stages")
        for i, name in enumerate(names)
        if name in names[:i]
    ]
    reasons += [
        (f"escalated.{name}", f"{name} is not a stage: the stages are {', '.join(names)}")
        for name in clock.escalated
        if name not in names
    ]
    if not FIRST_YEAR <= clock.starts.year <= LAST_YEAR:
        reasons.append(("starts", f"{clock.starts} is too far away: give a year from {FIRST_YEAR} to {LAST_YEAR}"))
    return reasons


def _stage(clock: Clock, stage: Stage, starts: date) -> Ran:
    end, due = _due(clock, stage, starts)
    escalated = clock.escalated.get(stage.name)
    if escalated is not None and clock.clock_from == "escalation":
        return Ran(stage, starts, escalated, escalated=escalated)
    return Ran(stage, starts, due, rolled_from=end if due != end else None, escalated=escalated)


def _due(clock: Clock, stage: Stage, starts: date) -> tuple[date, date]:
    """When the stage ends, before and after rolling. A closure announced after it had ended does not count."""
    known = {each.day for each in clock.closures if each.announced is None}
    end, due = _ends(clock, stage, starts, known)
    later = [each for each in clock.closures if each.announced is not None]
    for each in sorted(later, key=lambda closure: closure.announced or date.min):
        if each.announced is not None and each.announced <= due:
            known.add(each.day)
            end, due = _ends(clock, stage, starts, known)
    return end, due


def _ends(clock: Clock, stage: Stage, starts: date, known: set[date]) -> tuple[date, date]:
    end = add(starts, stage.length, known)
    return end, next_working_day(end, known) if clock.roll == "next_working_day" else end


def add(day: date, length: Length, closures: set[date] | frozenset[date] = frozenset()) -> date:
    """The day a length after another; months clamp to the end of a shorter month. ``ValueError`` past
    :data:`LAST_YEAR`.

    >>> add(date(2016, 8, 31), parse_length("6 months"))
    datetime.date(2017, 2, 28)
    """
    if length.unit == "working days":
        return add_working_days(day, length.number, closures)
    if length.unit == "months":
        year, month = divmod(day.year * 12 + day.month - 1 + length.number, 12)
        end = (year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1])) if year <= LAST_YEAR else None
    else:
        later = day + timedelta(days=length.number * (7 if length.unit == "weeks" else 1))
        end = (later.year, later.month, later.day) if later.year <= LAST_YEAR else None
    if end is None:
        raise ValueError(f"it would end after {LAST_YEAR}")
    return date(*end)
