"""A settlement by legal partner: only a council or an NHS body can owe money.

Units are parts of their partner and add up to it. A group that gave one figure is split as its members agreed; where
they agreed nothing, the sum stops at the group and the roll-up is not final.

Source: docs/reference/settlement.md, "By legal partner"; SI 2000/617 reg 2 (who can be a partner).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from poolbook import money
from poolbook.findings import Finding, Where, warning
from poolbook.settlement.model import Settlement, Source
from poolbook.terms import ask
from poolbook.terms.model import Group, Terms


@dataclass(frozen=True, slots=True)
class Line:
    """What one legal partner (or one group that has not agreed a split) pays in, in pence; negative: receives. ``of``
    says through whom: itself, its units, its groups."""

    code: str
    name: str
    pence: int
    of: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class RollUp:
    """Every legal partner in the order of the agreement, then any group left whole; ``others`` are the sources that
    are no partner. ``final`` when the settlement is settled and every penny of it has a legal partner."""

    lines: tuple[Line, ...]
    others: Mapping[Source, int]
    final: bool
    findings: tuple[Finding, ...]


def roll_up(settlement: Settlement, terms: Terms) -> RollUp:
    """The settlement by legal partner. Lines and others sum to the variance, as the settlement does."""
    through: dict[str, dict[str, int]] = {partner.code: {} for partner in terms.partners}
    groups = {group.code: group for group in terms.groups}
    others: dict[Source, int] = {}
    findings: list[Finding] = []
    known = ask.everyone(terms)
    for source, pence in settlement.sources.items():
        if source in groups:
            parts = _split(groups[source], pence)
            if parts is None:
                through[source] = {source: pence}
                findings += [_stops(groups[source], pence)] if pence else []
            for member, part in (parts or {}).items():
                through[member][source] = part
        elif source in known:
            through[known[source].partner][source] = pence
        else:
            others[source] = pence
    lines = tuple(Line(code, ask.name(terms, code), sum(of.values()), of) for code, of in through.items())
    return RollUp(lines, others, settlement.settled and not findings, tuple(findings))


def _split(group: Group, pence: int) -> dict[str, int] | None:
    """The members' parts by the split they agreed, largest remainder; None where they agreed none."""
    weights = [group.split.get(member, 0) for member in group.members]
    if not any(weights):
        return None
    return dict(zip(group.members, money.split(pence, weights), strict=True))


def _stops(group: Group, pence: int) -> Finding:
    message = (
        f"{money.show(pence)} stops at {group.name}: its members have not agreed the split. Until they do, no legal "
        "partner owes it"
    )
    return warning("settlement.group_not_split", message, Where(key=f"groups.{group.code}.split"))
