"""The outbox: letters wait in the database until they are sent."""

from __future__ import annotations

from django.db import models


class Letter(models.Model):
    """An e-mail, written in the same transaction as the change that it tells of, so that neither happens alone.

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
