"""Reports as issued, which never change: what was asked, what it saw, the bytes, and what they were made from.

Who prepared, checked and received a report is no part of it: those are records of the quarter
(:class:`poolbook_web.monitoring.models.Record`), which the next report shows.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from poolbook.dates.years import parse_year
from poolbook_web.base.appendonly import AppendOnly
from poolbook_web.partners.models import FundYear
from poolbook_web.reporting.models.which import Which


class Issued(AppendOnly):
    """A report that was issued: ``report`` is its name in :data:`poolbook.reports.REPORTS`, ``covers`` the quarter of a
    quarterly report, and of any other the last period; ``number`` counts its versions, ``version`` is how the report
    itself calls this one.

    ``by`` is who issued it, as printed, ``person`` that person, if it was issued on this site; ``last_entry`` and
    ``head`` are the last entry of the books that it saw and that entry's hash, ``agreement`` the version of the terms,
    ``inputs`` the SHA-256 of each hand-written file of a pack that it was made from. ``seen`` is the digest of the
    preview that was on the screen.
    """

    fund_year = models.ForeignKey(FundYear, on_delete=models.PROTECT, related_name="issued")
    report = models.CharField(max_length=20)
    covers = models.PositiveSmallIntegerField()
    number = models.PositiveSmallIntegerField()
    version = models.CharField(max_length=20)
    by = models.TextField()
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    why = models.TextField(blank=True)
    agreement = models.TextField()
    last_entry = models.PositiveIntegerField()
    head = models.CharField(max_length=64)
    inputs = models.JSONField()
    seen = models.CharField(max_length=64, blank=True)

    class Meta:
        verbose_name_plural = "issued"
        ordering = ["report", "covers", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["fund_year", "report", "covers", "number"],
                name="issued_version_once",
                violation_error_message="Somebody else has just issued this version: look at it first.",
            ),
            models.CheckConstraint(
                condition=Q(number=1) | Q(number__gt=1) & ~Q(why=""),
                name="issued_again_for_a_reason",
                violation_error_message="A version that takes the place of another says why.",
            ),
        ]

    def __str__(self) -> str:
        return f"the {self.words}, version {self.version}, of {self.fund_year}"

    def get_absolute_url(self) -> str:
        """Its page."""
        of = [self.fund_year.fund.slug, self.fund_year.year, self.report, self.covers, self.number]
        return reverse("report_issued", args=of)

    @property
    def which(self) -> Which:
        """Which report it is."""
        return Which(self.report, self.covers)

    @property
    def words(self) -> str:
        """What it is called, without its version."""
        return self.which.words(parse_year(self.fund_year.year))

    @property
    def reference(self) -> str:
        """How a receipt names what was received."""
        return f"{self.words}, version {self.version}"

    @property
    def history_scope(self) -> str:
        """The fund's."""
        return self.fund_year.history_scope


class Document(AppendOnly):
    """An issued report in one format, as it was issued: ``request`` is what makes it again, ``name`` its file in the
    evidence pack."""

    issued = models.ForeignKey(Issued, on_delete=models.PROTECT, related_name="documents")
    name = models.CharField(max_length=125)
    format = models.CharField(max_length=10)
    request = models.JSONField()
    sha256 = models.CharField(max_length=64)
    data = models.BinaryField()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["issued", "format"],
                name="document_format_once",
                violation_error_message="An issued report has each format once.",
            )
        ]

    def __str__(self) -> str:
        return self.name


class Source(AppendOnly):
    """A hand-written file of a pack as it stood when a report was issued; one that did not change between two reports
    is kept once."""

    fund_year = models.ForeignKey(FundYear, on_delete=models.PROTECT, related_name="+")
    name = models.TextField()
    sha256 = models.CharField(max_length=64)
    data = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["fund_year", "name", "sha256"],
                name="source_once",
                violation_error_message="This file is kept already.",
            )
        ]

    def __str__(self) -> str:
        return self.name
