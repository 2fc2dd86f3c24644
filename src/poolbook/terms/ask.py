"""Small questions that settlement, ledger and reports ask of the terms, answered in one place.

Nothing here guesses in silence: an answer that had to assume something says so in a finding, and what the
agreement does not say is answered ``SILENT``.

Source: docs/reference/terms.md; SI 2000/617 reg 7(3)(b) (contributions) and reg 2 (only a council or an NHS
body is a partner; a directorate or a grant programme pays in for one).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from poolbook import money
from poolbook.findings import Finding, Where, note
from poolbook.terms.model import Basis, Contribution, Kind, Partner, Scheme, Terms, Topic

#: Tables of weights that every agreement has without writing them out: its contributions, told apart.
CONTRIBUTION_WEIGHTS = ("recurrent_contributions", "gross_contributions", "net_contributions")

_NOT_SAID = "the agreement does not say whether it is gross or net"


@dataclass(frozen=True, slots=True)
class Contributor:
    """Someone the agreement can name as paying in: a partner, a unit inside one, or a group of partners.

    ``partner`` is the legal partner who answers for it ("" for a group: no single one does); ``members`` are
    all the legal partners behind it (one, save for a group).
    """

    code: str
    name: str
    kind: Literal["partner", "unit", "group"]
    partner: str
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Total:
    """A sum of contributions in pence, and what had to be assumed to reach it: a note for each line assumed."""

    pence: int
    findings: tuple[Finding, ...]


class Says(StrEnum):
    """Whether the agreement speaks of a topic."""

    SAYS = "says"
    TEXT_NOT_HELD = "text_not_held"  #: a clause exists and these papers do not give its words
    SILENT = "silent"


def everyone(terms: Terms) -> dict[str, Contributor]:
    """All who may be named, by code, in the order of the agreement: each partner, then its units; groups last.

    Where a code is used twice the first stands (:mod:`poolbook.terms.check` refuses such terms).
    """
    all_of_them: list[Contributor] = []
    for body in terms.partners:
        behind = (body.code,)
        all_of_them.append(Contributor(body.code, body.name, "partner", body.code, behind))
        all_of_them += (Contributor(unit.code, unit.name, "unit", body.code, behind) for unit in body.units)
    all_of_them += (Contributor(each.code, each.name, "group", "", each.members) for each in terms.groups)
    found: dict[str, Contributor] = {}
    for each in all_of_them:
        found.setdefault(each.code, each)
    return found


def contributors(terms: Terms) -> tuple[Contributor, ...]:
    """Those with at least one contribution, in the order of :func:`everyone`, which breaks ties of a penny."""
    paying = {line.by for line in terms.contributions}
    return tuple(each for code, each in everyone(terms).items() if code in paying)


def contributors_to(terms: Terms, scheme: str) -> tuple[Contributor, ...]:
    """Those with a contribution to one scheme, in the same order; one to the whole fund does not count."""
    paying = {line.by for line in terms.contributions if line.scheme == scheme}
    return tuple(each for code, each in everyone(terms).items() if code in paying)


def name(terms: Terms, code: str) -> str:
    """The name of a partner, unit, group, scheme or body; the code itself where nothing has it."""
    return names(terms).get(code, code)


def names(terms: Terms) -> dict[str, str]:
    """The names of all partners, units, groups, schemes and bodies, by code."""
    schemes = {each.code: each.name for each in terms.schemes}
    bodies = {each.code: each.name for each in terms.bodies}
    return schemes | bodies | {code: each.name for code, each in everyone(terms).items()}


def partner(terms: Terms, code: str) -> Partner | None:
    """The legal partner who answers for a code, a unit's included; None for a group or an unknown code."""
    who = everyone(terms).get(code)
    return next((each for each in terms.partners if who and each.code == who.partner), None)


def scheme(terms: Terms, code: str) -> Scheme:
    """The scheme of a code; raises ``KeyError`` when there is none."""
    for each in terms.schemes:
        if each.code == code:
            return each
    raise KeyError(code)


def agreed(line: Contribution, basis: Basis = Basis.NOT_STATED) -> tuple[int, str]:
    """The pence of one contribution on a basis, and in words what was assumed ("" for nothing).

    ``NOT_STATED`` asks for the contribution as agreed: on its own basis. Where the papers give both figures and no
    basis, gross is taken and said; a single figure is taken on any basis, and said where its own is another or none.
    """
    wanted = line.basis if basis is Basis.NOT_STATED else basis
    if line.amount is not None:
        if line.basis is Basis.NOT_STATED and basis is not Basis.NOT_STATED:
            return line.amount, f"{_NOT_SAID}: it is counted as {basis}"
        if basis not in (Basis.NOT_STATED, line.basis):
            return line.amount, f"only its {line.basis} figure is given: it is counted as {basis}"
        return line.amount, ""
    figures = {Basis.GROSS: line.gross, Basis.NET: line.net}
    if wanted is Basis.NOT_STATED:
        wanted = Basis.GROSS if line.gross is not None else Basis.NET
        return figures[wanted] or 0, f"{_NOT_SAID}: {wanted} is taken"
    other = Basis.NET if wanted is Basis.GROSS else Basis.GROSS
    if (given := figures[wanted]) is not None:
        return given, ""
    return figures[other] or 0, f"only its {other} figure is given: it is counted as {wanted}"


