"""The verbs of people: open a fund, invite, change a role, end it, join."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils import timezone

from poolbook.dates.years import parse_year
from poolbook.findings import Finding, Where, error, refuse_if
from poolbook_web.audit.actions import record
from poolbook_web.audit.events import Event
from poolbook_web.base import personal
from poolbook_web.base.action import action
from poolbook_web.partners import actions as partners
from poolbook_web.partners.models import Fund, Partner
from poolbook_web.people import access, letters, queries, rules, store
from poolbook_web.people.models import Membership, Person, Role
from poolbook_web.people.permissions import Permission


@dataclass(frozen=True)
class PartyOf:
    """A partner as a new fund's terms name it. ``known`` is the partner of this site that it is, where somebody said
    so; otherwise one of the same name that the site knows already is that one."""

    code: str
    name: str
    kind: str
    body: str = ""
    units: Sequence[tuple[str, str]] = ()  #: code and name of each
    known: Partner | None = None


@action
def open_fund(
    *,
    slug: str,
    name: str,
    year: str,
    mode: str,
    parties: Sequence[PartyOf],
    host: str,
    by: Person | None,
    at: datetime,
) -> Fund:
    """Open a fund with its first year and its partners; ``host`` is the code of one of them, or empty while none is
    agreed. Everybody takes part from the first day of the year, or from today if that is before: a fund is set up, and
    its people are invited, while its first year is still to come."""
    access.require(by, Permission.FUND_OPEN, None, at=at)
    codes = [each.code for each in parties]
    refuse_if(
        [error("people.host_unknown", f"the host {host} is none of the partners {', '.join(codes)}", Where(key="host"))]
        if host and host not in codes
        else []
    )
    since = min(parse_year(year).first, timezone.localdate(at))
    fund = partners.open_fund(slug=slug, name=name, by=by, at=at)
    for each in parties:
        partner = _partner(each, by, at)
        partners.join(fund=fund, partner=partner, code=each.code, since=since, by=by, at=at)
        if each.code == host:
            partners.agree_host(fund=fund, partner=partner, since=since, by=by, at=at)
    partners.open_year(fund=fund, year=year, mode=mode, by=by, at=at)
    return fund


def _partner(given: PartyOf, by: Person | None, at: datetime) -> Partner:
    """The partner of this name, with at least these units; added if the site does not know it."""
    partner = given.known or Partner.objects.filter(name=given.name).first()
    if partner is None:
        partner = partners.add_partner(name=given.name, kind=given.kind, body=given.body, by=by, at=at)
    known = set(partner.units.values_list("code", flat=True))
    for code, name in given.units:
        if code not in known:
            partners.add_unit(partner=partner, code=code, name=name, by=by, at=at)
    return partner


def _person(email: str, name: str, post: str = "") -> Person:
    """Whoever signs in with this address; somebody new, without a password yet, if nobody does."""
    known = store.person_by_email(email)
    if known is not None:
        return known
    refuse_if(_names(name, post))
    person = Person(email=email.lower(), name=name, post=post)
    person.set_unusable_password()
    person.save()
    return person


def _names(name: str, post: str) -> Iterator[Finding]:
    """What a name or a post must not hold: it stands in one line of every letter, page and report."""
    for key, text in (("name", name), ("post", post)):
        yield from personal.refused(text, personal.FIRST_YEAR, key, one_line=True)


@action
def invite(
    *,
    fund: Fund,
    email: str,
    name: str,
    role: Role,
    partner: Partner | None,
    site: str,
    by: Person | None,
    at: datetime,
    post: str = "",
) -> Membership:
    """Give somebody a role in a fund and write to them. Whoever is new gets a link to choose a password."""
    access.require(by, Permission.PEOPLE_MANAGE, fund, at=at)
    store.lock(fund)
    person = _person(email, name, post)
    beside = queries.roles_in_fund(person, fund, at)
    refuse_if([*rules.own(by, person), *rules.fit(person, fund, role, partner, beside=beside, at=at)])
    membership = Membership.objects.create(person=person, fund=fund, partner=partner, role=role, since=at, given_by=by)
    record(Event.PERSON_INVITED, on=membership, by=by, at=at, after={"email address": person.email})
    letters.invite(membership, by_name=by.name if by else "", site=site, at=at)
    return membership


@action
def invite_again(*, membership: Membership, site: str, by: Person, at: datetime) -> None:
    """Write again to somebody who has not signed in yet, with a new link."""
    access.require(by, Permission.PEOPLE_MANAGE, membership.fund, at=at)
    refuse_if(
        [error("people.has_joined", f"{membership.person} has already joined")]
        if membership.person.has_usable_password() or not membership.in_force(at)
        else []
    )
    record(Event.PERSON_INVITED_AGAIN, on=membership, by=by, at=at)
    letters.invite(membership, by_name=by.name, site=site, at=at)


@action
def change_role(
    *, membership: Membership, role: Role, partner: Partner | None, by: Person, at: datetime, note: str = ""
) -> Membership:
    """End a role and begin another in its place, at the same moment."""
    fund = membership.fund
    access.require(by, Permission.PEOPLE_MANAGE, fund, at=at)
    store.lock(fund)
    membership.refresh_from_db()
    assert fund is not None
    beside = queries.roles_in_fund(membership.person, fund, at) - {Role(membership.role)}
    same = role == membership.role and partner == membership.partner
    refuse_if(
        [
            *rules.own(by, membership.person),
            *([error("people.nothing_changed", "this is the role they have", Where(key="role"))] if same else []),
            *_not_held(membership, at),
            *rules.fit(membership.person, fund, role, partner, beside=beside, at=at),
            *(rules.left_without(membership, at) if role != membership.role else ()),
        ]
    )
    before = {"role": membership.get_role_display(), "acts for": membership.partner}
    _end(membership, at, by, at)
    changed = Membership.objects.create(
        person=membership.person, fund=fund, partner=partner, role=role, since=at, given_by=by
    )
    after = {"role": changed.get_role_display(), "acts for": partner}
    record(Event.ROLE_CHANGED, on=membership, by=by, at=at, note=note, before=before, after=after)
    return changed


@action
def end_role(
    *, membership: Membership, by: Person | None, at: datetime, last_day: date | None = None, note: str = ""
) -> None:
    """End a role now, or with the last day of it. A reason is for the person's own partner alone."""
    access.require(by, Permission.PEOPLE_MANAGE, membership.fund, at=at)
    store.lock(membership.fund)
    membership.refresh_from_db()
    until = rules.end_of(last_day, at)
    refuse_if(
        [
            *rules.own(by, membership.person),
            *(
                [error("people.ends_before_now", "the last day lies in the past", Where(key="last_day"))]
                if until < at
                else []
            ),
            *_not_held(membership, at),
            *rules.left_without(membership, at),
        ]
    )
    _end(membership, until, by, at)
    record(Event.ROLE_ENDED, on=membership, by=by, at=at, after={"last day": last_day or "today, at once"})
    if note:
        record(Event.ROLE_ENDED_WHY, on=membership, by=by, at=at, note=note, private_to=membership.partner_id or None)


