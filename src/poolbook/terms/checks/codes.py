"""Codes: each is used once, and every code that is named belongs to something.

Source: docs/reference/terms.md, "Codes".
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from poolbook.findings import Finding, Where, error
from poolbook.terms import ask
from poolbook.terms.model import Terms
from poolbook.yamlfile import nearest


def used_once(terms: Terms) -> Iterator[Finding]:
    """A code names one thing: among partners, units and groups together, and within each other list."""
    contributors = [(f"partners[{i}].code", each.code) for i, each in enumerate(terms.partners, 1)]
    contributors += [
        (f"partners[{i}].units[{k}].code", unit.code)
        for i, each in enumerate(terms.partners, 1)
        for k, unit in enumerate(each.units, 1)
    ]
    contributors += [(f"groups[{i}].code", each.code) for i, each in enumerate(terms.groups, 1)]
    yield from _once(contributors, "partner, unit or group")
    yield from _once(_codes("schemes", (each.code for each in terms.schemes)), "scheme")
    yield from _once(_codes("bodies", (each.code for each in terms.bodies)), "body")
    yield from _once(_codes("questions", (each.code for each in terms.questions)), "question")
    causes = _codes("pressures", (each.code for each in terms.pressures))
    if terms.settlement is not None:
        causes += _codes("settlement.causes", (each.code for each in terms.settlement.causes))
        yield from _once(_codes("settlement.facts", (each.code for each in terms.settlement.facts)), "fact")
    yield from _once(causes, "pressure or cause")


def roles_name_partners(terms: Terms) -> Iterator[Finding]:
    """Host, lead commissioner and pool manager's employer are legal partners; a scheme's are partners or units."""
    legal = [each.code for each in terms.partners]
    for key, role in (
        ("host", terms.host),
        ("lead_commissioner", terms.lead_commissioner),
        ("pool_manager", terms.pool_manager),
    ):
        if role is not None and role.partner not in legal:
            yield _unknown("terms.unknown_partner", role.partner, legal, f"{key}.partner", "a partner")
    paying = [each.code for each in ask.everyone(terms).values() if each.kind != "group"]
    for i, scheme in enumerate(terms.schemes, 1):
        for key, code in (
            ("lead", scheme.lead),
            ("host", scheme.host),
            ("responsible", scheme.responsible),
        ):
            if code is not None and code not in paying:
                place = f"schemes[{i}].{key}"
                yield _unknown("terms.unknown_partner", code, paying, place, "a partner or unit")


def groups_name_partners(terms: Terms) -> Iterator[Finding]:
    """The members of a group are partners, each once, and a split has a weight for exactly its members."""
    legal = [each.code for each in terms.partners]
    for i, group in enumerate(terms.groups, 1):
        for k, member in enumerate(group.members, 1):
            if member not in legal:
                place = f"groups[{i}].members[{k}]"
                yield _unknown("terms.member_not_partner", member, legal, place, "a partner")
        if len(set(group.members)) != len(group.members):
            message = f"{group.code} names a member twice: name each once"
            yield error("terms.code_twice", message, Where(key=f"groups[{i}].members"))
        if group.split and (set(group.split) != set(group.members) or not any(group.split.values())):
            message = (
                f"the split of {group.code} must give each of its members ({', '.join(group.members)}) a "
                "weight, one of them at least above nil; leave it out until the members agree it"
            )
            yield error("terms.split_not_of_members", message, Where(key=f"groups[{i}].split"))


def schemes_named_exist(terms: Terms) -> Iterator[Finding]:
    """Every scheme that a contribution, an income line or a pressure names is a scheme of the fund."""
    known = [each.code for each in terms.schemes]
    named = [(f"contributions[{i}].scheme", each.scheme) for i, each in enumerate(terms.contributions, 1)]
    named += [(f"income[{i}].scheme", each.scheme) for i, each in enumerate(terms.income, 1)]
    named += [(f"pressures[{i}].scheme", each.scheme) for i, each in enumerate(terms.pressures, 1)]
    for place, code in named:
        if code is not None and code not in known:
            yield _unknown("terms.unknown_scheme", code, known, place, "a scheme")


def contributors_named_exist(terms: Terms) -> Iterator[Finding]:
    """Every contributor that is named is a partner, a unit or a group of these terms."""
    known = list(ask.everyone(terms))
    named = [(f"contributions[{i}].by", each.by) for i, each in enumerate(terms.contributions, 1)]
    for i, pressure in enumerate(terms.pressures, 1):
        named += [(f"pressures[{i}].{key}", code) for key, code in _parties(pressure.borne_by, pressure.whose)]
    if terms.opening_balance is not None and terms.opening_balance.made_good_by is not None:
        named.append(("opening_balance.made_good_by", terms.opening_balance.made_good_by))
    for place, code in named:
        if code not in known:
            what = "a partner, a unit or a group"
            yield _unknown("terms.unknown_contributor", code, known, place, what)


def _parties(borne_by: str | None, whose: str | None) -> list[tuple[str, str]]:
    return [(key, code) for key, code in (("borne_by", borne_by), ("whose", whose)) if code is not None]


def _codes(key: str, codes: Iterable[str]) -> list[tuple[str, str]]:
    return [(f"{key}[{place}].code", code) for place, code in enumerate(codes, 1)]


def _once(placed: list[tuple[str, str]], what: str) -> Iterator[Finding]:
    seen: dict[str, str] = {}
    for place, code in placed:
        if code in seen:
            message = f"{code} is already the code of another {what} ({seen[code]}): give each its own"
            yield error("terms.code_twice", message, Where(key=place))
        seen.setdefault(code, place.removesuffix(".code"))


def _unknown(code: str, given: str, known: list[str], place: str, what: str) -> Finding:
    hint = nearest(given, known) or f": they are {', '.join(known)}"
    return error(code, f"{given} is not the code of {what} in these terms{hint}", Where(key=place))
