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
from poolbook.terms.waterfall import ContribRef, FactRef, Rule

#: A partner's code, ``reserve:NAME``, ``carry_forward`` or ``undecided``.
Source = str

CARRY_FORWARD = "carry_forward"
UNDECIDED = "undecided"


_RESERVE, _UNIT = "reserve:", "unit:"


def reserve(name: str) -> Source:
    """The source that a reserve of this name is."""
    return f"{_RESERVE}{name}"


def reserve_of(source: Source) -> str | None:
    """The name of the reserve that a source is, or None.

    >>> reserve_of("reserve:risk_pool"), reserve_of("carry_forward")
    ('risk_pool', None)
    """
    return source.removeprefix(_RESERVE) if source.startswith(_RESERVE) else None


def other_unit(name: str) -> Source:
    """The other side of a move between units."""
    return f"{_UNIT}{name}"


def unit_of(source: Source) -> str | None:
    """The unit on the other side of a move between units, or None."""
    return source.removeprefix(_UNIT) if source.startswith(_UNIT) else None


@dataclass(frozen=True)
class Case:
    """Everything that one settlement depends on.

    ``partners`` are the settling parties; their order breaks ties. ``contrib`` gives pence by unit and partner, and its
    order is the order of units. ``budget`` and ``funding`` default, by unit, to the sum of contributions and to the
    budget. ``causes`` are magnitudes by unit and cause. ``meta`` holds the data of units: ``scope`` is compared
    with them, and ``to: host``, ``lead`` and ``responsible`` are looked up in them. ``facts`` are true or pence.
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
    names: Mapping[str, str] = field(default_factory=dict)  #: what codes are called in sentences, where that is known
    findings: tuple[Finding, ...] = ()  #: what had to be assumed to make the case; carried into the settlement

    def pence(self, bound: int | FactRef | ContribRef) -> int:
        """A limit or cap: a sum, a recorded fact (that it is was checked before any rule ran), or what a partner
        contributes over all units."""
        if isinstance(bound, FactRef):
            return int(self.facts[bound.fact])
        if isinstance(bound, ContribRef):
            return sum(by.get(bound.contrib, 0) for by in self.contrib.values())
        return bound


@dataclass(frozen=True, slots=True)
class Move:
    """Part of a unit's residual that a rule moved to a source. Moves between units (``net``, and a decision over units
    with residuals both ways) have ``source`` ``unit:X`` for the unit on the other side and never reach a partner."""

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
    """Who bears the variance. ``sources`` always sums to ``variance``; ``by_unit`` gives the same by unit, where a
    unit's sources and what is ``netted`` against other units sum to its variance; it is ``settled`` when no unit has
    anything undecided, even where the sum undecided is nil. Every partner is in ``sources``, at nil if it bears
    nothing; other sources only where they were touched."""

    case: Case
    variance: Mapping[str, int]  #: by unit, at the start
    sources: Mapping[Source, int]
    by_unit: Mapping[str, Mapping[Source, int]]
    steps: tuple[Step, ...]
    rejected_decisions: tuple[str, ...]
    reserves: Mapping[str, int]  #: balances afterwards
    netted: Mapping[str, int] = field(default_factory=dict)  #: by unit, what other units met (sums to nil)
    findings: tuple[Finding, ...] = ()

    @property
    def settled(self) -> bool:
        """Whether the agreement and the recorded decisions settle every penny of every unit."""
        return not any(sources.get(UNDECIDED) for sources in self.by_unit.values())
