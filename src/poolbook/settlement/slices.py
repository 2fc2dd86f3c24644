"""Which part of which unit a rule is about: direction, fact, scope, cause and limit, in that order.

Source: docs/reference/settlement.md, "The modifiers".
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from poolbook import money
from poolbook.findings import error
from poolbook.settlement.position import Position
from poolbook.settlement.units import Unit
from poolbook.terms.waterfall import FactRef, Percent, Rule


@dataclass(frozen=True, slots=True)
class Slice:
    """The part of a unit's residual that a rule is about; the sign says which way it points."""

    unit: str
    pence: int


def holds(position: Position, rule: Rule) -> bool:
    """Whether the fact that the rule asks for is recorded: true, or a sum other than nil."""
    return rule.condition is None or bool(position.case.facts.get(rule.condition.fact, False))


def reach(position: Position, rule: Rule) -> list[str]:
    """The units with something left that the rule's direction and scope let it see, in order."""
    return [
        name
        for name, unit in position.units.items()
        if in_scope(unit, rule) and points(position.residual[name], rule.when)
    ]


def in_scope(unit: Unit, rule: Rule) -> bool:
    """Whether the unit's data match every key of ``scope``."""
    return all(unit.meta.get(key) == value for key, value in rule.scope.items())


def points(residual: int, when: str | None) -> bool:
    """Whether something is left, in the direction asked for."""
    return residual > 0 if when == "over" else residual < 0 if when == "under" else residual != 0


def slices(position: Position, rule: Rule, *, among: Sequence[str] = (), only: str | None = None) -> list[Slice]:
    """The slices a rule may move now. ``among`` are the partners a limit by ``contributions_among`` means; ``only``
    is the direction of a verb that knows one only."""
    if not holds(position, rule):
        return []
    names = [name for name in reach(position, rule) if points(position.residual[name], only)]
    found = [_slice(position, rule, position.units[name], among) for name in names]
    return [each for each in found if each.pence]


def use_up(position: Position, rule: Rule, unit: str, moved: int) -> None:
    """A rule that names a cause uses up of it what it moved, whichever way that went."""
    if rule.cause is not None:
        position.causes[unit][rule.cause] -= abs(moved)


def _slice(position: Position, rule: Rule, unit: Unit, among: Sequence[str]) -> Slice:
    residual = position.residual[unit.name]
    size = abs(residual)
    if rule.cause is not None:
        size = min(size, position.causes[unit.name].get(rule.cause, 0))
    if size and rule.limit is not None:
        size = min(size, _limit(position, rule, unit, among))
    return Slice(unit.name, size if residual > 0 else -size)


def _limit(position: Position, rule: Rule, unit: Unit, among: Sequence[str]) -> int:
    """The most the rule moves of this unit; a percentage is exact, then rounded down to a penny."""
    limit = rule.limit
    if isinstance(limit, FactRef):
        return position.case.pence(limit)
    if not isinstance(limit, Percent):
        return limit or 0
    bases = {
        "budget": unit.budget,
        "contributions": sum(unit.contrib.values()),
        "contributions_among": sum(unit.contrib.get(partner, 0) for partner in among),
    }
    base = bases[limit.of]
    if base < 0 and limit.pct:
        of = limit.of.replace("_", " ")
        message = f"the limit is a percentage of the {of} of {unit.name}, which is negative ({money.show(base)})"
        position.refuse(error("settlement.negative", message, position.where("limit")))
        return 0
    exact = Fraction(limit.pct) * base / 100
    return exact.numerator // exact.denominator
