"""What a rule did, or why it did nothing, in plain English.

Source: house rule: whoever bears a sum can read by which clause, without knowing the vocabulary.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from poolbook import money
from poolbook.settlement.model import CARRY_FORWARD, UNDECIDED, Move, Source, reserve_of, unit_of
from poolbook.settlement.position import Position
from poolbook.settlement.slices import holds, in_scope, points
from poolbook.settlement.units import POOL
from poolbook.terms.waterfall import Rule

#: More units than this are counted, not named.
NAMED = 4


#: What the codes of units, partners and bodies are called; a code without a name stands for itself.
Names = Mapping[str, str]
_CODES: Names = {}


def unit_words(code: str, names: Names = _CODES) -> str:
    """A unit in a sentence."""
    return "the pool" if code == POOL else names.get(code, code)


def source_words(source: Source, names: Names = _CODES) -> str:
    """A source in a sentence.

    >>> source_words("reserve:risk_pool"), source_words("OCC"), source_words("OCC", {"OCC": "Oxfordshire"})
    ('the reserve risk_pool', 'OCC', 'Oxfordshire')
    """
    name = reserve_of(source)
    if name is not None:
        return f"the reserve {name}"
    return "next year" if source == CARRY_FORWARD else names.get(source, source)


def listed(words: Sequence[str]) -> str:
    """Words as a list in a sentence.

    >>> listed(["a", "b", "c"])
    'a, b and c'
    """
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def units_words(codes: Sequence[str], names: Names = _CODES) -> str:
    """Units in a sentence: named while they are few."""
    return listed([unit_words(code, names) for code in codes]) if len(codes) <= NAMED else f"{len(codes)} units"


def moved(position: Position) -> str:
    """The moves of the rule that runs: who pays what, who receives what, for which units."""
    names = position.case.names
    parts = [*_by_source(position.moves, 1, names), *_by_source(position.moves, -1, names)]
    text = "; ".join(
        f"{listed([said for _, said in same])} for {units_words(units, names)}"
        for units, same in groupby(parts, key=lambda part: part[0])
    )
    return f"{text[:1].upper()}{text[1:]}." if text.startswith("the ") else f"{text}."


def _by_source(moves: Sequence[Move], sign: int, names: Names) -> Iterator[tuple[list[str], str]]:
    """The units a source moved, and what it did: all that pay, or all that receive."""
    sums: dict[Source, dict[str, int]] = {}
    for move in moves:
        if move.pence * sign > 0 and unit_of(move.source) is None:
            units = sums.setdefault(move.source, {})
            units[move.unit] = units.get(move.unit, 0) + abs(move.pence)
    for source, units in sums.items():
        yield list(units), _does(source, money.show(sum(units.values())), names, paying=sign > 0)


def _does(source: Source, amount: str, names: Names, *, paying: bool) -> str:
    if source == UNDECIDED:
        return f"{amount} of {'overspend' if paying else 'underspend'} stays undecided"
    if source == CARRY_FORWARD:
        return f"{amount} is {'left to next year' if paying else 'carried forward'}"
    return f"{source_words(source, names)} {'pays' if paying else 'receives'} {amount}"


def met(position: Position) -> str:
    """What met what between units, by the rule that runs."""
    moves, names = position.moves, position.case.names
    overs = {move.unit: 0 for move in moves if unit_of(move.source) is not None and move.pence > 0}
    unders = {move.unit: 0 for move in moves if unit_of(move.source) is not None and move.pence < 0}
    if not overs:
        return ""
    total = sum(move.pence for move in moves if unit_of(move.source) is not None and move.pence > 0)
    return (
        f"{money.show(total)} of overspend on {units_words(list(overs), names)} is met by underspend on "
        f"{units_words(list(unders), names)}."
    )


def left(position: Position) -> str:
    """What remains after a rule; what stays undecided is out of the rules' reach, and not settled."""
    over = {name: pence for name, pence in position.residual.items() if pence > 0}
    under = {name: -pence for name, pence in position.residual.items() if pence < 0}
    if not over and not under:
        undecided = any(sources.get(UNDECIDED) for sources in position.by_unit.values())
        return "Nothing else is left to settle." if undecided else "Nothing is left to settle."
    names = position.case.names
    parts = [*_left(over, "overspend", names), *_left(under, "underspend", names)]
    return f"Left to settle: {listed(parts)}."


def _left(sums: dict[str, int], word: str, names: Names) -> list[str]:
    if len(sums) > NAMED:
        return [f"{money.show(sum(sums.values()))} of {word} on {len(sums)} units"]
    return [f"{money.show(pence)} of {word} on {unit_words(code, names)}" for code, pence in sums.items()]


def idle(position: Position, rule: Rule, *, only: str | None = None) -> str:
    """Why a rule has nothing to move; ``only`` is the direction of a verb that knows one only."""
    if not holds(position, rule):
        assert rule.condition is not None
        return f"does not apply: the fact {rule.condition.fact} is not recorded."
    if not any(position.residual.values()):
        return "has nothing to do."
    seen = [name for name, unit in position.units.items() if in_scope(unit, rule)]
    if not seen:
        scope = listed([f"{key} {value}" for key, value in rule.scope.items()])
        return f"does nothing: no unit has {scope}."
    seen = [name for name in seen if points(position.residual[name], rule.when)]
    seen = [name for name in seen if points(position.residual[name], only)]
    if not seen:
        way = {"over": "an overspend", "under": "an underspend"}.get(only or rule.when or "", "anything left")
        return f"does nothing: none of its units has {way} now."
    if rule.cause is not None and not any(position.causes[name].get(rule.cause) for name in seen):
        return f"does nothing: none of what is left is evidenced to the cause {rule.cause}."
    return "does nothing: its limit is nil."


def opening(number: int, rule: Rule) -> str:
    """How a step begins: the clause where the rule has one."""
    clause = f"clause {rule.clause}" if rule.clause[:1].isdigit() else rule.clause
    return f"Rule {number}, {clause}" if clause else f"Rule {number}"


def sentence(opening: str, said: str, left: str) -> str:
    """A whole step: a rule that did nothing goes on from its name, one that did something begins anew.

    >>> sentence("Rule 2", "has nothing to do.", "Nothing is left to settle.")
    'Rule 2 has nothing to do. Nothing is left to settle.'
    """
    joint = " " if said.startswith(("does ", "has ", "moves ")) else ": "
    return f"{opening}{joint}{said} {left}"
