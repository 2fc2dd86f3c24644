"""What makes a case one that cannot be settled, found before any rule runs: all reasons at once.

What depends on how the rules run (a host that a unit lacks, a percentage of something negative) is refused by the rule
itself, when it has something to move.

Source: docs/reference/settlement.md, "What is refused".
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator

from poolbook import money
from poolbook.findings import Finding, Where, error, note, warning
from poolbook.settlement.model import CARRY_FORWARD, UNDECIDED, Case, reserve_of, unit_of
from poolbook.terms.waterfall import RESOLVED, ContribRef, FactRef, Rule
from poolbook.yamlfile import FAULTS_TO_SUGGEST, Path_, key_of, nearest

#: Words that already mean something as a source, or in ``assign: {to: …}``.
RESERVED = (CARRY_FORWARD, UNDECIDED, *RESOLVED)

#: A name with the place where it stands.
Named = tuple[Path_, str]


def check(case: Case) -> list[Finding]:
    """Every fault of the case that can be seen before its rules run, and what is odd without being a fault."""
    finders: tuple[Callable[[Case], Iterator[Finding]], ...] = (
        _codes,
        _names,
        _repeated,
        _missing,
        _signs,
        _decisions,
        _reserves,
        _facts,
        _spills,
    )
    return [found for finder in finders for found in finder(case)]


def unknown_sources(case: Case, names: Iterable[str]) -> dict[str, str]:
    """Those of the words that are no source of this case, and why."""
    known = [*case.partners, CARRY_FORWARD, UNDECIDED, *(f"reserve:{name}" for name in case.reserves)]
    words = [((), name) for name in names if not reserve_of(name)]
    return {name: why for _, name, why in _not(words, known, "a partner, undecided, carry_forward or reserve:NAME")}


def _not(names: Iterable[Named], known: Collection[str], what: str) -> Iterator[tuple[Path_, str, str]]:
    """Those of the names that are not known, and what to say of them; for the first few, which was meant."""
    among = set(known)
    for i, (path, name) in enumerate(each for each in names if each[1] not in among):
        yield path, name, f"{name} is not {what}{nearest(name, list(known)) if i < FAULTS_TO_SUGGEST else ''}"


def _at(*path: str | int) -> Where:
    return Where(key=key_of(path))


def _codes(case: Case) -> Iterator[Finding]:
    """Partners whose code means something else."""
    for i, partner in enumerate(case.partners):
        if partner in RESERVED or reserve_of(partner) is not None or unit_of(partner) is not None:
            message = f"{partner} cannot be a partner's code: the word has a meaning of its own here"
            yield error("settlement.reserved_word", message, _at("partners", i))


def _names(case: Case) -> Iterator[Finding]:
    """Names that are no partner, unit or table of weights of this case."""
    for path, _, why in _not(_partners(case), case.partners, "a partner"):
        yield error("settlement.unknown_partner", why, _at(*path))
    for path, _, why in _not(_units(case), case.contrib, "a unit of this settlement"):
        yield error("settlement.unknown_unit", why, _at(*path))
    for path, _, why in _not(_tables(case), case.weights, "a table of weights of this settlement"):
        yield error("settlement.unknown_weights", why, _at(*path))


def _partners(case: Case) -> Iterator[Named]:
    """Every name that must be a partner's."""
    for key, tables in (("contrib", case.contrib), ("weights", case.weights)):
        for name, table in tables.items():
            yield from (((key, name, partner), partner) for partner in table)
    for path, rule in _rules(case):
        if rule.assign is not None and rule.assign.to not in RESOLVED:
            yield (*path, "assign", "to"), rule.assign.to
        if rule.share is not None:
            yield from _listed((*path, "share", "among"), rule.share.among or [])
            yield from (((*path, "share", "weights", partner), partner) for partner in rule.share.weights or {})
        for partner, cap in rule.cap.items():
            yield (*path, "cap", partner), partner
            if isinstance(cap, ContribRef):
                yield (*path, "cap", partner, "contrib"), cap.contrib


def _units(case: Case) -> Iterator[Named]:
    """Every name that must be a unit's."""
    tables: dict[str, Iterable[str]] = {
        "budget": case.budget,
        "funding": case.funding,
        "actual": case.actual,
        "causes": case.causes,
        "meta": case.meta,
    }
    for key, names in tables.items():
        yield from (((key, name), name) for name in names)
    for path, rule in _rules(case):
        if rule.net is not None and rule.net.among != "all":
            yield from _listed((*path, "net", "among"), rule.net.among)


def _tables(case: Case) -> Iterator[Named]:
    """Every name that must be that of a table of weights."""
    for path, rule in _rules(case):
        if rule.share is not None and rule.share.name is not None:
            yield (*path, "share", "name"), rule.share.name


