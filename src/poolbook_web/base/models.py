"""The outbox, where letters wait until they are sent; charts that were drawn, any of which can be drawn again; and
forms that were sent, none of which has two effects."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now


class Letter(models.Model):
    """An email, written in the same transaction as the change that it tells of, so that neither happens alone.

    Its words are dropped once it is sent, since they may hold a link that lets somebody in.
    """

    to = models.EmailField()
    sender = models.CharField(max_length=320)
    subject = models.CharField(max_length=255)
    body = models.TextField()
    written_at = models.DateTimeField()
    due_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True)
    fault = models.CharField(max_length=255, blank=True)

    class Meta:
        indexes = [models.Index(fields=["due_at"], condition=models.Q(sent_at=None), name="letter_waiting")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(sent_at=None) | models.Q(body=""),
                name="letter_sent_is_emptied",
                violation_error_message="The words of a letter are dropped when it is sent.",
            )
        ]

    def __str__(self) -> str:
        return self.subject


class Drawing(models.Model):
    """A chart of a fund: what is drawn, the permission that whoever sees it must have, and its two pictures once they
    were asked for. ``digest`` is the hash of what is drawn."""

    fund = models.CharField(max_length=80)
    digest = models.CharField(max_length=32)
    asks = models.CharField(max_length=40)
    spec = models.TextField()
    wide = models.TextField(blank=True)
    narrow = models.TextField(blank=True)
    wide_height = models.PositiveIntegerField(null=True)
    narrow_height = models.PositiveIntegerField(null=True)
    made_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["fund", "digest", "asks"],
                name="drawing_once",
                violation_error_message="The same figures are drawn once.",
            )
        ]

    def __str__(self) -> str:
        return self.digest


class Sent(models.Model):
    """A form that somebody sent: the mark of its page and of what was typed, and where the answer led."""

    person = models.PositiveBigIntegerField()
    number = models.CharField(max_length=32)
    address = models.TextField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["number", "person"],
                name="sent_once",
                violation_error_message="This form was sent already.",
            )
        ]

    def __str__(self) -> str:
        return self.number