def _not_held(membership: Membership, at: datetime) -> list[Finding]:
    held = membership.in_force(at)
    return [] if held else [error("people.role_has_ended", f"{membership} is no longer held")]


def _end(membership: Membership, until: datetime, by: Person | None, at: datetime) -> None:
    membership.until, membership.ended_by, membership.ended_at = until, by, at
    membership.save(update_fields=["until", "ended_by", "ended_at"])


@action
def join(*, name: str, post: str, password: str, by: Person, at: datetime) -> None:
    """Accept an invitation: say one's name and choose a password. The link has shown who it is."""
    try:
        validate_password(password, by)
    except ValidationError as fault:
        refuse_if([error("people.password_weak", message, Where(key="password")) for message in fault.messages])
    refuse_if([*_names(name, post), *rules.taken(by, name, post, at)])
    by.name, by.post, by.joined_at = name, post, at
    by.set_password(password)
    by.save(update_fields=["name", "post", "joined_at", "password"])
    record(Event.PERSON_JOINED, on=by, by=by, at=at)


@action
def rename(*, name: str, post: str, by: Person, at: datetime) -> None:
    """Change one's own name or post as others see it. What was recorded under the old one stays."""
    refuse_if([*_names(name, post), *rules.taken(by, name, post, at)])
    before = {"name": by.name, "post": by.post}
    by.name, by.post = name, post
    by.save(update_fields=["name", "post"])
    record(Event.PERSON_RENAMED, on=by, by=by, at=at, before=before, after={"name": name, "post": post})


