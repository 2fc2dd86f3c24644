"""``hold``: an underspend is kept."""

from __future__ import annotations

from poolbook.settlement import words
from poolbook.settlement.model import CARRY_FORWARD, reserve
from poolbook.settlement.position import Position
from poolbook.settlement.slices import slices, use_up
from poolbook.terms.waterfall import Rule


def hold(position: Position, rule: Rule) -> str:
    """The slice of an underspend goes into a reserve, or is carried forward; overspent units are passed over.

    A reserve that nobody has recorded is opened. From the next rule on the sum can be drawn. Takes
    ``when if scope cause limit``.

    Source: savings kept in a joint reserve; a surplus carried into next year (Transforming Care). £10.40 is saved:

    >>> from poolbook.worked import sources_of
    >>> sources_of('''
    ... partners: [COUNCIL, NHS]
    ... level: pool
    ... contrib: {PERSON: {NHS: 15600}}
    ... actual: {PERSON: 14560}
    ... rules:
    ...   - hold: {in: carry_forward}
    ... ''')
    {'COUNCIL': 0, 'NHS': 0, 'carry_forward': -1040}
    """
    assert rule.hold is not None
    into = rule.hold.into
    kept = slices(position, rule, only="under")
    if not kept:
        return words.idle(position, rule, only="under")
    if into != CARRY_FORWARD:
        position.balances.setdefault(into, 0)
    for each in kept:
        position.pay(each.unit, CARRY_FORWARD if into == CARRY_FORWARD else reserve(into), each.pence)
        use_up(position, rule, each.unit, each.pence)
    return words.moved(position)
