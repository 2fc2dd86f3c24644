"""``decide``: a body's recorded decision settles it, if it accounts for every penny."""

from __future__ import annotations

from collections.abc import Mapping

from poolbook import money
from poolbook.findings import warning
from poolbook.settlement import words
from poolbook.settlement.attribution import spread_signed
from poolbook.settlement.model import Source
from poolbook.settlement.position import Position
from poolbook.settlement.slices import holds, reach
from poolbook.terms.waterfall import Rule


def decide(position: Position, rule: Rule) -> str:
    """The body's recorded decision is applied if it comes to exactly what is left of the units in scope, taken net.

    One that does not is rejected, listed and treated as absent. Absent, what is left of those units stays undecided
    and no later rule sees it; with ``default: continue`` the next rule goes on instead. Units with nothing left do not
    count, and where none has anything left nothing happens. Takes ``when if scope``.

    Source: a group decides on an underspend (Joint Commissioning Co-ordinating Group); treatment still to be agreed
    (Birmingham 2008, paragraph 2.3). The group returns part and carries the rest forward:

    >>> from poolbook.worked import sources_of
    >>> sources_of('''
    ... partners: [COUNCIL, NHS]
    ... level: pool
    ... contrib: {POOL: {COUNCIL: 50000, NHS: 30000}}
    ... actual: {POOL: 74000}
    ... decisions: {GROUP: {carry_forward: -2000, COUNCIL: -2500, NHS: -1500}}
    ... rules:
    ...   - decide: {by: GROUP}
    ... ''')
    {'COUNCIL': -2500, 'NHS': -1500, 'carry_forward': -2000}
    """
    assert rule.decide is not None
    body = rule.decide.by
    units = reach(position, rule) if holds(position, rule) else []
    if not units:
        return words.idle(position, rule)
    name = position.case.names.get(body, body)
    total = sum(position.residual[name] for name in units)
    decision = position.case.decisions.get(body)
    if decision is not None and sum(decision.values()) == total:
        _apply(position, decision, units)
        return f"As {name} decided: {words.moved(position)}" if position.moves else f"As {name} decided."
    said = f"{name} has recorded no decision."
    if decision is not None:
        said = _reject(position, body, sum(decision.values()), total)
    if rule.decide.default == "continue":
        return f"{said} The agreement then goes on to its next rule."
    position.leave_undecided(units)
    return f"{said} {words.moved(position)}"


def _reject(position: Position, body: str, decided: int, total: int) -> str:
    name = position.case.names.get(body, body)
    message = (
        f"the decision of {name} comes to {money.show(decided)} and what is left to decide is {money.show(total)}: "
        "it is not applied. Record a decision that accounts for it exactly"
    )
    if body not in position.rejected:
        position.rejected.append(body)
        position.findings.append(warning("settlement.decision_rejected", message, position.where("decide")))
    return f"{name}'s decision comes to {money.show(decided)}, not {money.show(total)}, so it is not applied."


def _apply(position: Position, decision: Mapping[Source, int], units: list[str]) -> None:
    """The sources of the decision meet the units. The agreement does not say which source met which unit: the units
    first meet each other, then each source is spread over what is left (:mod:`poolbook.settlement.attribution`)."""
    before = [abs(position.residual[name]) for name in units]
    position.net(units)
    after = [position.residual[name] for name in units]
    weights = [abs(pence) for pence in after] if any(after) else before
    sources = {source: pence for source, pence in decision.items() if pence}
    rows = spread_signed(list(sources.values()), after, weights) if sources else []
    for unit, row in zip(units, rows, strict=bool(sources)):
        for source, pence in zip(sources, row, strict=True):
            position.attribute(unit, source, pence)
    for source, pence in sources.items():
        position.charge(source, pence)
