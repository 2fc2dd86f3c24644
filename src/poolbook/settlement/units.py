"""The units of a settlement: the whole pool as one, or each scheme, line or person by itself.

Source: docs/reference/settlement.md, "The frame".
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from poolbook.settlement.model import Case

#: The one unit there is at ``level: pool``.
POOL = "pool"


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit, in pence. ``contrib`` is by partner, ``causes`` by cause, ``meta`` is what rules match and resolve."""

    name: str
    contrib: Mapping[str, int]
    budget: int
    funding: int
    actual: int
    causes: Mapping[str, int]
    meta: Mapping[str, str]

    @property
    def variance(self) -> int:
        """Actual less funding: positive is an overspend."""
        return self.actual - self.funding


def units_of(case: Case) -> tuple[Unit, ...]:
    """The units in the order of ``contrib``; at ``level: pool`` the one unit that they add up to.

    Budget defaults to the unit's contributions and funding to its budget, unit by unit. Adding up takes sums of
    everything but ``meta``, where the last unit that has a key wins.
    """
    units = tuple(_unit(case, name) for name in case.contrib)
    return units if case.level == "scheme" else (_merged(units),)


def _unit(case: Case, name: str) -> Unit:
    contrib = case.contrib[name]
    budget = case.budget.get(name, sum(contrib.values()))
    return Unit(
        name=name,
        contrib=contrib,
        budget=budget,
        funding=case.funding.get(name, budget),
        actual=case.actual[name],
        causes=case.causes.get(name, {}),
        meta=case.meta.get(name, {}),
    )


def _merged(units: tuple[Unit, ...]) -> Unit:
    meta: dict[str, str] = {}
    for unit in units:
        meta.update(unit.meta)
    return Unit(
        name=POOL,
        contrib=_added_up([unit.contrib for unit in units]),
        budget=sum(unit.budget for unit in units),
        funding=sum(unit.funding for unit in units),
        actual=sum(unit.actual for unit in units),
        causes=_added_up([unit.causes for unit in units]),
        meta=meta,
    )


def _added_up(tables: list[Mapping[str, int]]) -> dict[str, int]:
    total: dict[str, int] = {}
    for table in tables:
        for key, pence in table.items():
            total[key] = total.get(key, 0) + pence
    return total
