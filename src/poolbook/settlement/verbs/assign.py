"""``assign``: one partner bears it."""

from __future__ import annotations

from poolbook.findings import error
from poolbook.settlement import words
from poolbook.settlement.position import Position
from poolbook.settlement.slices import slices, use_up
from poolbook.terms.waterfall import RESOLVED, Rule


def assign(position: Position, rule: Rule) -> str:
    """One partner has the slice: it pays an overspend, and keeps an underspend.

    ``to`` is a partner, or ``host``, ``lead`` or ``responsible``, which is looked up in the data of each unit that has
    something to move; a unit without that key is refused. Takes ``when if scope cause limit``.

    Source: a pressure that one partner agreed to meet (Oxfordshire 2009, paragraph 26); lines that follow their host
    (Luton). An overspend of £364.00 of which the agreement puts a known £300.00 on the council:

    >>> from poolbook.worked import sources_of
    >>> sources_of('''
    ... partners: [COUNCIL, NHS]
    ... level: pool
    ... contrib: {HOMES: {COUNCIL: 500000}}
    ... actual: {HOMES: 536400}
    ... causes: {HOMES: {known_pressure: 30000}}
    ... rules:
    ...   - assign: {to: COUNCIL}
    ...     when: over
    ...     cause: known_pressure
    ... ''')
    {'COUNCIL': 30000, 'NHS': 0, 'undecided': 6400}
    """
    assert rule.assign is not None
    found = slices(position, rule)
    if not found:
        return words.idle(position, rule)
    for each in found:
        partner = _partner(position, rule.assign.to, each.unit)
        if partner:
            position.pay(each.unit, partner, each.pence)
            use_up(position, rule, each.unit, each.pence)
    return words.moved(position)


def _partner(position: Position, to: str, unit: str) -> str:
    """The partner that ``to`` means for a unit; refused where the unit does not say."""
    if to not in RESOLVED:
        return to
    name = position.units[unit].meta.get(to)
    if name is None:
        message = f"{words.unit_words(unit, position.case.names)} has no {to} in its data (meta): say who its {to} is"
        position.refuse(error("settlement.missing_role", message, position.where("assign", "to")))
        return ""
    if name not in position.case.partners:
        message = f"the {to} of {words.unit_words(unit, position.case.names)} is {name}, which is not a partner"
        position.refuse(error("settlement.unknown_partner", message, position.where("assign", "to")))
        return ""
    return name
