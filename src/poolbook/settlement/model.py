"""The records of a settlement: the Case that goes in, the Steps, the Settlement that comes out.

``poolbook try`` reads a Case from a file; :func:`poolbook.settlement.case.of` makes one from a Book. Both go through
the same :func:`poolbook.settlement.settle.settle`.

Source: docs/reference/settlement.md (the vocabulary); all amounts are whole pence, positive = overspend, and a
source's positive amount is what it pays in.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal

from poolbook.findings import Finding
from poolbook.terms.waterfall import Rule

#: A partner's code, ``reserve:NAME``, ``carry_forward`` or ``undecided``.
Source = str

CARRY_FORWARD = "carry_forward"
UNDECIDED = "undecided"


def reserve(name: str) -> Source:
    """The source that a reserve of this name is."""
    return f"reserve:{name}"


@dataclass(frozen=True)
class Case:
    """Everything that one settlement depends on.

    ``partners`` are the settling parties; their order breaks ties. ``contrib`` gives pence by unit and partner, and its
    order is the order of units. ``budget`` and ``funding`` default, by unit, to the sum of contributions and to the
    budget. ``causes`` are magnitudes by unit and cause. ``meta`` is what ``scope`` matches and what ``to: host``,
    ``lead`` and ``responsible`` resolve from. ``facts`` are true or pence.
    """

    id: str
    partners: tuple[str, ...]
    level: Literal["pool", "scheme"]
    contrib: Mapping[str, Mapping[str, int]]
    actual: Mapping[str, int]
    rules: tuple[Rule, ...]
    budget: Mapping[str, int] = field(default_factory=dict)
    funding: Mapping[str, int] = field(default_factory=dict)
    causes: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    reserves: Mapping[str, int] = field(default_factory=dict)
    meta: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    facts: Mapping[str, bool | int] = field(default_factory=dict)
    weights: Mapping[str, Mapping[str, int | Fraction]] = field(default_factory=dict)
    decisions: Mapping[str, Mapping[Source, int]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Move:
    """Part of a unit's residual that a rule moved to a source. ``net`` moves between units have ``source`` ``unit:X``
    for the unit on the other side and never reach a partner."""

    unit: str
    source: Source
    pence: int


@dataclass(frozen=True, slots=True)
class Step:
    """What one rule did: ``rule`` is its place in the waterfall from 1 (0: what was left after the last rule);
    ``remaining`` is every unit's residual afterwards; ``sentence`` says it in words, clause included."""

    rule: int
    verb: str
    clause: str
    moves: tuple[Move, ...]
    remaining: Mapping[str, int]
    sentence: str


@dataclass(frozen=True)
class Settlement:
    """Who bears the variance. ``sources`` always sums to ``variance``; ``by_unit`` gives the same by unit; it is
    ``settled`` when no unit has anything undecided, even where the sum undecided is nil."""

    case: Case
    variance: Mapping[str, int]  #: by unit, at the start
    sources: Mapping[Source, int]
    by_unit: Mapping[str, Mapping[Source, int]]
    steps: tuple[Step, ...]
    rejected_decisions: tuple[str, ...]
    reserves: Mapping[str, int]  #: balances afterwards
    findings: tuple[Finding, ...] = ()

    @property
    def settled(self) -> bool:
        """Whether the agreement and the recorded decisions settle every penny of every unit."""
        return not any(sources.get(UNDECIDED) for sources in self.by_unit.values())
