"""What is asked of people."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path

from django.db.models import Q, QuerySet
from django.http import Http404

from poolbook_web.audit import queries as audit
from poolbook_web.audit.events import Event
from poolbook_web.audit.models import AuditEvent
from poolbook_web.partners.models import Fund, Partner
from poolbook_web.people import store
from poolbook_web.people.models import Membership, Person, Role
from poolbook_web.people.permissions import TABLE, Permission

#: Where on the site each permission is used, in the words of its screens.
WHERE = Path(__file__).with_name("where.toml")


@dataclass(frozen=True)
class Helped:
    """Something that a role may do, and where."""

    may: str
    where: str


def people(fund: Fund, at: datetime) -> QuerySet[Membership]:
    """Who does what in a fund at a moment, or will from a later one."""
    return Membership.objects.filter(Q(until=None) | Q(until__gt=at), fund=fund).select_related("person", "partner")


def membership_or_404(fund: Fund, number: int) -> Membership:
    """A role by its number, if it is of this fund."""
    found = store.membership(fund, number)
    if found is None:
        raise Http404
    return found


def my_roles(person: Person, at: datetime) -> dict[Fund, list[Membership]]:
    """The funds that somebody takes part in, by name, and what they are in each."""
    mine: dict[Fund, list[Membership]] = {}
    for each in store.held(person, at):
        if each.fund is not None:
            mine.setdefault(each.fund, []).append(each)
    return mine


def acts_for(person: Person, permission: Permission, at: datetime) -> dict[Fund, list[Partner]]:
    """The funds where somebody may do something for a partner, and the partners that they may do it for: those that
    take part at that moment."""
    found: dict[Fund, list[Partner]] = {}
    for each in store.held(person, at):
        may = each.acts and each.role in TABLE[permission].roles
        if may and each.fund is not None and each.partner is not None:
            found.setdefault(each.fund, []).append(each.partner)
    return found


#: Within this the database is asked only once what somebody holds at a moment: for whoever only reads.
remembered = store.remembered


def roles_anywhere(person: Person, at: datetime) -> set[Role]:
    """What somebody is, in whatever fund or on the site."""
    return {Role(each.role) for each in store.roles_of(person, at)}


def helped(role: Role) -> tuple[list[Helped], list[Helped]]:
    """What a role may see, and what it may do."""
    rows = [row for row in TABLE.values() if role in row.roles]
    sees, does = (
        [Helped(row.may, _where().get(row.permission, "")) for row in rows if row.reads is reads]
        for reads in (True, False)
    )
    return sees, does


@cache
def _where() -> dict[str, str]:
    """Where each thing is done, by its permission."""
    found: dict[str, str] = tomllib.loads(WHERE.read_text(encoding="utf-8"))
    return found


def in_fund(fund: Fund, at: datetime) -> dict[Person, list[Membership]]:
    """Everybody who takes part in a fund at a moment, by name, and what they are in it."""
    found: dict[Person, list[Membership]] = {}
    for each in store.of_fund(fund, at).order_by(*store.IN_FUND_ORDER):
        found.setdefault(each.person, []).append(each)
    return found


def who_may(permission: Permission, fund: Fund, at: datetime) -> list[Person]:
    """Everybody who may do something that changes a fund, by name: whose partner has left may not."""
    held = store.acting(fund, at).filter(role__in=TABLE[permission].roles)
    return list(dict.fromkeys(each.person for each in held.order_by("person__name", "person")))


def fellows(person: Person, at: datetime) -> list[Person]:
    """Everybody else who takes part, or will, in a fund that somebody takes part in."""
    going_on = Q(until=None) | Q(until__gt=at)
    funds = Membership.objects.filter(going_on, person=person).exclude(fund=None).values("fund")
    there = Membership.objects.filter(going_on, fund__in=funds).values("person")
    return list(Person.objects.filter(pk__in=there).exclude(pk=person.pk))


def known_as(person: Person) -> tuple[set[str], set[str]]:
    """The names and the posts that somebody goes by, or went by before they changed them."""
    names, posts = {person.name}, {person.post} - {""}
    renamed = AuditEvent.objects.filter(event=Event.PERSON_RENAMED.value, by=person)
    for change in (change for event in renamed for change in audit.told(event).changes):
        if change.before is not None:
            (names if change.field == "name" else posts).add(change.before)
    return names, posts


def is_administrator(person: Person, at: datetime) -> bool:
    """Whether somebody looks after the people of this site."""
    return store.of_fund(None, at).filter(person=person).exists()


def others_in_role(membership: Membership, at: datetime) -> bool:
    """Whether somebody else holds the same role in the same fund, or on the site, with no end in sight."""
    held = store.of_fund(membership.fund, at).filter(role=membership.role, until=None)
    return held.exclude(person=membership.person).exists()


def roles_in_fund(person: Person, fund: Fund | None, at: datetime) -> set[Role]:
    """What somebody is in one fund, or on the site."""
    return {Role(each.role) for each in store.of_fund(fund, at).filter(person=person)}


def takes_part_anywhere(person: Person, at: datetime) -> bool:
    """Whether somebody has a role in any fund."""
    return store.roles_of(person, at).exclude(fund=None).exists()


def everybody(text: str = "") -> QuerySet[Person]:
    """Everybody who signs in here, or was invited to; with a text, those whose name or address holds it."""
    found = Person.objects.all()
    return found.filter(Q(name__icontains=text) | Q(email__icontains=text)) if text else found


@dataclass(frozen=True)
class Account:
    """Somebody as administrators see them: what they are in which fund, and how they sign in."""

    person: Person
    roles: Sequence[Membership]
    second_step: bool

    @property
    def state(self) -> str:
        """In a word."""
        if not self.person.is_active:
            return "Closed"
        return "Joined" if self.person.has_usable_password() else "Invited"


def accounts(people: Sequence[Person], at: datetime) -> list[Account]:
    """People with their roles: two questions to the database, however many they are."""
    roles: dict[int, list[Membership]] = {}
    held = Membership.objects.filter(store.in_force(at), person__in=people).select_related("fund", "partner")
    for each in held.order_by("fund__name", "role"):
        roles.setdefault(each.person_id, []).append(each)
    secured = store.with_second_step(people)
    return [Account(each, roles.get(each.pk, ()), each.pk in secured) for each in people]


def person_or_404(number: int) -> Person:
    """Somebody by their number."""
    found = Person.objects.filter(pk=number).first()
    if found is None:
        raise Http404
    return found
