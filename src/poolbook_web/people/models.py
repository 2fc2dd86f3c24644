"""People, and their roles in funds.

A role is held from one day to another and is never edited: to change it, it ends and another begins, so that what a
person could do on any day can be said later.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce, Lower
from django.utils import timezone

from poolbook_web.partners.models import Fund, Partner

#: Who did it, where a command on the server did.
SERVER = "Poolbook"


class Role(models.TextChoices):
    """What somebody is in a fund. What each role may do is in ``permissions.py``."""

    POOL_MANAGER = "pool_manager", "Pool manager"
    FINANCE_OFFICER = "finance_officer", "Finance officer"
    CERTIFIER = "certifier", "Certifier"
    SIGNATORY = "signatory", "Authorised signatory"
    COMMISSIONER = "commissioner", "Commissioner"
    SCHEME_LEAD = "scheme_lead", "Scheme lead"
    BOARD_MEMBER = "board_member", "Board member"
    ADVISORY_MEMBER = "advisory_member", "Advisory member"
    CLERK = "clerk", "Clerk"
    LEGAL_ADVISER = "legal_adviser", "Legal adviser"
    AUDITOR = "auditor", "Auditor"
    ADMINISTRATOR = "administrator", "Administrator"


class Notices(models.TextChoices):
    """How often somebody is written to about what waits for them."""

    AT_ONCE = "at_once", "At once, a letter for each thing"
    DAILY = "daily", "Every working day, one letter with all that waits for me"
    WEEKLY = "weekly", "Once a week, one letter with all that waits for me"


class People(BaseUserManager["Person"]):
    """Finds people by the address that they sign in with."""

    def get_by_natural_key(self, username: str | None) -> Person:
        """The person with this address, in capitals or not."""
        return self.get(email=(username or "").lower())


class Person(AbstractBaseUser):
    """Somebody who signs in. One person has one of these, whatever they do in however many funds."""

    email = models.EmailField("email address", max_length=254)
    name = models.CharField(max_length=150)
    post = models.CharField(max_length=150, blank=True)
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(null=True)  #: when they accepted an invitation
    notices = models.CharField(max_length=8, choices=Notices.choices, default=Notices.AT_ONCE)

    #: The fund of the page that is being answered, when, and what they are to it (:mod:`poolbook_web.people.access`).
    stood: tuple[int, datetime, Any] | None = None

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    objects: ClassVar[People] = People()

    class Meta:
        verbose_name_plural = "people"
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["email"],
                name="person_email_once",
                violation_error_message="Somebody already signs in with this address.",
            ),
            models.CheckConstraint(
                condition=Q(email=Lower("email")),
                name="person_email_without_capitals",
                violation_error_message="An address is kept without capitals.",
            ),
            models.CheckConstraint(
                condition=Q(notices__in=["at_once", "daily", "weekly"]),
                name="person_notices_known",
                violation_error_message="Letters come at once, daily or weekly.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def history_scope(self) -> str:
        """The site's: a person may take part in many funds."""
        return ""

    @property
    def written_to_at_once(self) -> bool:
        """Whether letters come to them one by one, rather than what waits in a digest."""
        return self.is_active and self.notices == Notices.AT_ONCE


def name_of(person: Person | None) -> str:
    """Who did it, by name.

    >>> name_of(None)
    'Poolbook'
    """
    return person.name if person else SERVER


class Membership(models.Model):
    """One role of one person: in one fund for one partner, or, for an administrator, on the whole site."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="memberships")
    fund = models.ForeignKey(Fund, on_delete=models.PROTECT, related_name="memberships", null=True)
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="memberships", null=True)
    role = models.CharField(max_length=20, choices=Role.choices)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)  #: no longer in force from this moment; it may lie ahead
    given_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True)
    ended_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["person__name", "role"]
        constraints = [
            models.UniqueConstraint(
                F("role"),
                F("person"),
                Coalesce("fund", 0),
                Coalesce("partner", 0),
                condition=Q(until=None),
                name="membership_once",
                violation_error_message="This person already has this role.",
            ),
            models.CheckConstraint(
                condition=Q(role="administrator", fund=None) | ~Q(role="administrator") & Q(fund__isnull=False),
                name="membership_of_a_fund_or_the_site",
                violation_error_message="An administrator is one for the whole site; any other role is in a fund.",
            ),
            models.CheckConstraint(
                condition=Q(role__in=["administrator", "advisory_member"]) | Q(partner__isnull=False),
                name="membership_for_a_partner",
                violation_error_message="Say for which partner this person acts.",
            ),
            models.CheckConstraint(
                condition=Q(until=None, ended_at=None) | Q(until__isnull=False, ended_at__isnull=False),
                name="membership_ended_at_a_moment",
                violation_error_message="A role that ends was ended by somebody's act.",
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")),
                name="membership_ends_after_it_began",
                violation_error_message="A role cannot end before it began.",
            ),
        ]

    def __str__(self) -> str:
        acts_for = f" of {self.partner}" if self.partner else ""
        return f"{self.person} as {self.get_role_display().lower()}{acts_for}"

    def in_force(self, at: datetime) -> bool:
        """Whether the role is held at a moment."""
        return self.since <= at and (self.until is None or at < self.until)

    @property
    def last_day(self) -> date | None:
        """The last day on which it was, or will be, held."""
        return timezone.localdate(self.until - timedelta(microseconds=1)) if self.until else None

    @property
    def history_scope(self) -> str:
        """The fund's, or the site's."""
        return self.fund.history_scope if self.fund else ""
