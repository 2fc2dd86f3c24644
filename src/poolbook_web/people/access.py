"""The gate: whether a person may do something in a fund, and why not.

Every action asks :func:`require`; every view finds its fund by :func:`fund_or_404`. To somebody who takes no part in a
fund it does not exist (404, and a line in the log). To somebody who does, a refusal gives its reason (403).
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.http import Http404

from poolbook.findings import error, refuse_if
from poolbook_web.partners.models import Fund, FundYear
from poolbook_web.people import store
from poolbook_web.people.models import Person, Role
from poolbook_web.people.permissions import EVERYBODY, TABLE, Permission, Row, roles_in_words
from poolbook_web.people.requests import Request

log = logging.getLogger("poolbook.access")


@dataclass(frozen=True)
class Standing:
    """What somebody is to a fund at a moment: their roles there and on the site, those of them whose partner takes part
    in the fund on the day, and the partners they act for."""

    roles: frozenset[Role]
    acting: frozenset[Role]
    partners: frozenset[int]

    @property
    def stranger(self) -> bool:
        """Whether they have nothing to do with it."""
        return not self.roles


_NOTHING = Standing(frozenset(), frozenset(), frozenset())


@dataclass(frozen=True)
class Decision:
    """Yes, or no and why."""

    allowed: bool
    reason: str = ""


def standing(person: Person, fund: Fund | None, at: datetime) -> Standing:
    """What somebody is to a fund, or without one to the site. Somebody who has left is nothing to anything."""
    if not person.is_active:
        return _NOTHING
    held = [each for each in store.held(person, at) if each.fund_id is None or (fund and each.fund_id == fund.pk)]
    partners = frozenset(each.partner_id for each in held if each.partner_id is not None)
    acting = frozenset(Role(each.role) for each in held if each.acts)
    return Standing(frozenset(Role(each.role) for each in held), acting, partners)


def decide(who: Standing, permission: Permission) -> Decision:
    """Whether somebody who so stands may do it. Whose partner has left the fund reads it still, and changes nothing."""
    row = TABLE[permission]
    if (who.roles if row.reads else who.acting) & row.roles:
        return Decision(True)
    if who.roles & row.roles:
        return Decision(False, f"Your partner takes no part in this fund today, so you can read it, and not {row.may}.")
    verb = "may" if row.reads else "can"
    return Decision(False, f"{_those(row)} {verb} {row.may}. {_you(who, row)}")


def _those(row: Row) -> str:
    """Who may, for the head of a sentence: a long list of roles is read as all of them but a few."""
    but = EVERYBODY - row.roles
    if len(but) > len(EVERYBODY) // 2:
        return f"Only {roles_in_words(row.roles)}"
    return f"Everybody who takes part in the fund{f', but for {roles_in_words(but)},' if but else ''}"


def _you(who: Standing, row: Row) -> str:
    """What somebody is, for whom that is not enough."""
    if who.roles == {Role.ADMINISTRATOR} and not row.of_the_site:
        return "You are an administrator: you look after people and open funds on this site, and see and move no money."
    are = roles_in_words(who.roles) if who.roles else "nothing"
    return f"You are {are} {'on this site' if row.of_the_site else 'in this fund'}."


def require(by: Person | None, permission: Permission, fund: Fund | None, *, at: datetime) -> None:
    """Refuse, with the reason, unless ``by`` may do it. None is whoever runs a command on the server: they hold the
    database itself."""
    if by is None:
        return
    decision = decide(standing(by, fund, at), permission)
    if not decision.allowed:
        log.warning(
            "refused", extra={"said": {"person": by.pk, "permission": permission, "fund": getattr(fund, "pk", 0)}}
        )
        refuse_if([error("access.refused", decision.reason)])


def may(person: Person, permission: Permission, fund: Fund | None, *, at: datetime) -> bool:
    """Whether to offer a link or a button; the action asks again."""
    return decide(stood(person, fund, at), permission).allowed


def offered(request: Request, fund: Fund, **asked: Permission) -> dict[str, bool]:
    """What a page of a fund offers: under each name, whether whoever looks may do it."""
    return {name: may(request.user, each, fund, at=request.at) for name, each in asked.items()}


def fund_or_404(person: Person, slug: str, permission: Permission, *, at: datetime) -> Fund:
    """The fund at an address, for somebody who may do this there."""
    return _for_whom(person, Fund.objects.filter(slug=slug).first(), permission, at)


def _for_whom(person: Person, fund: Fund | None, permission: Permission, at: datetime) -> Fund:
    who = standing(person, fund, at) if fund else _NOTHING
    if fund is None or who.stranger:
        log.warning("not found", extra={"said": {"person": person.pk, "permission": permission}})
        raise Http404
    _or_forbidden(person, decide(who, permission), permission)
    person.stood = fund.pk, at, who
    return fund


def stood(person: Person, fund: Fund | None, at: datetime) -> Standing:
    """What somebody is to the fund of a page; what :func:`fund_or_404` found is not asked of the database again."""
    known = person.stood
    return known[2] if fund and known and known[:2] == (fund.pk, at) else standing(person, fund, at)


def year_or_404(request: Request, slug: str, year: str, permission: Permission) -> FundYear:
    """The year at an address, with its fund, for somebody who may do this there."""
    found = FundYear.objects.select_related("fund").filter(fund__slug=slug, year=year).first()
    if found is None:  # only those who may see the fund learn that it has no such year
        fund_or_404(request.user, slug, permission, at=request.at)
        raise Http404
    _for_whom(request.user, found.fund, permission, request.at)
    return found


def site_or_403(person: Person, permission: Permission, *, at: datetime) -> None:
    """For pages of the site as a whole."""
    _or_forbidden(person, decide(standing(person, None, at), permission), permission)


def _or_forbidden(person: Person, decision: Decision, permission: Permission) -> None:
    if not decision.allowed:
        log.warning("forbidden", extra={"said": {"person": person.pk, "permission": permission}})
        raise PermissionDenied(decision.reason)


def funds(person: Person, *permissions: Permission, at: datetime) -> dict[Permission, list[Fund]]:
    """The funds where somebody may do each of these: one question to the database for them all."""
    stands: dict[Fund, Standing] = {}
    for each in store.held(person, at) if person.is_active else ():
        if each.fund is not None:
            before, role = stands.get(each.fund, _NOTHING), {Role(each.role)}
            acting = before.acting | role if each.acts else before.acting
            stands[each.fund] = Standing(before.roles | role, acting, before.partners)
    return {asked: [fund for fund, who in stands.items() if decide(who, asked).allowed] for asked in permissions}


def private_partners(person: Person, fund: Fund | None, *, at: datetime) -> Iterable[int]:
    """The partners whose private papers in this fund somebody may read: those they act for, and no others."""
    return standing(person, fund, at).partners
