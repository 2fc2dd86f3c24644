"""Where a settlement stands while its rules run: what is left of each unit, of each cause and of each reserve.

Source: docs/reference/settlement.md, "The frame", "The modifiers" and "Reserves".
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from poolbook import money
from poolbook.findings import Finding, Where, warning
from poolbook.settlement.attribution import offset, spread
from poolbook.settlement.model import UNDECIDED, Case, Move, Source, other_unit, reserve_of
from poolbook.settlement.units import units_of


class Position:
    """What is left to settle, and all that has been moved so far. Pence; positive is over, or paid in."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self.units = {unit.name: unit for unit in units_of(case)}
        self.residual = {name: unit.variance for name, unit in self.units.items()}
        self.variance = dict(self.residual)
        self.causes = {name: dict(unit.causes) for name, unit in self.units.items()}
        self.balances = dict(case.reserves)
        self.by_unit: dict[str, defaultdict[Source, int]] = {name: defaultdict(int) for name in self.units}
        self.netted = dict.fromkeys(self.units, 0)
        self.paid: defaultdict[str, int] = defaultdict(int)
        self.received: defaultdict[str, int] = defaultdict(int)
        self.rejected: list[str] = []
        self.findings: list[Finding] = list(case.findings)
        self.refusals: list[Finding] = []
        self.rule = 0  #: the place of the rule that runs, from 1
        self.moves: list[Move] = []  #: of the rule that runs

    def pay(self, unit: str, source: Source, pence: int) -> None:
        """A source meets (or takes) part of a unit's residual."""
        self.attribute(unit, source, pence)
        self.charge(source, pence)

    def attribute(self, unit: str, source: Source, pence: int) -> None:
        """The part of a move that concerns the unit: its residual falls."""
        if pence:
            self.residual[unit] -= pence
            self.by_unit[unit][source] += pence
            self.moves.append(Move(unit, source, pence))

    def charge(self, source: Source, pence: int) -> None:
        """The part of a move that concerns the source: what a partner has borne, what a reserve has left."""
        if source in self.case.partners:
            (self.paid if pence > 0 else self.received)[source] += abs(pence)
        elif (name := reserve_of(source)) is not None and pence:
            self.balance(name)
            self.balances[name] = self.balances.get(name, 0) - pence
            if pence > 0 and self.balances[name] < 0:
                message = f"the reserve {name} is overdrawn: it stands at {money.show(self.balances[name])}"
                self.findings.append(warning("settlement.reserve_below_nil", message))

    def balance(self, name: str) -> int:
        """What a reserve holds: nil for one that nobody has recorded, which is noted once."""
        if name not in self.balances:
            self.balances[name] = 0
            message = f"there is no reserve {name}: it counts as nil. Record its balance, or correct the name"
            self.findings.append(warning("settlement.reserve_missing", message, self.where()))
        return self.balances[name]

    def borne(self, partner: str, *, over: bool) -> int:
        """What a partner has paid in so far (or, for an underspend, received), by every rule and over all units."""
        return (self.paid if over else self.received)[partner]

    def net(self, units: Sequence[str]) -> None:
        """The overspends and underspends of these units meet each other; no money moves between partners."""
        overs = [name for name in units if self.residual[name] > 0]
        unders = [name for name in units if self.residual[name] < 0]
        falls, rises = offset([self.residual[name] for name in overs], [-self.residual[name] for name in unders])
        for over, row in zip(overs, spread(rises, falls), strict=True):
            for under, pence in zip(unders, row, strict=True):
                for unit, other, part in ((over, under, pence), (under, over, -pence)):
                    if part:
                        self.residual[unit] -= part
                        self.netted[unit] += part
                        self.moves.append(Move(unit, other_unit(other), part))

    def leave_undecided(self, units: Iterable[str]) -> None:
        """What is left of these units is nobody's until somebody decides; later rules do not see it."""
        for name in units:
            self.attribute(name, UNDECIDED, self.residual[name])

    def refuse(self, found: Finding) -> None:
        """The rule that runs cannot be applied; all its reasons are told together."""
        if found not in self.refusals:
            self.refusals.append(found)

    def where(self, *keys: str) -> Where:
        """The place of the rule that runs, or of a key in it."""
        return Where(key=".".join([f"rules[{self.rule}]", *keys]))
