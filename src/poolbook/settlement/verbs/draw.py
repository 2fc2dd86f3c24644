"""``draw``: reserves pay for an overspend."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from poolbook import money
from poolbook.settlement import words
from poolbook.settlement.attribution import spread
from poolbook.settlement.model import reserve
from poolbook.settlement.position import Position
from poolbook.settlement.slices import holds, reach
from poolbook.terms.waterfall import Rule


def draw(position: Position, rule: Rule) -> str:
    """Reserves pay, up to their balances. The overspends of the units in scope are first added up to one sum.

    Several reserves give by ``split`` (equal parts without one). If one runs empty, only what it falls short by is
    divided anew, by the same ``split``, over those that still hold money, in addition to their earlier parts; so round
    after round. A split of nil gives nothing. The sum drawn then meets the units in proportion to their overspends.
    Ties between reserves go by the order of ``from``, between units by their own. Drawing on a reserve that nobody has
    recorded finds nil in it and makes a finding; an overdrawn one gives nothing. Takes ``when if scope``.

    Source: a risk pool that pays first (Rotherham), attributed half and half. The first reserve runs out:

    >>> from poolbook.worked import sources_of
    >>> sources_of('''
    ... partners: [COUNCIL, NHS]
    ... level: pool
    ... contrib: {POOL: {COUNCIL: 50000, NHS: 30000}}
    ... actual: {POOL: 90000}
    ... reserves: {ours: 1000, theirs: 20000}
    ... rules:
    ...   - draw: {from: [ours, theirs], split: [50, 50]}
    ... ''')
    {'COUNCIL': 0, 'NHS': 0, 'reserve:ours': 1000, 'reserve:theirs': 9000}
    """
    assert rule.draw is not None
    names = rule.draw.source
    seen = reach(position, rule) if holds(position, rule) else []
    units = [name for name in seen if position.residual[name] > 0]
    if not units:
        return words.idle(position, rule, only="over")
    balances = [max(0, position.balance(name)) for name in names]
    needs = [position.residual[name] for name in units]
    gives = _gives(sum(needs), balances, rule.draw.split or [1] * len(names))
    if not any(gives):
        return f"moves nothing: there is nothing to give in {words.listed(names)}."
    drawn = money.split(sum(gives), needs)
    for unit, row in zip(units, spread(gives, drawn), strict=True):
        for name, pence in zip(names, row, strict=True):
            position.pay(unit, reserve(name), pence)
    return words.moved(position)


def _gives(need: int, balances: Sequence[int], weights: Sequence[int | Fraction]) -> list[int]:
    """What each reserve gives: round after round, until the need is met or every reserve that may give is empty."""
    gives = [0] * len(balances)
    able = list(range(len(balances)))
    while need and any(weights[i] for i in able):
        parts = money.split(need, [weights[i] for i in able])
        for i, part in zip(able, parts, strict=True):
            given = min(part, balances[i] - gives[i])
            gives[i] += given
            need -= given
        able = [i for i in able if gives[i] < balances[i]]
    return gives
