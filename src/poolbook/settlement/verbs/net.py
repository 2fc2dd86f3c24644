"""``net``: overspends and underspends meet each other."""

from __future__ import annotations

from poolbook.settlement import words
from poolbook.settlement.position import Position
from poolbook.terms.waterfall import Rule


def net(position: Position, rule: Rule) -> str:
    """Among the units named, the smaller of all overspends and all underspends falls away on both sides.

    Each side falls in proportion to what each unit has left now, by largest remainder. Partners pay each other
    nothing. With ``level: pool`` the pool is the only unit, and nothing meets. Takes no modifiers.

    Source: pools whose underspends first offset overspends (Rotherham's better care fund; Scottish schemes).
    A £25.00 overspend and underspends of £10.00 and £5.00 leave £10.00 to settle:

    >>> from poolbook.worked import sources_of
    >>> sources_of('''
    ... partners: [COUNCIL, NHS]
    ... level: scheme
    ... contrib: {A: {COUNCIL: 10000}, B: {NHS: 10000}, C: {NHS: 5000}}
    ... actual: {A: 12500, B: 9000, C: 4500}
    ... rules:
    ...   - net: {among: all}
    ... ''')
    {'COUNCIL': 0, 'NHS': 0, 'undecided': 1000}
    """
    assert rule.net is not None
    among = rule.net.among
    listed = [name for name in position.units if among == "all" or name in among]
    position.net(listed)
    said = words.met(position)
    if said:
        return said
    if len(position.units) == 1:
        return "does nothing: there is one unit only."
    return "does nothing: its units do not have both an overspend and an underspend now."