@action
def appoint_administrator(*, email: str, name: str, by: Person | None, at: datetime) -> Membership:
    """Let somebody look after the people of this site. They may hold no role in any fund."""
    access.require(by, Permission.FUND_OPEN, None, at=at)
    person = _person(email, name)
    refuse_if(
        [error("people.administrator_in_a_fund", f"{person} has a role in a fund; end it first")]
        if queries.takes_part_anywhere(person, at)
        else []
    )
    membership = Membership.objects.create(person=person, role=Role.ADMINISTRATOR, since=at, given_by=by)
    record(Event.PERSON_INVITED, on=membership, by=by, at=at)
    return membership


@action
def choose_notices(*, notices: str, by: Person, at: datetime) -> None:
    """Choose how often letters come about what waits for oneself."""
    before = {"letters": by.get_notices_display()}
    by.notices = notices
    by.save(update_fields=["notices"])
    record(Event.NOTICES_CHOSEN, on=by, by=by, at=at, before=before, after={"letters": by.get_notices_display()})


@action
def cancel_invitation(*, membership: Membership, by: Person, at: datetime) -> None:
    """End a role that nobody has taken up yet; the link in the letter lets nobody in any more."""
    person = membership.person
    access.require(by, Permission.PEOPLE_MANAGE, membership.fund, at=at)
    store.lock(membership.fund)
    membership.refresh_from_db()
    joined = [error("people.has_joined", f"{person} has already joined: end the role instead")]
    refuse_if(
        [
            *(joined if person.has_usable_password() else []),
            *_not_held(membership, at),
            *rules.left_without(membership, at),
        ]
    )
    _end(membership, at, by, at)
    if not store.roles_of(person, at).exists():
        person.set_unusable_password()  # another one than before, which the link was made for
        person.save(update_fields=["password"])
    record(Event.INVITATION_CANCELLED, on=membership, by=by, at=at)


@action
def close_account(*, person: Person, by: Person, at: datetime, note: str = "") -> None:
    """Let somebody sign in no more, from this moment, and end every role that they hold. What they did stays."""
    access.require(by, Permission.ACCOUNTS_CLOSE, None, at=at)
    held = list(store.roles_not_ended(person, at))
    for fund in {each.fund for each in held}:
        store.lock(fund)
    closed = [] if person.is_active else [error("people.account_closed", f"the account of {person} is closed already")]
    alone = (found for each in held for found in rules.left_without(each, at))
    refuse_if([*rules.own(by, person), *closed, *alone])
    for each in held:
        _end(each, max(at, each.since), by, at)
        record(Event.ROLE_ENDED, on=each, by=by, at=at, after={"last day": "today, at once"})
    person.is_active = False
    person.save(update_fields=["is_active"])
    record(Event.ACCOUNT_CLOSED, on=person, by=by, at=at, note=note)


@action
def reopen_account(*, person: Person, by: Person, at: datetime) -> None:
    """Let somebody sign in again. Their roles stay ended: a pool manager invites them anew."""
    access.require(by, Permission.ACCOUNTS_CLOSE, None, at=at)
    refuse_if([error("people.account_open", f"the account of {person} is open")] if person.is_active else [])
    person.is_active = True
    person.save(update_fields=["is_active"])
    record(Event.ACCOUNT_REOPENED, on=person, by=by, at=at)
