"""What the regulations ask of any section 75 pooled fund.

An aligned budget is nobody's pooled fund, so the rules on sides, host and manager do not apply to it; a
shadow year has no legal effect yet, so what it lacks is a warning and not an error.

Source: SI 2000/617 regs 2, 3, 5, 6 and 7.
"""

from __future__ import annotations

from collections.abc import Iterator

from poolbook import money
from poolbook.findings import Finding, Severity, Where, error, warning
from poolbook.terms.model import Mode, PartnerKind, Side, Terms


def both_sides_are_partners(terms: Terms) -> Iterator[Finding]:
    """A fund has at least one NHS body and one local authority among its partners (regs 2 and 3)."""
    if terms.fund.mode is Mode.ALIGNED:
        return
    kinds = {partner.kind for partner in terms.partners}
    for kind, name in ((PartnerKind.NHS_BODY, "NHS body"), (PartnerKind.LOCAL_AUTHORITY, "local authority")):
        if kind not in kinds:
            message = f"no partner is a {name}: a section 75 fund needs at least one NHS body and one local authority"
            place, source = Where(key="partners"), "SI 2000/617 regs 2 and 3"
            yield Finding("terms.one_side_of_partners", _weight(terms), message, place, source)


def both_sides_have_functions(terms: Terms) -> Iterator[Finding]:
    """The schemes exercise both NHS functions and health-related functions of councils (reg 7(3)(c))."""
    if terms.fund.mode is Mode.ALIGNED:
        return
    source = "SI 2000/617 reg 7(3)(c); NHS Act 2006 s.75(5)"
    for i, scheme in enumerate(terms.schemes, 1):
        if scheme.side is Side.NOT_STATED:
            message = (
                f"the agreement does not say whose function {scheme.code} is: ask, because liability for it stays with "
                "that side"
            )
            yield warning("terms.side_not_stated", message, Where(key=f"schemes[{i}].side"), source)
    sides = {scheme.side for scheme in terms.schemes}
    if sides in ({Side.NHS}, {Side.HEALTH_RELATED}):
        message = "every scheme is on one side: a fund covers both NHS functions and councils' health-related ones"
        yield Finding("terms.one_side_of_functions", _weight(terms), message, Where(key="schemes"), source)


def one_host(terms: Terms) -> Iterator[Finding]:
    """A fund has one host, responsible for its accounts and audit (reg 7(4)), and a manager."""
    if terms.fund.mode is Mode.ALIGNED:
        return
    source = "SI 2000/617 reg 7(4)"
    if terms.host is None:
        message = "no host is named: one partner must answer for the fund's accounts and audit"
        yield Finding("terms.no_host", _weight(terms), message, Where(key="host"), source)
    if terms.pool_manager is None:
        message = "no pool manager is named: the host appoints one of its officers"
        yield warning("terms.no_pool_manager", message, Where(key="pool_manager"), source)


def manager_is_the_hosts(terms: Terms) -> Iterator[Finding]:
    """The pool manager is an officer of the host, by employment or by a s.113 secondment (reg 7(4))."""
    if terms.host is None or terms.pool_manager is None or terms.pool_manager.seconded_to_host:
        return
    if terms.pool_manager.partner != terms.host.partner:
        message = (
            f"the pool manager is an officer of {terms.pool_manager.partner} and the host is {terms.host.partner}: "
            "appoint an officer of the host, or say `seconded_to_host: true` where a secondment is recorded"
        )
        source = "SI 2000/617 reg 7(4); Local Government Act 1972 s.113"
        yield error("terms.manager_not_of_host", message, Where(key="pool_manager.partner"), source)


def is_called_what_it_is(terms: Terms) -> Iterator[Finding]:
    """Budgets that are only reported together are not called a pooled fund, nor the other way round."""
    aligned_basis = terms.agreement.legal_basis == "aligned_budget"
    place = Where(key="agreement.legal_basis")
    if terms.fund.mode is Mode.ALIGNED and not aligned_basis:
        message = (
            "these are aligned budgets, each partner's own, and must not be called a section 75 pooled fund: write "
            "`legal_basis: aligned_budget`, or give the fund the mode live or shadow"
        )
        yield error("terms.aligned_called_pooled", message, place, "SI 2000/617 reg 7(1)")
    elif terms.fund.mode is not Mode.ALIGNED and aligned_basis:
        message = f"an aligned budget cannot be in the mode {terms.fund.mode}: write `mode: aligned`"
        yield error("terms.pooled_called_aligned", message, place, "SI 2000/617 reg 7(1)")
    elif terms.fund.mode is Mode.LIVE and terms.agreement.status == "proposed":
        message = (
            "the fund is live and its agreement is only proposed: nothing may be paid from it until the agreement is "
            "in writing and in force"
        )
        yield warning("terms.live_but_proposed", message, Where(key="agreement.status"), "SI 2000/617 reg 7(3)")


def year_is_within_the_agreement(terms: Terms) -> Iterator[Finding]:
    """The financial year and the agreement's own dates meet."""
    starts, ends = terms.agreement.starts, terms.agreement.ends
    if starts is not None and ends is not None and ends < starts:
        message = f"the agreement ends on {ends}, before it starts on {starts}"
        yield error("terms.dates_reversed", message, Where(key="agreement.ends"))
    elif (starts is not None and starts > terms.year.last) or (ends is not None and ends < terms.year.first):
        message = f"the agreement is not in force on any day of {terms.year}"
        source = "SI 2000/617 reg 7(3)(f)"
        yield error("terms.year_outside_agreement", message, Where(key="agreement"), source)
    elif terms.fund.mode is Mode.LIVE and (
        (starts is not None and starts > terms.year.first) or (ends is not None and ends < terms.year.last)
    ):
        message = f"the agreement is in force for part of {terms.year} only: check that the sums are for that part"
        yield warning("terms.part_of_year", message, Where(key="agreement"), "SI 2000/617 reg 7(3)(f)")


def opening_policy_is_kept(terms: Terms) -> Iterator[Finding]:
    """A fund that takes over no deficit opens with none, and somebody answers for last year's."""
    opening = terms.opening_balance
    if opening is None or opening.policy != "clean":
        return
    source = opening.origin
    if opening.amount != 0:
        message = f"the fund is to open clean, and it opens with {money.show(opening.amount)}: one of them is wrong"
        yield error("terms.opening_not_clean", message, Where(key="opening_balance.amount"), source)
    if opening.made_good_by is None:
        message = "the fund opens clean, and the agreement does not say who makes good last year's overspend"
        yield warning("terms.nobody_makes_good", message, Where(key="opening_balance.made_good_by"), source)


def _weight(terms: Terms) -> Severity:
    """What is missing refuses a live fund, and waits for an answer in a shadow year."""
    return Severity.WARNING if terms.fund.mode is Mode.SHADOW else Severity.ERROR
