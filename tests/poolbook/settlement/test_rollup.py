"""The settlement by legal partner."""

from __future__ import annotations

from typing import Any

from poolbook.settlement import case
from poolbook.settlement.rollup import RollUp, roll_up
from poolbook.settlement.settle import settle
from tests.poolbook.settlement.books import book

EQUAL = "settlement: {level: scheme, basis: gross, rules: [{share: {by: equal, among: [%s]}, when: over}]}"


def rolled(among: str, over: int, **given: Any) -> RollUp:
    """The roll-up of an overspend on one scheme, shared in equal parts."""
    made = book(EQUAL % among, **given)
    settlement = settle(case.of(made, {"HOMES": 150_000 + over, "TEAM": 15_000}))
    rollup = roll_up(settlement, made.terms)
    assert sum(line.pence for line in rollup.lines) + sum(rollup.others.values()) == over
    return rollup


def test_units_add_up_to_their_partner() -> None:
    rollup = rolled("ADULTS, HOUSING", 101)
    assert [(line.code, line.pence) for line in rollup.lines if line.pence] == [("CITY", 101)]
    assert rollup.lines[0].of == {"ADULTS": 51, "HOUSING": 50}
    assert rollup.final


def test_every_legal_partner_has_a_line_even_at_nil() -> None:
    assert [line.code for line in rolled("ADULTS", 5).lines] == ["CITY", "EAST", "SOUTH", "PCTS"]


def test_a_group_with_an_agreed_split_is_split_to_the_penny() -> None:
    rollup = rolled("PCTS", 101, split=", split: {SOUTH: 2.5, EAST: 2.5}")
    assert [(line.code, line.pence) for line in rollup.lines] == [("CITY", 0), ("EAST", 51), ("SOUTH", 50)]
    assert rollup.final


def test_a_group_without_a_split_stops_there_and_is_not_final() -> None:
    rollup = rolled("PCTS", 101)
    assert [(line.code, line.pence) for line in rollup.lines][-1] == ("PCTS", 101)
    assert not rollup.final
    assert [found.code for found in rollup.findings] == ["settlement.group_not_split"]
    assert "its members have not agreed the split" in rollup.findings[0].message


def test_what_is_undecided_or_kept_has_no_partner_and_what_is_undecided_is_not_final() -> None:
    rollup = rolled("ADULTS", -7)
    assert rollup.others == {"undecided": -7}
    assert not rollup.final
