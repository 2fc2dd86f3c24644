"""Whether a role fits a person: who may be what, for whom, beside what."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from poolbook.findings import Finding, Where, error
from poolbook_web.partners import queries as partners
from poolbook_web.partners.models import Fund, Partner
from poolbook_web.people import queries
from poolbook_web.people.models import Membership, Person, Role
from poolbook_web.people.permissions import ALONE, roles_in_words


def fit(
    person: Person, fund: Fund, role: Role, partner: Partner | None, *, beside: set[Role], at: datetime
) -> Iterator[Finding]:
    """Everything that keeps this person from this role; ``beside`` is what else they are, and stay, in the fund."""
    today = timezone.localdate(at)
    if role is Role.ADMINISTRATOR:
        yield error("people.administrator_of_a_fund", "an administrator is one for the whole site", Where(key="role"))
    if partner is None and role is not Role.ADVISORY_MEMBER:
        yield error("people.no_partner", "say for which partner this person acts", Where(key="partner"))
    if partner is not None and not partners.is_party(fund, partner, today):
        yield error("people.partner_not_party", f"{partner} does not take part in {fund}", Where(key="partner"))
    host = partners.host(fund, today)
    if role is Role.POOL_MANAGER and partner is not None and partner != host:
        message = f"the pool manager acts for the host partner, which is {host or 'not agreed yet'}"
        yield error("people.pool_manager_not_of_host", message, Where(key="partner"), "SI 2000/617, regulation 7(4)")
    if role in beside:
        yield error("people.role_held_already", f"{person} already is {_one(role)} in this fund", Where(key="role"))
    alone = (beside | {role}) & ALONE
    if alone and len(beside | {role}) > 1:
        message = (
            f"{roles_in_words(frozenset(alone))} checks what others do, and so can be nothing else in the same fund"
        )
        yield error("people.role_must_stand_alone", message.capitalize(), Where(key="role"))
    if not person.is_active:
        message = f"the account of {person} is closed; an administrator of this site opens it again"
        yield error("people.account_closed", message, Where(key="email"))
    if queries.is_administrator(person, at):
        message = f"{person} looks after the people of this site, and so can hold no role in a fund"
        yield error("people.administrator_in_a_fund", message, Where(key="email"))


def own(by: Person | None, person: Person) -> Iterator[Finding]:
    """Nobody decides what they themselves may do."""
    if by is not None and by.pk == person.pk:
        yield error("people.own_role", "somebody else has to change your own role")


def taken(person: Person, name: str, post: str, at: datetime) -> Iterator[Finding]:
    """Nobody takes the name or the post by which others know somebody else in a fund they share: papers are signed by
    them. What somebody goes by already they keep."""
    others = queries.fellows(person, at)
    known = {each for other in others for each in (_plain(other.name), _plain(other.post))} - {""}
    for key, before, said in (("name", person.name, name), ("post", person.post, post)):
        if _plain(said) != _plain(before) and _plain(said) in known:
            message = f"somebody else in a fund of yours goes by {said}; say yours so that nobody mixes you up"
            yield error("people.name_taken", message, Where(key=key))


def _plain(text: str) -> str:
    """A name however it is spaced, written or spelt in capitals."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def left_without(membership: Membership, at: datetime) -> Iterator[Finding]:
    """A fund needs a pool manager, and the site an administrator, who has no end in sight."""
    role = Role(membership.role)
    if role in (Role.POOL_MANAGER, Role.ADMINISTRATOR) and not queries.others_in_role(membership, at):
        where = membership.fund or "this site"
        message = f"{membership.person} is the only {role.label.lower()} of {where}; give somebody else the role first"
        yield error("people.last_of_a_role", message, Where(key="role"))


def end_of(last_day: date | None, at: datetime) -> datetime:
    """The moment from which a role is no longer held: now, or when its last day is over."""
    if last_day is None or last_day == timezone.localdate(at):
        return at
    return datetime.combine(last_day + timedelta(days=1), time.min, timezone.get_default_timezone())


def _one(role: Role) -> str:
    return roles_in_words(frozenset({role}))
