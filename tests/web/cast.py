"""The cast of the tests: Oxfordshire's fund with one person in each role, a neighbour's fund, and a stranger."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from poolbook_web.partners.models import Fund, Partner
from poolbook_web.people import actions
from poolbook_web.people.actions import PartyOf
from poolbook_web.people.models import Membership, Person, Role

#: When the cast came together, and when the tests play.
THEN = datetime(2009, 4, 1, 9, 0, tzinfo=UTC)
NOW = datetime(2009, 10, 5, 9, 30, tzinfo=UTC)

SITE = "http://testserver"
PASSWORD = "seven herons wade"  # noqa: S105 - of people who do not exist

COUNCIL = PartyOf("OCC", "Oxfordshire County Council", "local_authority", "county council", [("SCS", "Social Care")])
PCT = PartyOf("PCT", "Oxfordshire Primary Care Trust", "nhs_body", "primary care trust")
NEIGHBOUR = PartyOf("RBC", "Reading Borough Council", "local_authority", "borough council")


@dataclass(frozen=True)
class Cast:
    """Everybody, and what they share."""

    fund: Fund
    other_fund: Fund
    council: Partner
    trust: Partner
    roles: dict[Role, Person]
    neighbour: Person  #: takes part in the other fund
    stranger: Person  #: signs in, and takes part in nothing

    @property
    def manager(self) -> Person:
        """Who does most of the doing."""
        return self.roles[Role.POOL_MANAGER]

    def held(self, role: Role) -> Membership:
        """A role as it is held."""
        return Membership.objects.get(role=role, person=self.roles[role], until=None)


def person(name: str, *, joined: bool = True) -> Person:
    """Somebody who has accepted their invitation, or has not yet."""
    made = Person(email=f"{name.lower().replace(' ', '.')}@example.org", name=name, joined_at=THEN if joined else None)
    made.set_password(PASSWORD) if joined else made.set_unusable_password()
    made.save()
    return made


def give(who: Person, fund: Fund, role: Role, partner: Partner | None) -> Membership:
    """A role from the first day on."""
    return actions.invite(
        fund=fund, email=who.email, name=who.name, role=role, partner=partner, site=SITE, by=None, at=THEN
    )


NAMES = {
    Role.POOL_MANAGER: "Priya Nair",
    Role.FINANCE_OFFICER: "Fay Officer",
    Role.CERTIFIER: "Ceri Certifier",
    Role.SIGNATORY: "Sam Signatory",
    Role.COMMISSIONER: "Cora Commissioner",
    Role.SCHEME_LEAD: "Sanjay Lead",
    Role.BOARD_MEMBER: "Bo Member",
    Role.ADVISORY_MEMBER: "Ada Adviser",
    Role.CLERK: "Cleo Clerk",
    Role.LEGAL_ADVISER: "Lee Lawyer",
    Role.AUDITOR: "Audrey Auditor",
    Role.ADMINISTRATOR: "Ann Admin",
}

#: Who acts for the council, which hosts; the others act for the primary care trust.
OF_THE_COUNCIL = {Role.POOL_MANAGER, Role.COMMISSIONER, Role.CLERK, Role.SIGNATORY, Role.LEGAL_ADVISER}


def gather() -> Cast:
    """Everybody, as the database has them."""
    roles = {role: Person.objects.get(name=name) for role, name in NAMES.items()}
    return Cast(
        fund=Fund.objects.get(slug="oxfordshire-mental-health"),
        other_fund=Fund.objects.get(slug="reading-stroke"),
        council=Partner.objects.get(name=COUNCIL.name),
        trust=Partner.objects.get(name=PCT.name),
        roles=roles,
        neighbour=Person.objects.get(name="Nia Neighbour"),
        stranger=Person.objects.get(name="Stan Stranger"),
    )


def assemble() -> None:
    """Bring them together."""
    fund = actions.open_fund(
        slug="oxfordshire-mental-health",
        name="Oxfordshire mental health pooled fund",
        year="2009-10",
        mode="live",
        parties=[COUNCIL, PCT],
        host="OCC",
        by=None,
        at=THEN,
    )
    other = actions.open_fund(
        slug="reading-stroke",
        name="Reading stroke fund",
        year="2009-10",
        mode="shadow",
        parties=[NEIGHBOUR, PCT],
        host="RBC",
        by=None,
        at=THEN,
    )
    council, trust = Partner.objects.get(name=COUNCIL.name), Partner.objects.get(name=PCT.name)
    for role, name in NAMES.items():
        who = person(name)
        if role is Role.ADMINISTRATOR:
            actions.appoint_administrator(email=who.email, name=name, by=None, at=THEN)
        else:
            acts_for = None if role is Role.ADVISORY_MEMBER else council if role in OF_THE_COUNCIL else trust
            give(who, fund, role, acts_for)
    give(person("Nia Neighbour"), other, Role.POOL_MANAGER, Partner.objects.get(name=NEIGHBOUR.name))
    person("Stan Stranger")
