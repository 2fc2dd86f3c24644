"""Digests that were written."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from poolbook_web.base.appendonly import AppendOnly


class Digest(AppendOnly):
    """On a day, what waited for a person was gathered into one letter, or into none where nothing did. A person has one
    of these a day at most, whoever else gathers at the same time."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="digests")
    day = models.DateField()
    things = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["day", "person"],
                name="digest_once_a_day",
                violation_error_message="This digest was written already.",
            )
        ]

    def __str__(self) -> str:
        return f"digest of {self.day} for {self.person}"
