"""Rows of people and memberships; locks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from typing import TYPE_CHECKING, TypedDict

from django.apps import apps
from django.conf import settings
from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q, QuerySet
from django.utils import timezone

from poolbook_web.partners.models import Fund, Party
from poolbook_web.people.models import Membership, Person

IN_FUND_ORDER = ("person__name", "role", "pk")


def in_force(at: datetime) -> Q:
    """The condition that a role is held at a moment."""
    return Q(since__lte=at) & (Q(until=None) | Q(until__gt=at))


def roles_of(person: Person, at: datetime) -> QuerySet[Membership]:
    """The roles that somebody holds at a moment, anywhere."""
    return Membership.objects.filter(in_force(at), person=person).select_related("fund", "partner")


def _acts(at: datetime) -> Q:
    """The condition that a role can be acted in at a moment: it is for no partner, or for one that takes part then."""
    on = timezone.localdate(at)
    there = Party.objects.filter(Q(until=None) | Q(until__gte=on), fund=OuterRef("fund"), since__lte=on)
    return Q(partner=None) | Q(Exists(there.filter(partner=OuterRef("partner"))))


if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

    class Acts(TypedDict):
        """What :func:`held` adds to a role."""

        acts: bool

    Held = WithAnnotations[Membership, Acts]

_Held = dict[tuple[int, datetime], "list[Held]"]
_remembered: ContextVar[_Held | None] = ContextVar("remembered_roles", default=None)


@contextmanager
def remembered() -> Iterator[None]:
    """Within this the database is asked only once what somebody holds at a moment: for a page that asks every app in
    turn what waits, and changes nothing meanwhile."""
    token = _remembered.set({})
    try:
        yield
    finally:
        _remembered.reset(token)


def held(person: Person, at: datetime) -> list[Held]:
    """The roles that somebody holds at a moment, by fund and role, each with whether it ``acts``."""
    known = _remembered.get()
    if known is not None and (person.pk, at) in known:
        return known[person.pk, at]
    found = roles_of(person, at).annotate(acts=ExpressionWrapper(_acts(at), BooleanField()))
    rows = list(found.order_by("fund__name", "role"))
    if known is not None:
        known[person.pk, at] = rows
    return rows


def roles_not_ended(person: Person, at: datetime) -> QuerySet[Membership]:
    """The roles that somebody holds at a moment, or will from a later one, anywhere."""
    held = Membership.objects.filter(Q(until=None) | Q(until__gt=at), person=person)
    return held.select_related("person", "fund", "partner")


def of_fund(fund: Fund | None, at: datetime) -> QuerySet[Membership]:
    """The roles held in a fund at a moment; without a fund, the administrators of the site."""
    held = Membership.objects.filter(in_force(at), fund=fund, person__is_active=True)
    return held.select_related("person", "fund", "partner")


def acting(fund: Fund, at: datetime) -> QuerySet[Membership]:
    """The roles in a fund that can be acted in at a moment."""
    return of_fund(fund, at).filter(_acts(at))


def lock(fund: Fund | None) -> None:
    """Hold every role of a fund until the transaction ends, so that two who end the last two cannot both succeed."""
    list(Membership.objects.select_for_update().filter(fund=fund).order_by("pk").values_list("pk", flat=True))


def membership(fund: Fund, number: int) -> Membership | None:
    """A role in this fund by its number, whether it is held or has ended."""
    found = Membership.objects.filter(fund=fund, pk=number)
    return found.select_related("person", "fund", "partner", "given_by", "ended_by").first()


def person_by_email(email: str) -> Person | None:
    """Somebody by their address, in capitals or not."""
    return Person.objects.filter(email=email.lower()).first()


def with_second_step(people: Sequence[Person]) -> set[int]:
    """Who of these has an authenticator app or a passkey; nobody where the site has those switched off."""
    if not settings.MFA:
        return set()
    authenticators = apps.get_model("mfa", "Authenticator")._default_manager.filter(user__in=people)
    return set(authenticators.exclude(type="recovery_codes").values_list("user", flat=True))
