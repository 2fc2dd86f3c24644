"""Partners as bodies in law, the units of them that contribute, the funds they share, and the years of each fund.

Bodies change (health authority, primary care trust, clinical commissioning group, integrated care board), so each has
its dates and its successors; a fund's host is whoever was last agreed on or before a day, so that on any day there is
exactly one.
"""

from __future__ import annotations

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from poolbook_web.base import words

YEAR = RegexValidator(r"^\d{4}-\d{2}$", "Write a financial year as 2025-26.")


class Partner(models.Model):
    """A council or an NHS body. Votes and liability are at this level."""

    class Kind(models.TextChoices):
        """The two sides that an agreement needs (SI 2000/617, regulations 2 and 3)."""

        NHS_BODY = "nhs_body", "NHS body"
        LOCAL_AUTHORITY = "local_authority", "Local authority"

    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=20, choices=Kind.choices)
    body = models.CharField(max_length=80, blank=True)  #: council, primary care trust, integrated care board …
    began = models.DateField(null=True)
    ended = models.DateField(null=True)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["name"],
                name="partner_name_once",
                violation_error_message="There is already a partner so named.",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["nhs_body", "local_authority"]),
                name="partner_kind_known",
                violation_error_message="A partner is an NHS body or a local authority.",
            ),
            models.CheckConstraint(
                condition=Q(ended=None) | Q(began=None) | Q(ended__gte=F("began")),
                name="partner_ends_after_it_began",
                violation_error_message="A body cannot end before it began.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def history_scope(self) -> str:
        """A partner may be in many funds: its history is the site's."""
        return ""


class Succession(models.Model):
    """One body took over from another, in whole or in part, on a day."""

    predecessor = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="successions")
    successor = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="inheritances")
    day = models.DateField()
    note = models.CharField(max_length=400, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["successor", "predecessor"],
                name="succession_once",
                violation_error_message="This succession is already recorded.",
            ),
            models.CheckConstraint(
                condition=~Q(successor=F("predecessor")),
                name="succession_of_another",
                violation_error_message="A body cannot succeed itself.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.successor} from {self.predecessor}"

    @property
    def history_scope(self) -> str:
        """The site's, as a partner's is."""
        return ""


class Unit(models.Model):
    """A part of one partner with its own budget: a directorate, a grant programme. It reports apart."""

    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="units")
    code = models.CharField(max_length=40)
    name = models.CharField(max_length=200)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["code", "partner"],
                name="unit_code_once",
                violation_error_message="This partner already has a unit with this code.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.partner})"

    @property
    def history_scope(self) -> str:
        """The site's, as its partner's is."""
        return ""


class Fund(models.Model):
    """A fund that partners share. Everything about it is under ``/funds/<slug>/``."""

    slug = models.SlugField(max_length=64)
    name = models.CharField(max_length=200)
    opened_at = models.DateTimeField()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["slug"],
                name="fund_slug_once",
                violation_error_message="There is already a fund at this address.",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The fund's first page."""
        return reverse("fund", args=[self.slug])

    @property
    def history_scope(self) -> str:
        """Its own."""
        return f"fund:{self.slug}"


class Party(models.Model):
    """A partner's part in a fund, under the code that the fund's terms know it by, from one day to another."""

    fund = models.ForeignKey(Fund, on_delete=models.PROTECT, related_name="parties")
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="parties")
    code = models.CharField(max_length=40)
    since = models.DateField()
    until = models.DateField(null=True)

    class Meta:
        ordering = ["code"]
        verbose_name_plural = "parties"
        constraints = [
            models.UniqueConstraint(
                fields=["code", "fund"],
                name="party_code_once",
                violation_error_message="Another partner of this fund has this code.",
            ),
            models.UniqueConstraint(
                fields=["partner", "fund"],
                name="party_once",
                violation_error_message="This partner is already party to the fund.",
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")),
                name="party_leaves_after_it_joined",
                violation_error_message="A partner cannot leave before it joined.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.partner} takes part in {self.fund}"

    @property
    def called(self) -> set[str]:
        """How a record may name the partner: by its code in the terms, or by its name."""
        return {self.code, self.partner.name}

    @property
    def history_scope(self) -> str:
        """The fund's."""
        return self.fund.history_scope


class Hosting(models.Model):
    """Which partner hosts a fund from a day on (SI 2000/617, regulation 7(4)), until another is agreed."""

    fund = models.ForeignKey(Fund, on_delete=models.PROTECT, related_name="hostings")
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="hostings")
    since = models.DateField()

    class Meta:
        ordering = ["since"]
        constraints = [
            models.UniqueConstraint(
                fields=["since", "fund"],
                name="host_one_at_a_time",
                violation_error_message="A host is already agreed from this day.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.partner} from {words.day(self.since)}"

    @property
    def history_scope(self) -> str:
        """The fund's."""
        return self.fund.history_scope


class FundYear(models.Model):
    """One financial year of a fund, and what it is in law."""

    class Mode(models.TextChoices):
        """As in the terms of the core."""

        LIVE = "live", "Pooled fund"
        SHADOW = "shadow", "Shadow year"
        ALIGNED = "aligned", "Aligned budgets"

    fund = models.ForeignKey(Fund, on_delete=models.PROTECT, related_name="years")
    year = models.CharField(max_length=7, validators=[YEAR])
    mode = models.CharField(max_length=8, choices=Mode.choices)

    class Meta:
        ordering = ["-year"]
        constraints = [
            models.UniqueConstraint(
                fields=["year", "fund"],
                name="year_once",
                violation_error_message="This year of the fund is already open.",
            ),
            models.CheckConstraint(
                condition=Q(mode__in=["live", "shadow", "aligned"]),
                name="year_mode_known",
                violation_error_message="A year is live, shadow or aligned.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year} of {self.fund}"

    @property
    def history_scope(self) -> str:
        """The fund's."""
        return self.fund.history_scope
