"""The agreement as text, in versions. A version is never edited: what changes is put in force as a new one."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from poolbook_web.base.appendonly import AppendOnly
from poolbook_web.partners.models import FundYear


class Version(AppendOnly):
    """A text as it was written, in force from a day until a version with a higher number is.

    ``number`` counts from 1 within the fund-year; ``sha256`` is of the text in UTF-8; ``why`` says what the version is
    for. ``by`` is nobody where a command on the server put it.
    """

    fund_year = models.ForeignKey(FundYear, on_delete=models.PROTECT, related_name="%(class)ss")
    number = models.PositiveIntegerField()
    text = models.TextField()
    sha256 = models.CharField(max_length=64)
    since = models.DateField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    why = models.TextField(blank=True)

    class Meta:
        abstract = True
        constraints = [
            models.UniqueConstraint(
                fields=["number", "fund_year"],
                name="%(class)s_number_once",
                violation_error_message="Somebody else has just put another version in force: read it, and try again.",
            ),
            models.CheckConstraint(
                condition=models.Q(number__gte=1),
                name="%(class)s_number_counts",
                violation_error_message="Versions are numbered from 1.",
            ),
        ]

    @property
    def history_scope(self) -> str:
        """The fund's."""
        return self.fund_year.history_scope


class TermsVersion(Version):
    """``terms.yaml``: what the agreement says."""

    def __str__(self) -> str:
        return f"terms of {self.fund_year}, version {self.number}"


class RulesVersion(Version):
    """``rules.yaml``: where each coding of an extract goes."""

    def __str__(self) -> str:
        return f"rules for reading extracts of {self.fund_year}, version {self.number}"
