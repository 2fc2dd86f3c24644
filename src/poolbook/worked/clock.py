"""``kind: clock``: the day on which each stage of a clock ends.

Source: docs/reference/clocks.md; docs/reference/worked-examples.md, "Clock".
"""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from poolbook.dates import clocks
from poolbook.dates.clocks import Clock, ClockRefused, Closure, Length, Ran, Stage
from poolbook.findings import Where, error
from poolbook.worked.outcome import Outcome, refused
from poolbook.worked.reading import WorkedCase
from poolbook.yamlfile import Name, Strict, instead

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def _day(value: object) -> date:
    if isinstance(value, str) and _DAY.fullmatch(value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            pass
    raise ValueError(f"write a day of the calendar as 2009-06-01{instead(value)}")


def _length(value: object) -> Length:
    if isinstance(value, str):
        return clocks.parse_length(value)
    raise ValueError(f"write a length as 10 days, 4 weeks, 6 months or 10 working days{instead(value)}")


Day = Annotated[date, BeforeValidator(_day)]


class WrittenStage(Strict):
    """One stage as written."""

    name: Name
    length: Annotated[Length, BeforeValidator(_length)]


class ClockCase(Strict):
    """A clock case as written; each key is a row of docs/reference/worked-examples.md."""

    id: Name
    kind: Literal["clock"]
    starts: Day
    stages: Annotated[list[WrittenStage], Field(min_length=1)]
    roll: Literal["none", "next_working_day"] = "none"
    escalated: dict[Name, Day] = Field(default_factory=dict)
    clock_from: Literal["previous_stage_end", "escalation"] = "previous_stage_end"
    extra_holidays: list[Day] = Field(default_factory=list)
    expect: dict[Name, Day] | None = None

    def clock(self) -> Clock:
        """The clock to run: further holidays apply to every stage of a worked case."""
        return Clock(
            starts=self.starts,
            stages=tuple(Stage(each.name, each.length) for each in self.stages),
            roll=self.roll,
            clock_from=self.clock_from,
            escalated=self.escalated,
            closures=tuple(Closure(day) for day in self.extra_holidays),
        )


def run(written: WorkedCase) -> Outcome:
    """Run the clock and compare the stages that ``expect`` names."""
    record, faults = written.tried(ClockCase)
    if record is None or written.faults:
        return refused(written.id, written.kind, [*written.faults, *(found for _, found in faults)])
    try:
        ran = clocks.run(record.clock())
    except ClockRefused as problem:
        found = [error("clock.refused", message, Where(key=key)) for key, message in problem.reasons]
        return refused(written.id, written.kind, [written.place(each) for each in found])
    return _outcome(written, record, ran)


def _outcome(written: WorkedCase, record: ClockCase, ran: tuple[Ran, ...]) -> Outcome:
    result = {each.stage.name: each.ends.isoformat() for each in ran}
    expect = record.expect or {}
    unknown = [
        error(
            "worked.unknown_stage",
            f"expect names {name}, which is not a stage",
            written.document.where(("expect", name)),
        )
        for name in expect
        if name not in result
    ]
    differences = [
        f"{name}: expected {day.isoformat()}, came out {result[name]}"
        for name, day in expect.items()
        if name in result and result[name] != day.isoformat()
    ]
    return Outcome(
        id=written.id,
        kind=written.kind,
        matches=None if record.expect is None else not differences and not unknown,
        result=result,
        steps=tuple(_step(each) for each in ran),
        findings=tuple(unknown),
        differences=tuple(differences),
    )


def _step(ran: Ran) -> dict[str, Any]:
    starts, ends = ran.starts.isoformat(), ran.ends.isoformat()
    said = f"{ran.stage.name}: {ran.stage.length} from {starts} ends on {ends}."
    if ran.rolled_from is not None:
        said = f"{said[:-1]}, the next working day after {ran.rolled_from.isoformat()}."
    if ran.escalated is not None and ran.escalated == ran.ends:
        said = f"{ran.stage.name}: from {starts}, escalated on {ends}, which ends it."
    elif ran.escalated is not None:
        said = f"{said} It was escalated on {ran.escalated.isoformat()}, which changes no date."
    return {"stage": ran.stage.name, "starts": starts, "ends": ends, "sentence": said}
