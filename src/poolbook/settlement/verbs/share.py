"""``share``: partners bear it by weight, within their caps."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from poolbook import money
from poolbook.findings import error, note
from poolbook.settlement import words
from poolbook.settlement.position import Position
from poolbook.settlement.slices import slices, use_up
from poolbook.terms.waterfall import ContribRef, Rule

Weights = Mapping[str, int | Fraction]


def share(position: Position, rule: Rule) -> str:
    """The slice is split by weight: ``contributions`` to the unit, ``equal``, ``fixed`` or a named table.

    Largest remainder, equal ones in the agreement's order of partners; weight nil gets no penny. ``cap`` bounds
    what a partner pays in (and, apart, what it receives) over the whole waterfall; what a cap holds back goes to the
    next rule; with ``spill: redistribute`` partners at their caps drop out and the others share the rest anew. Takes
    ``when if scope cause limit cap spill``.

    Source: shares by contribution (Oxfordshire older people 2013), by fixed percentage, by profile (Luton), with
    ceilings (Rotherham). Shared 5 to 3, with the council's part held at £40.00 and the rest split again:

    >>> from poolbook.worked import sources_of
    >>> sources_of('''
    ... partners: [COUNCIL, NHS]
    ... level: pool
    ... contrib: {POOL: {COUNCIL: 50000, NHS: 30000}}
    ... actual: {POOL: 90000}
    ... rules:
    ...   - share: {by: contributions}
    ...     cap: {COUNCIL: 4000}
    ...     spill: redistribute
    ... ''')
    {'COUNCIL': 4000, 'NHS': 6000}
    """
    among = _among(position, rule)
    found = slices(position, rule, among=among)
    if not found:
        return words.idle(position, rule)
    caps = _caps(position, rule)
    weightless: list[str] = []
    for each in found:
        weights = _weights(position, rule, each.unit, among)
        if not any(weights.values()):
            weightless.append(each.unit)
            continue
        room = _headroom(position, caps, over=each.pence > 0)
        split = _redistributed if rule.spill == "redistribute" else _capped
        sign = 1 if each.pence > 0 else -1
        parts = split(abs(each.pence), weights, room)
        for partner, pence in parts.items():
            position.pay(each.unit, partner, sign * pence)
        use_up(position, rule, each.unit, sum(parts.values()))
    return _said(position, weightless)


def _said(position: Position, weightless: list[str]) -> str:
    said = words.moved(position) if position.moves else ""
    if weightless and not position.refusals:
        units = words.units_words(weightless, position.case.names)
        message = f"no partner has a weight above nil for {units}, so it is not shared"
        position.findings.append(note("settlement.no_weights", message, position.where("share")))
        return f"{said} {message[0].upper()}{message[1:]}.".strip()
    return said or "moves nothing: every partner that would bear it is at its cap."


def _among(position: Position, rule: Rule) -> list[str]:
    """The partners who share, in the order of the agreement, which breaks ties."""
    assert rule.share is not None
    chosen = rule.share.among
    return [partner for partner in position.case.partners if chosen is None or partner in chosen]


def _weights(position: Position, rule: Rule, unit: str, among: list[str]) -> Weights:
    assert rule.share is not None
    if rule.share.by == "equal":
        return dict.fromkeys(among, 1)
    if rule.share.by == "contributions":
        return _contributions(position, unit, among)
    table: Weights = rule.share.weights or {}
    if rule.share.name is not None:
        table = position.case.weights[rule.share.name]
    return {partner: table.get(partner, 0) for partner in among}


def _contributions(position: Position, unit: str, among: list[str]) -> Weights:
    contrib = position.units[unit].contrib
    weights = {partner: contrib.get(partner, 0) for partner in among}
    for partner, pence in weights.items():
        if pence < 0:
            names = position.case.names
            message = (
                f"{words.source_words(partner, names)}'s contribution to {words.unit_words(unit, names)} is negative "
                f"({money.show(pence)}): nothing can be shared by it"
            )
            position.refuse(error("settlement.negative", message, position.where("share")))
    return weights if not position.refusals else {}


def _caps(position: Position, rule: Rule) -> dict[str, int]:
    """Each cap of the rule in pence; refused where contributions that it rests on come out negative."""
    caps = {partner: position.case.pence(cap) for partner, cap in rule.cap.items()}
    for partner, cap in rule.cap.items():
        if isinstance(cap, ContribRef) and caps[partner] < 0:
            whose = words.source_words(cap.contrib, position.case.names)
            message = f"the cap is {whose}'s contributions, which are negative ({money.show(caps[partner])})"
            position.refuse(error("settlement.negative", message, position.where("cap", partner)))
    return caps


def _headroom(position: Position, caps: dict[str, int], *, over: bool) -> dict[str, int]:
    """What each capped partner may still bear in this direction; never negative, so nothing is taken back."""
    return {partner: max(0, cap - position.borne(partner, over=over)) for partner, cap in caps.items()}


def _split(size: int, weights: Weights) -> dict[str, int]:
    return dict(zip(weights, money.split(size, list(weights.values())), strict=True))


def _capped(size: int, weights: Weights, room: dict[str, int]) -> dict[str, int]:
    """Each bears its first share, or its headroom where that is smaller; the rest is left for the next rule."""
    return {partner: min(part, room.get(partner, part)) for partner, part in _split(size, weights).items()}


def _redistributed(size: int, weights: Weights, room: dict[str, int]) -> dict[str, int]:
    """Whoever would exceed its headroom bears just that; the others share all the rest anew, until none exceeds it."""
    fixed: dict[str, int] = {}
    others = dict(weights)
    while any(others.values()):
        parts = _split(size - sum(fixed.values()), others)
        over = [partner for partner, part in parts.items() if part > room.get(partner, part)]
        if not over:
            return fixed | parts
        for partner in over:
            fixed[partner] = room[partner]
            del others[partner]
    return fixed