def total(
    terms: Terms,
    basis: Basis = Basis.NOT_STATED,
    *,
    scheme: str | None = None,
    by: str | None = None,
    kind: Kind | None = None,
) -> Total:
    """The sum of contributions, for one scheme, one contributor or one kind where given, on a basis.

    ``NOT_STATED`` sums each contribution as agreed, on its own basis. Every assumption is a note
    ``terms.basis_assumed`` placed at its contribution.
    """
    pence, findings = 0, []
    for place, line in enumerate(terms.contributions):
        if (scheme is None or line.scheme == scheme) and by in (None, line.by) and kind in (None, line.kind):
            given, assumed = agreed(line, basis)
            pence += given
            if assumed:
                message = f"{name(terms, line.by)}, {money.show(given)}: {assumed}"
                where = Where(key=f"contributions[{place + 1}].basis")
                findings.append(note("terms.basis_assumed", message, where, line.origin))
    return Total(pence, tuple(findings))


def contributions(terms: Terms, scheme: str | None = None, basis: Basis = Basis.NOT_STATED) -> dict[str, int]:
    """Pence by contributor, in order, for one scheme (None: all lines of the fund), counted as by :func:`total`."""
    return {
        each.code: total(terms, basis, scheme=scheme, by=each.code).pence
        for each in (contributors(terms) if scheme is None else contributors_to(terms, scheme))
    }


def budget(terms: Terms, code: str) -> int:
    """The budget of a scheme in pence: its own ``budget``, else the sum of its contributions as agreed."""
    own = scheme(terms, code).budget
    return own if own is not None else total(terms, scheme=code).pence


def fund_budget(terms: Terms) -> int:
    """The budget of the fund in pence: the sum of its schemes' budgets, and the contributions made to no
    scheme unless some scheme states a budget of its own (they are then what the budgets are met from)."""
    schemes = sum(budget(terms, each.code) for each in terms.schemes)
    if any(each.budget is not None for each in terms.schemes):
        return schemes
    return schemes + sum(agreed(line)[0] for line in terms.contributions if line.scheme is None)


def says(terms: Terms, topic: Topic) -> Says:
    """Whether the agreement speaks of a topic: through the terms themselves, by a clause held, or by one
    known only to exist. Reports print "the agreement does not say" for ``SILENT``."""
    if _terms_say(terms, topic):
        return Says.SAYS
    held = {clause.status.value for clause in terms.clauses if topic in clause.topics}
    if "text_held" in held:
        return Says.SAYS
    return Says.TEXT_NOT_HELD if held else Says.SILENT


def _terms_say(terms: Terms, topic: Topic) -> bool:
    """Whether the structured part of the terms answers the topic by itself."""
    answers = {
        Topic.HOST: terms.host is not None,
        Topic.LEAD_COMMISSIONER: terms.lead_commissioner is not None,
        Topic.POOL_MANAGER: terms.pool_manager is not None,
        Topic.DURATION: terms.agreement.ends is not None,
        Topic.CONTRIBUTIONS: bool(terms.contributions),
        Topic.OVERSPEND: _rules_for(terms, "over"),
        Topic.UNDERSPEND: _rules_for(terms, "under"),
        Topic.OPENING_BALANCE: terms.opening_balance is not None and terms.opening_balance.policy != "not_stated",
    }
    return answers.get(topic, False)


def _rules_for(terms: Terms, direction: Literal["over", "under"]) -> bool:
    """Whether any rule of the waterfall can apply to variances of this direction."""
    rules = terms.settlement.rules if terms.settlement else []
    return any(getattr(rule, "when", None) in (None, direction) for rule in rules)


def data(terms: Terms, code: str) -> dict[str, str]:
    """What rules match a scheme by, and resolve ``to: host | lead | responsible`` from: the scheme's ``data``, and
    its own host, lead and responsible partner; the fund's host where it names none."""
    one = scheme(terms, code)
    host = one.host or (terms.host.partner if terms.host else None)
    roles = {"host": host, "lead": one.lead, "responsible": one.responsible}
    return {**one.data, **{key: value for key, value in roles.items() if value is not None}}
