"""Questions about figures, who leads which scheme, and what leads are asked to comment on. Rows are added, and none is
ever changed: what is so now is what the last row of a line says.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from poolbook_web.base import words
from poolbook_web.base.appendonly import AppendOnly
from poolbook_web.base.constraints import period_known
from poolbook_web.partners.models import FundYear


class Question(AppendOnly):
    """A question about a figure: in a few words what it is about, and the page of this site where that stands."""

    fund_year = models.ForeignKey(FundYear, on_delete=models.PROTECT, related_name="questions")
    number = models.PositiveIntegerField()
    about = models.CharField(max_length=200)
    page = models.CharField(max_length=500, blank=True)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["number", "fund_year"],
                name="question_number_once",
                violation_error_message="Somebody else has just asked a question: try again.",
            )
        ]

    def __str__(self) -> str:
        return f"question {self.number} of {self.fund_year}, about {self.about}"

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("question", args=[self.fund_year.fund.slug, self.fund_year.year, self.number])

    @property
    def history_scope(self) -> str:
        """The fund's."""
        return self.fund_year.history_scope


class Turn(AppendOnly):
    """What one person said in a question: it is asked of somebody by a day, answered, asked again, closed."""

    class Kind(models.TextChoices):
        """What a turn does. The last one of a question says where it stands."""

        ASKED = "asked", "Waits for an answer"
        ANSWERED = "answered", "Answered"
        CLOSED = "closed", "Closed"

    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="turns")
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=8, choices=Kind.choices)
    text = models.TextField(blank=True)
    to = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    reply_by = models.DateField(null=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["number", "question"],
                name="turn_number_once",
                violation_error_message="Somebody else has just added to this question: read it, and try again.",
            ),
            models.CheckConstraint(
                condition=Q(kind="asked", to__isnull=False, reply_by__isnull=False) & ~Q(text="")
                | Q(kind="answered", to=None, reply_by=None) & ~Q(text="")
                | Q(kind="closed", to=None, reply_by=None),
                name="turn_of_its_kind",
                violation_error_message="A question is asked of somebody, by a day, in words; an answer has words.",
            ),
        ]

    def __str__(self) -> str:
        return f"turn {self.number} of {self.question}"


class Lead(AppendOnly):
    """Who leads a scheme from a day on, until another row says otherwise; nobody where there is no person."""

    fund_year = models.ForeignKey(FundYear, on_delete=models.PROTECT, related_name="leads")
    scheme = models.CharField(max_length=40)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    since = models.DateField()
    said_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    said_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.person or 'nobody'} leads a scheme from {words.day(self.since)}"

    @property
    def history_scope(self) -> str:
        """The fund's."""
        return self.fund_year.history_scope


class Call(AppendOnly):
    """A scheme's lead is asked to comment on a period by a day. The last row for a scheme and a period is the one that
    stands; it is answered when a comment on them is recorded."""

    fund_year = models.ForeignKey(FundYear, on_delete=models.PROTECT, related_name="calls")
    period = models.PositiveSmallIntegerField()
    scheme = models.CharField(max_length=40)
    turn = models.PositiveSmallIntegerField()
    lead = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    due = models.DateField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["turn", "fund_year", "period", "scheme"],
                name="call_turn_once",
                violation_error_message="Somebody else has just asked for this commentary: look who was asked.",
            ),
            period_known(),
        ]

    def __str__(self) -> str:
        return f"the call for commentary on {self.scheme} in period {self.period}"

    @property
    def history_scope(self) -> str:
        """The fund's."""
        return self.fund_year.history_scope


class Reminder(AppendOnly):
    """A lead was reminded of a call, before its day or after: once each, whoever sends reminders at the same time."""

    class Kind(models.TextChoices):
        """When."""

        BEFORE = "before", "Two working days before"
        AFTER = "after", "The day after"

    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="reminders")
    kind = models.CharField(max_length=6, choices=Kind.choices)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "call"],
                name="reminder_once",
                violation_error_message="This reminder was sent already.",
            )
        ]

    def __str__(self) -> str:
        return f"reminder of {self.call}"
