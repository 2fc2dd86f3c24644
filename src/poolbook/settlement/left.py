"""What the rules leave to a body: all that its decision has to account for.

Source: docs/reference/settlement.md, "Each verb with a figure".
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from poolbook.settlement.model import Settlement
from poolbook.settlement.position import Position
from poolbook.settlement.slices import holds, reach


@dataclass(frozen=True, slots=True)
class Left:
    """What one rule leaves to its body: by unit, in pence, positive = overspend. A decision has to come to the sum."""

    body: str
    clause: str
    by_unit: Mapping[str, int]


def left_to_decide(settlement: Settlement) -> Iterator[Left]:
    """What each ``decide`` rule leaves to its body as the settlement reaches it, decided or not; nothing for a rule
    that finds no unit with something left."""
    position = Position(settlement.case)
    for rule, step in zip(settlement.case.rules, settlement.steps, strict=False):  # a step more: what no rule moved
        if rule.decide is not None and holds(position, rule) and (units := reach(position, rule)):
            yield Left(rule.decide.by, rule.clause, {name: position.residual[name] for name in units})
        position.residual = dict(step.remaining)
