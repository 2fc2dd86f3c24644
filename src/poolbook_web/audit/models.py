"""Events, which are never changed, and the head of each chain."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from poolbook_web.base.appendonly import AppendOnly


class Visibility(models.TextChoices):
    """Who may see a record of a fund. Choices, approvals and figures of the fund itself are always shared."""

    PRIVATE = "private", "one partner's own people"
    FUND = "fund", "everybody who takes part in the fund"
    PUBLIC = "public", "anybody"


class Head(models.Model):
    """Where a chain stands. ``scope`` is ``fund:<slug>``, or empty for what concerns the whole site."""

    scope = models.CharField(max_length=80, primary_key=True)
    number = models.PositiveBigIntegerField(default=0)
    hash = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"{self.scope or 'the site'}: {self.number}"


class AuditEvent(AppendOnly):
    """One thing that one person did, at one moment, to one record.

    ``payload`` is the JSON of what people wrote (the names at the time, the note, before and after); ``partner`` is
    whose own people alone may see a private event, kept as a number so that this app stands beneath the partners'.
    """

    scope = models.CharField(max_length=80)
    number = models.PositiveBigIntegerField()
    at = models.DateTimeField()
    event = models.CharField(max_length=40)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=40)
    visibility = models.CharField(max_length=8, choices=Visibility.choices)
    partner = models.PositiveBigIntegerField(null=True)
    salt = models.CharField(max_length=32, null=True)
    payload = models.TextField(null=True)
    payload_hash = models.CharField(max_length=64)
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["scope", "number"],
                name="event_number_once",
                violation_error_message="Two events cannot have one number in the same history.",
            ),
            models.CheckConstraint(
                condition=models.Q(visibility="private", partner__isnull=False)
                | models.Q(visibility__in=["fund", "public"], partner=None),
                name="event_private_to_a_partner",
                violation_error_message="A private event belongs to one partner, any other to none.",
            ),
            models.CheckConstraint(
                condition=models.Q(salt=None, payload=None) | models.Q(salt__isnull=False, payload__isnull=False),
                name="event_erased_with_its_salt",
                violation_error_message="The words of an event are erased together with their salt.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.scope or 'the site'} {self.number}"
