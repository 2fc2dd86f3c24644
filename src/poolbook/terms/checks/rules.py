"""The rules of the settlement: what they name exists, what they share by can be used, and where they come from.

Source: docs/reference/settlement.md, "How a rule is written"; docs/reference/terms.md, "settlement".
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from poolbook.findings import Finding, Where, error, note, warning
from poolbook.terms import ask
from poolbook.terms.model import Basis, Mode, SettlementTerms, Terms, Topic
from poolbook.terms.waterfall import RESOLVED, FactRef, Rule
from poolbook.yamlfile import nearest

_KEY = "settlement.rules"
_CARRY_FORWARD = "carry_forward"  # a place to hold an underspend, and no reserve


def level_fits_contributions(terms: Terms) -> Iterator[Finding]:
    """A settlement scheme by scheme needs to know which scheme each contribution is for."""
    if terms.settlement is None or terms.settlement.level != "scheme":
        return
    for i, line in enumerate(terms.contributions, 1):
        if line.scheme is None:
            message = (
                f"the settlement is scheme by scheme and the contribution of {line.by} is for no scheme: name its "
                "scheme, or settle at the level of the pool"
            )
            yield error("terms.level_without_schemes", message, Where(key=f"contributions[{i}]"))


def name_what_exists(terms: Terms) -> Iterator[Finding]:
    """Partners, schemes, reserves, causes, facts, bodies, weights and data that rules name are in these terms."""
    settlement = terms.settlement
    if settlement is None:
        return
    opened = {rule.hold.into for rule in settlement.rules if rule.hold is not None}
    for place, rule in _rules(settlement):
        yield from _parties(terms, place, rule)
        yield from _schemes(terms, place, rule)
        yield from _reserves(settlement, opened, place, rule)
        yield from _evidence(terms, settlement, place, rule)
        if rule.decide is not None:
            known = [body.code for body in terms.bodies]
            yield from _unknown("terms.rule_body", [rule.decide.by], known, f"{place}.decide.by", "a body")
        if rule.share is not None and rule.share.name is not None:
            tables = [*settlement.weights, *ask.CONTRIBUTION_WEIGHTS]
            named = [rule.share.name]
            yield from _unknown("terms.rule_weights", named, tables, f"{place}.share.name", "a table of weights")


def weights_can_be_used(terms: Terms) -> Iterator[Finding]:
    """Tables of weights name partners, units or groups, and at least one weight is above nil."""
    if terms.settlement is None:
        return
    known = list(ask.everyone(terms))
    tables = [(f"settlement.weights.{name}", table) for name, table in terms.settlement.weights.items()]
    tables += [
        (f"{place}.share.weights", rule.share.weights)
        for place, rule in _rules(terms.settlement)
        if rule.share is not None and rule.share.weights is not None
    ]
    for place, table in tables:
        yield from _unknown("terms.rule_party", table, known, place, "a partner, a unit or a group")
        if not any(table.values()):
            message = "every weight is nil, so nothing can be shared by them: give one above nil"
            yield error("terms.weights_nil", message, Where(key=place))


def shares_have_a_basis(terms: Terms) -> Iterator[Finding]:
    """Sharing by contributions says which contributions: gross or net."""
    settlement = terms.settlement
    if settlement is None or settlement.basis is not Basis.NOT_STATED:
        return
    if all(line.basis is not Basis.NOT_STATED for line in terms.contributions):
        return
    for place, rule in _rules(settlement):
        if rule.share is not None and rule.share.by == "contributions":
            message = (
                "this shares by contributions, and the agreement does not say whether gross or net ones: ask, and "
                "write settlement.basis"
            )
            yield warning("terms.share_basis_not_stated", message, Where(key=place), rule.clause)


def say_where_they_come_from(terms: Terms) -> Iterator[Finding]:
    """Every rule has its clause, so that a sum can be traced to the agreement. Aligned budgets have none."""
    if terms.settlement is None or terms.fund.mode is Mode.ALIGNED:
        return
    for place, rule in _rules(terms.settlement):
        if not rule.clause:
            message = f"this rule ({rule.verb}) gives no clause: say which clause of the agreement it stands for"
            yield warning("terms.rule_without_clause", message, Where(key=place))


def causes_are_proved(terms: Terms) -> Iterator[Finding]:
    """For each cause that rules name, the agreement says who establishes how much of a variance it explains."""
    if terms.settlement is None:
        return
    named = {rule.cause for rule in terms.settlement.rules if rule.cause is not None}
    causes = [(f"pressures[{i}]", each.code, each.proved_by) for i, each in enumerate(terms.pressures, 1)]
    causes += [
        (f"settlement.causes[{i}]", each.code, each.proved_by) for i, each in enumerate(terms.settlement.causes, 1)
    ]
    for place, code, proved_by in causes:
        if code in named and not proved_by:
            message = (
                f"who establishes how much of a variance is due to {code}, and from what? The agreement does not say "
                "(proved_by)"
            )
            yield warning("terms.cause_not_proved", message, Where(key=f"{place}.proved_by"))


def leave_undecided(terms: Terms) -> Iterator[Finding]:
    """A body that has not decided leaves its sum undecided, where the agreement gives no other rule."""
    if terms.settlement is None:
        return
    for place, rule in _rules(terms.settlement):
        if rule.decide is not None and rule.decide.default is None:
            silent = ask.says(terms, Topic.LIABILITY_WHEN_NOT_AGREED) is ask.Says.SILENT
            why = "gives no rule for that case" if silent else "has a clause for that case, from which no rule is made"
            body = ask.name(terms, rule.decide.by)
            message = f"what {body} has not decided stands as undecided: the agreement {why}"
            yield note("terms.undecided_without_decision", message, Where(key=f"{place}.decide"), rule.clause)


def _rules(settlement: SettlementTerms) -> Iterator[tuple[str, Rule]]:
    """Each rule and its place in the file."""
    for i, rule in enumerate(settlement.rules, 1):
        yield f"{_KEY}[{i}]", rule


def _parties(terms: Terms, place: str, rule: Rule) -> Iterator[Finding]:
    """Whoever bears, shares or is capped is a contributor; host, lead and responsible are found on each scheme."""
    known = list(ask.everyone(terms))
    what = "a partner, a unit or a group"
    if rule.assign is not None and rule.assign.to in RESOLVED:
        without = [code for code in _in_scope(terms, rule) if rule.assign.to not in ask.data(terms, code)]
        if without:
            message = f"{', '.join(without)} names no {rule.assign.to}, whom this rule charges: name one on the scheme"
            yield error("terms.rule_role", message, Where(key=f"{place}.assign.to"))
    elif rule.assign is not None:
        yield from _unknown("terms.rule_party", [rule.assign.to], known, f"{place}.assign.to", what)
    if rule.share is not None:
        yield from _unknown("terms.rule_party", rule.share.among or (), known, f"{place}.share.among", what)
    yield from _unknown("terms.rule_party", rule.cap, known, f"{place}.cap", what)


def _schemes(terms: Terms, place: str, rule: Rule) -> Iterator[Finding]:
    """Schemes that netting names exist, and a scope matches at least one."""
    known = [each.code for each in terms.schemes]
    if rule.net is not None and rule.net.among != "all":
        yield from _unknown("terms.rule_scheme", rule.net.among, known, f"{place}.net.among", "a scheme")
    if rule.scope and not _in_scope(terms, rule):
        wanted = ", ".join(f"{key}: {value}" for key, value in rule.scope.items())
        message = f"no scheme has {wanted} in its data, so this rule would never apply: correct one of the two"
        yield error("terms.rule_scope", message, Where(key=f"{place}.scope"))


def _reserves(settlement: SettlementTerms, opened: set[str], place: str, rule: Rule) -> Iterator[Finding]:
    """A reserve that is drawn on has a balance in the terms, or a rule that puts money into it."""
    if rule.draw is not None:
        known = [*settlement.reserves, *sorted(opened - {_CARRY_FORWARD, *settlement.reserves})]
        yield from _unknown("terms.rule_reserve", rule.draw.source, known, f"{place}.draw.from", "a reserve")


def _evidence(terms: Terms, settlement: SettlementTerms, place: str, rule: Rule) -> Iterator[Finding]:
    """Causes are named pressures or listed causes; facts are listed, as sums where a sum is needed."""
    causes = [each.code for each in terms.pressures] + [each.code for each in settlement.causes]
    if rule.cause is not None:
        yield from _unknown("terms.rule_cause", [rule.cause], causes, f"{place}.cause", "a pressure or cause")
    facts = {each.code: each.kind for each in settlement.facts}
    sums = [each for each in (rule.limit, *rule.cap.values()) if isinstance(each, FactRef)]
    if rule.condition is not None:
        yield from _unknown("terms.rule_fact", [rule.condition.fact], list(facts), f"{place}.if", "a fact")
    for each in sums:
        yield from _unknown("terms.rule_fact", [each.fact], list(facts), place, "a fact")
        if facts.get(each.fact) == "yes_no":
            message = f"{each.fact} is read as a sum here and is listed as yes_no: list it as pounds"
            yield error("terms.fact_not_a_sum", message, Where(key=place))


def _in_scope(terms: Terms, rule: Rule) -> list[str]:
    """The schemes whose data match a rule's scope; all of them where it has none."""
    return [
        each.code
        for each in terms.schemes
        if all(ask.data(terms, each.code).get(key) == value for key, value in rule.scope.items())
    ]


def _unknown(code: str, given: Iterable[str], known: list[str], place: str, what: str) -> Iterator[Finding]:
    for each in given:
        if each not in known:
            listed = f": they are {', '.join(known)}" if known else ": none is listed"
            message = f"{each} is not {what} of these terms{nearest(each, known) or listed}"
            yield error(code, message, Where(key=place))
