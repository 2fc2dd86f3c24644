"""What makes a case one that cannot be settled, found before any rule runs: all reasons at once.

What depends on how the rules run (a fact that a limit reads, a host that a unit lacks) is refused by the rule itself,
when it has something to move.

Source: docs/reference/settlement.md, "What is refused".
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from poolbook import money
from poolbook.findings import Finding, Where, error, warning
from poolbook.settlement.model import CARRY_FORWARD, UNDECIDED, Case, reserve_of, unit_of
from poolbook.terms.waterfall import RESOLVED, ContribRef, Rule
from poolbook.yamlfile import Path_, key_of, nearest

#: Words that already mean something as a source, or in ``assign: {to: …}``.
RESERVED = (CARRY_FORWARD, UNDECIDED, *RESOLVED)


def check(case: Case) -> list[Finding]:
    """Every fault of the case that can be seen before its rules run, and what is odd without being a fault."""
    finders: tuple[Callable[[Case], Iterator[Finding]], ...] = (
        _partners,
        _units,
        _signs,
        _weights,
        _decisions,
        _rules,
    )
    return [found for finder in finders for found in finder(case)]


def unknown_source(case: Case, source: str) -> str:
    """Why a word is not a source of this case; empty when it is one."""
    if source in case.partners or source in (CARRY_FORWARD, UNDECIDED) or reserve_of(source):
        return ""
    known = [*case.partners, CARRY_FORWARD, UNDECIDED, *(f"reserve:{name}" for name in case.reserves)]
    return f"{source} is not a partner, reserve:NAME, carry_forward or undecided{nearest(source, known)}"


def _at(*path: str | int) -> Where:
    return Where(key=key_of(path))


def _partners(case: Case) -> Iterator[Finding]:
    for i, partner in enumerate(case.partners):
        if partner in case.partners[:i]:
            yield error("settlement.repeated", f"{partner} is named twice among the partners", _at("partners", i))
        if partner in RESERVED or reserve_of(partner) is not None or unit_of(partner) is not None:
            message = f"{partner} cannot be a partner's code: the word has a meaning of its own here"
            yield error("settlement.reserved_word", message, _at("partners", i))
    for unit, by_partner in case.contrib.items():
        yield from _known_partners(case, by_partner, ("contrib", unit))


def _units(case: Case) -> Iterator[Finding]:
    tables: dict[str, Iterable[str]] = {
        "budget": case.budget,
        "funding": case.funding,
        "actual": case.actual,
        "causes": case.causes,
        "meta": case.meta,
    }
    for key, names in tables.items():
        for name in names:
            if name not in case.contrib:
                yield _unknown_unit(case, name, (key, name))
    for name in case.contrib:
        if name not in case.actual:
            message = f"{name} has no actual: say what was spent, 0 if nothing was"
            yield error("settlement.missing_actual", message, _at("actual"))


def _signs(case: Case) -> Iterator[Finding]:
    for unit, by_cause in case.causes.items():
        for cause, pence in by_cause.items():
            if pence < 0:
                message = (
                    f"the cause {cause} of {unit} is negative ({money.show(pence)}): give its size, without a sign"
                )
                yield error("settlement.negative", message, _at("causes", unit, cause))
    for name, pence in case.reserves.items():
        if pence < 0:
            message = f"the reserve {name} opens below nil ({money.show(pence)}): nothing can be drawn from a debt"
            yield error("settlement.negative", message, _at("reserves", name))


def _weights(case: Case) -> Iterator[Finding]:
    for name, table in case.weights.items():
        yield from _known_partners(case, table, ("weights", name))
        for partner, weight in table.items():
            if weight < 0:
                message = f"the weight of {partner} in {name} is negative ({weight})"
                yield error("settlement.negative", message, _at("weights", name, partner))


def _decisions(case: Case) -> Iterator[Finding]:
    for body, decision in case.decisions.items():
        for source in decision:
            if why := unknown_source(case, source):
                yield error("settlement.unknown_source", why, _at("decisions", body, source))


def _rules(case: Case) -> Iterator[Finding]:
    for i, rule in enumerate(case.rules):
        yield from _rule(case, rule, ("rules", i))


def _rule(case: Case, rule: Rule, path: Path_) -> Iterator[Finding]:
    if rule.net is not None and rule.net.among != "all":
        yield from _listed(rule.net.among, (*path, "net", "among"), "units")
        for i, name in enumerate(rule.net.among):
            if name not in case.contrib:
                yield _unknown_unit(case, name, (*path, "net", "among", i))
    if rule.assign is not None and rule.assign.to not in (*case.partners, *RESOLVED):
        yield _unknown_partner(case, rule.assign.to, (*path, "assign", "to"))
    if rule.share is not None:
        yield from _share(case, rule, (*path, "share"))
    if rule.draw is not None:
        yield from _listed(rule.draw.source, (*path, "draw", "from"), "reserves")
        for i, name in enumerate(rule.draw.source):
            yield from _reserve_name(name, (*path, "draw", "from", i))
    if rule.hold is not None and rule.hold.into != CARRY_FORWARD:
        yield from _reserve_name(rule.hold.into, (*path, "hold", "in"))
    yield from _cap(case, rule, path)


def _share(case: Case, rule: Rule, path: Path_) -> Iterator[Finding]:
    assert rule.share is not None
    among = rule.share.among or []
    yield from _listed(among, (*path, "among"), "partners")
    for i, partner in enumerate(among):
        if partner not in case.partners:
            yield _unknown_partner(case, partner, (*path, "among", i))
    yield from _known_partners(case, rule.share.weights or {}, (*path, "weights"))
    name = rule.share.name
    if name is not None and name not in case.weights:
        message = f"there is no table of weights called {name}{nearest(name, list(case.weights))}"
        yield error("settlement.unknown_weights", message, _at(*path, "name"))


def _cap(case: Case, rule: Rule, path: Path_) -> Iterator[Finding]:
    yield from _known_partners(case, rule.cap, (*path, "cap"))
    for partner, cap in rule.cap.items():
        if isinstance(cap, ContribRef) and cap.contrib not in case.partners:
            yield _unknown_partner(case, cap.contrib, (*path, "cap", partner, "contrib"))
    if rule.spill is not None and not rule.cap:
        message = "spill says what becomes of what a cap holds back, and this rule has no cap"
        yield warning("settlement.spill_without_cap", message, _at(*path, "spill"))


def _listed(names: list[str], path: Path_, what: str) -> Iterator[Finding]:
    for i, name in enumerate(names):
        if name in names[:i]:
            yield error("settlement.repeated", f"{name} is named twice among the {what}", _at(*path, i))


def _reserve_name(name: str, path: Path_) -> Iterator[Finding]:
    if name == UNDECIDED or reserve_of(name) is not None:
        message = f"{name} is not the name of a reserve: write the name alone, as risk_pool"
        yield error("settlement.unknown_source", message, _at(*path))


def _known_partners(case: Case, table: Mapping[str, object], path: Path_) -> Iterator[Finding]:
    for partner in table:
        if partner not in case.partners:
            yield _unknown_partner(case, partner, (*path, partner))


def _unknown_partner(case: Case, name: str, path: Path_) -> Finding:
    message = f"{name} is not a partner{nearest(name, list(case.partners))}"
    return error("settlement.unknown_partner", message, _at(*path))


def _unknown_unit(case: Case, name: str, path: Path_) -> Finding:
    message = f"{name} is not a unit of this settlement{nearest(name, list(case.contrib))}"
    return error("settlement.unknown_unit", message, _at(*path))
