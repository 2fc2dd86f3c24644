"""Settle a case: run its rules top to bottom and say who bears every penny.

Source: docs/reference/settlement.md; the order of rules is the agreement's own.
"""

from __future__ import annotations

from poolbook import money
from poolbook.findings import Finding, Refused, note, refuse_if, warning
from poolbook.settlement import words
from poolbook.settlement.check import check
from poolbook.settlement.model import UNDECIDED, Case, Settlement, Source, Step
from poolbook.settlement.position import Position
from poolbook.settlement.verbs import VERBS
from poolbook.terms.waterfall import Rule


def settle(case: Case) -> Settlement:
    """Who bears the variance of every unit, by which rule, and what stays undecided.

    A pure function: the same case gives the same settlement, to the penny. The sources always sum to the variance.
    Raises :class:`~poolbook.findings.Refused` for a case that names what is not there, gives a negative where only a
    size makes sense, or lacks what a rule needs; with every reason that can be seen before the rules run, or every
    reason of the first rule that cannot be applied.
    """
    odd = refuse_if(check(case))
    position = Position(case)
    position.findings.extend(odd)
    steps = [_step(position, number, rule) for number, rule in enumerate(case.rules, start=1)]
    if any(position.residual.values()):
        steps.append(_rest(position, last=len(case.rules)))
    return _settlement(position, steps)


def _step(position: Position, number: int, rule: Rule) -> Step:
    position.rule, position.moves = number, []
    said = VERBS[rule.verb].settle(position, rule)
    if position.refusals:
        raise Refused(position.refusals)
    sentence = words.sentence(words.opening(number, rule), said, words.left(position))
    return Step(number, rule.verb, rule.clause, tuple(position.moves), dict(position.residual), sentence)


def _rest(position: Position, last: int) -> Step:
    """What no rule moved belongs to nobody: it is never spread by guess."""
    position.rule, position.moves = 0, []
    position.leave_undecided(position.residual)
    why = "After the last rule" if last else "The agreement has no rule for it"
    sentence = f"{why}: {words.moved(position)}"
    return Step(0, UNDECIDED, "", tuple(position.moves), dict(position.residual), sentence)


def _settlement(position: Position, steps: list[Step]) -> Settlement:
    case = position.case
    by_unit = {
        name: {source: pence for source, pence in sources.items() if pence or source == UNDECIDED}
        for name, sources in position.by_unit.items()
    }
    totals: dict[Source, int] = dict.fromkeys(case.partners, 0)
    for sources in by_unit.values():
        for source, pence in sources.items():
            totals[source] = totals.get(source, 0) + pence
    kept = {source: pence for source, pence in totals.items() if pence or source in (*case.partners, UNDECIDED)}
    assert sum(kept.values()) == sum(position.variance.values()), "the sources must sum to the variance"
    return Settlement(
        case=case,
        variance=position.variance,
        sources=kept,
        by_unit=by_unit,
        steps=tuple(steps),
        rejected_decisions=tuple(position.rejected),
        reserves=dict(position.balances),
        findings=(*position.findings, *_undecided(by_unit, case.names)),
        netted=dict(position.netted),
    )


def _undecided(by_unit: dict[str, dict[Source, int]], names: words.Names) -> list[Finding]:
    """That money is left which nobody has agreed to bear; and, where it cancels out, that it does so by chance."""
    open_units = {name: sources[UNDECIDED] for name, sources in by_unit.items() if sources.get(UNDECIDED)}
    over = {name: pence for name, pence in open_units.items() if pence > 0}
    under = {name: pence for name, pence in open_units.items() if pence < 0}
    parts = [
        f"{money.show(abs(sum(sums.values())))} of {way} on {words.units_words(list(sums), names)}"
        for way, sums in (("overspend", over), ("underspend", under))
        if sums
    ]
    if not parts:
        return []
    are = "are" if len(parts) > 1 else "is"
    message = f"{words.listed(parts)} {are} undecided: the partners have to decide who bears it"
    found = [warning("settlement.undecided", message)]
    if not sum(open_units.values()):
        message = "what is undecided comes to nil only because units cancel out: it is not settled"
        found.append(note("settlement.undecided_nil", message))
    return found