def _rules(case: Case) -> Iterator[tuple[Path_, Rule]]:
    return ((("rules", i), rule) for i, rule in enumerate(case.rules))


def _listed(path: Path_, names: Iterable[str]) -> Iterator[Named]:
    return (((*path, i), name) for i, name in enumerate(names))


def _repeated(case: Case) -> Iterator[Finding]:
    """Names that stand twice in one list."""
    lists: list[tuple[Path_, Iterable[str], str]] = [(("partners",), case.partners, "partners")]
    for path, rule in _rules(case):
        if rule.net is not None and rule.net.among != "all":
            lists.append(((*path, "net", "among"), rule.net.among, "units"))
        if rule.share is not None:
            lists.append(((*path, "share", "among"), rule.share.among or [], "partners"))
        if rule.draw is not None:
            lists.append(((*path, "draw", "from"), rule.draw.source, "reserves"))
    for path, names, what in lists:
        seen: set[str] = set()
        for place, name in _listed(path, names):
            if name in seen:
                yield error("settlement.repeated", f"{name} is named twice among the {what}", _at(*place))
            seen.add(name)


def _missing(case: Case) -> Iterator[Finding]:
    for name in case.contrib:
        if name not in case.actual:
            message = f"{name} has no actual: say what was spent, 0 if nothing was"
            yield error("settlement.missing_actual", message, _at("actual"))


def _signs(case: Case) -> Iterator[Finding]:
    """What is given below nil where only a size makes sense."""
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
    for name, table in case.weights.items():
        for partner, weight in table.items():
            if weight < 0:
                message = f"the weight of {partner} in {name} is negative ({weight})"
                yield error("settlement.negative", message, _at("weights", name, partner))


def _decisions(case: Case) -> Iterator[Finding]:
    """Recorded decisions on what is no source, and those that leave a part open in so many words."""
    names = dict.fromkeys(source for decision in case.decisions.values() for source in decision)
    unknown = unknown_sources(case, names)
    for body, decision in case.decisions.items():
        for source, pence in decision.items():
            if source in unknown:
                yield error("settlement.unknown_source", unknown[source], _at("decisions", body, source))
            elif source == UNDECIDED:
                name = case.names.get(body, body)
                message = f"{name} has decided to leave {money.show(pence)} undecided: that part is not settled"
                yield note("settlement.decision_leaves_open", message, _at("decisions", body, source))


def _reserves(case: Case) -> Iterator[Finding]:
    """Names of reserves that are written with their prefix, or that mean something else."""
    named: list[Named] = [(("reserves", name), name) for name in case.reserves]
    for path, rule in _rules(case):
        if rule.draw is not None:
            named += _listed((*path, "draw", "from"), rule.draw.source)
        if rule.hold is not None and rule.hold.into != CARRY_FORWARD:
            named.append(((*path, "hold", "in"), rule.hold.into))
    for path, name in named:
        if (alone := reserve_of(name)) is not None:
            message = f"{name} is not the name of a reserve: write the name alone, as {alone or 'risk_pool'}"
            yield error("settlement.unknown_source", message, _at(*path))
        elif name in (CARRY_FORWARD, UNDECIDED, *case.partners):
            message = f"{name} cannot be the name of a reserve: the word means something else here. Give it another"
            yield error("settlement.reserved_word", message, _at(*path))


def _facts(case: Case) -> Iterator[Finding]:
    """Limits and caps that read a fact which gives no sum, or one below nil."""
    for path, rule in _rules(case):
        reads = [((*path, "limit"), rule.limit), *(((*path, "cap", name), cap) for name, cap in rule.cap.items())]
        for place, read in reads:
            if isinstance(read, FactRef):
                yield from _fact(case, read.fact, "cap" if "cap" in place else "limit", _at(*place))


def _fact(case: Case, fact: str, purpose: str, where: Where) -> Iterator[Finding]:
    value = case.facts.get(fact)
    if value is None or isinstance(value, bool):
        said = "is not recorded" if value is None else "is recorded without a sum"
        message = f"the {purpose} reads the fact {fact}, which {said}: record its sum (facts), £0.00 if there is none"
        yield error("settlement.fact_needs_pence", message, where)
    elif value < 0:
        message = (
            f"the {purpose} reads the fact {fact}, which is negative ({money.show(value)}): record its size (facts)"
        )
        yield error("settlement.negative", message, where)


def _spills(case: Case) -> Iterator[Finding]:
    for path, rule in _rules(case):
        if rule.spill is not None and not rule.cap:
            message = "spill says what becomes of what a cap holds back, and this rule has no cap"
            yield warning("settlement.spill_without_cap", message, _at(*path, "spill"))
