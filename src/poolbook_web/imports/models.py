"""Extracts brought in together: the files with their bytes, what reading them found, and what became of them.

A batch goes from one state to the next (:class:`Batch.State`); every order that a person gives raises ``turn``, so that
background work which was begun for an earlier order can see that it is out of date.
"""

from __future__ import annotations

import hashlib
import json

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from poolbook_web.base.pence import MoneyField, OptionalMoneyField
from poolbook_web.ledger.models import Entry
from poolbook_web.partners.models import FundYear


class Batch(models.Model):
    """Files that are read, accepted and undone as one.

    ``digest`` is of the figures that the last reading found: what is accepted is what was reviewed. ``due_at`` is when
    background work is due, or, once a worker has taken it up, when that worker must be dead; ``tries`` counts how often
    it was taken up. ``said`` is why it came back to review, or was refused as a whole.
    """

    class State(models.TextChoices):
        """Where a batch stands."""

        READING = "reading", "Being read"
        REVIEW = "review", "To review"
        REFUSED = "refused", "Cannot be read"
        NOTHING_NEW = "nothing_new", "Nothing new"
        POSTING = "posting", "Being posted"
        ACCEPTED = "accepted", "In the books"
        UNDONE = "undone", "Undone"
        WITHDRAWN = "withdrawn", "Withdrawn"

    #: States in which background work is to be done.
    AT_WORK = (State.READING, State.POSTING)
    #: States in which the files wait for a person.
    WAITING = (State.REVIEW, State.REFUSED)
    #: States of what was posted.
    POSTED = (State.ACCEPTED, State.UNDONE)

    coded_by: set[int | None]  #: who put rules in force since the files came, once that is asked

    fund_year = models.ForeignKey(FundYear, on_delete=models.PROTECT, related_name="batches")
    number = models.PositiveIntegerField()
    source = models.CharField(max_length=40, blank=True)  #: a source of the rules, where the files could be of several
    state = models.CharField(max_length=12, choices=State.choices)
    turn = models.PositiveIntegerField(default=1)
    brought_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    brought_at = models.DateTimeField()

    due_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    progress_file = models.CharField(max_length=255, blank=True)
    progress_lines = models.PositiveBigIntegerField(default=0)

    read_at = models.DateTimeField(null=True)
    rules = models.PositiveIntegerField(null=True)  #: the version of the rules it was read by
    terms = models.PositiveIntegerField(null=True)  #: and that of the terms
    digest = models.CharField(max_length=64, blank=True)
    lines = models.PositiveBigIntegerField(default=0)
    new = models.PositiveBigIntegerField(default=0)
    rejected = models.PositiveBigIntegerField(default=0)
    pence = MoneyField(default=0)
    said = models.TextField(blank=True)

    rejected_too = models.BooleanField(default=False)  #: whether faulty rows are kept and posted around
    second_person = models.BooleanField(default=True)
    accepted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    accepted_at = models.DateTimeField(null=True)
    posted_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)
    why = models.TextField(blank=True)

    class Meta:
        verbose_name_plural = "batches"
        ordering = ["-number"]
        indexes = [models.Index(fields=["due_at"], condition=Q(due_at__isnull=False), name="batch_due")]
        constraints = [
            models.UniqueConstraint(
                fields=["number", "fund_year"],
                name="batch_number_once",
                violation_error_message="Somebody else has just brought in files: try again.",
            ),
            models.CheckConstraint(
                condition=~Q(second_person=True, accepted_by=F("brought_by")),
                name="batch_accepted_by_another",
                violation_error_message="Somebody else than who brought the files in accepts them.",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["posting", "accepted", "undone"], accepted_at__isnull=False)
                | ~Q(state__in=["posting", "accepted", "undone"]) & Q(accepted_at=None, accepted_by=None),
                name="batch_posted_when_accepted",
                violation_error_message="What is in the books was accepted by somebody.",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["accepted", "undone"], posted_at__isnull=False)
                | ~Q(state__in=["accepted", "undone"]) & Q(posted_at=None),
                name="batch_posted_at_a_moment",
                violation_error_message="What is in the books was posted at a moment.",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["undone", "withdrawn"], ended_at__isnull=False) & ~Q(why="")
                | ~Q(state__in=["undone", "withdrawn"]) & Q(ended_at=None, ended_by=None, why=""),
                name="batch_ended_with_a_reason",
                violation_error_message="What is undone or withdrawn is so for a reason.",
            ),
        ]

    def __str__(self) -> str:
        return f"import {self.number} of {self.fund_year}"

    @property
    def to_lay_out(self) -> bool:
        """Whether it only waits for somebody to say how its files are laid out, which is no fault of theirs; known of
        those that a query gave."""
        return self.state == self.State.REFUSED and getattr(self, "unknown", False)

    @property
    def stands(self) -> str:
        """Its state in words."""
        return "To lay out" if self.to_lay_out else self.get_state_display()

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("imports_one", args=[self.fund_year.fund.slug, self.fund_year.year, self.number])

    @property
    def history_scope(self) -> str:
        """The fund's."""
        return self.fund_year.history_scope


class File(models.Model):
    """One file as it came, and what the last reading made of it: the figures of the core's ``FileResult``."""

    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, related_name="files")
    place = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64, db_index=True)
    bytes = models.PositiveBigIntegerField()

    same_as = models.TextField(blank=True)
    source = models.CharField(max_length=40, blank=True)
    layout = models.CharField(max_length=40, blank=True)
    sheet = models.TextField(blank=True)
    subtotals = models.PositiveIntegerField(default=0)
    control = OptionalMoneyField(null=True)
    personal = models.BooleanField(default=False)  #: whether a reading ever found personal data in it
    tally = models.JSONField(default=dict)  #: lines and pence by how they ended
    by_scheme = models.JSONField(default=list)  #: scheme, account and pence
    by_period = models.JSONField(default=list)  #: period and pence

    class Meta:
        ordering = ["place"]
        constraints = [
            models.UniqueConstraint(
                fields=["place", "batch"],
                name="file_place_once",
                violation_error_message="Two files cannot stand in one place.",
            )
        ]

    def __str__(self) -> str:
        return self.name


class Part(models.Model):
    """A piece of a file's bytes, compressed. Withdrawing a batch drops them; those of what was posted stay, but for the
    files with personal data."""

    file = models.ForeignKey(File, on_delete=models.PROTECT, related_name="parts")
    number = models.PositiveIntegerField()
    data = models.BinaryField()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["number", "file"],
                name="part_number_once",
                violation_error_message="Two parts cannot stand in one place.",
            )
        ]

    def __str__(self) -> str:
        return f"part {self.number} of {self.file}"


class Piece(models.Model):
    """A piece of what the last reading gathered, so that posting need not read the files again. They go when the batch
    is posted, read again or withdrawn, and nothing is lost with them."""

    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="pieces")
    number = models.PositiveIntegerField()
    data = models.BinaryField()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["number", "batch"],
                name="piece_number_once",
                violation_error_message="Two pieces cannot stand in one place.",
            )
        ]

    def __str__(self) -> str:
        return f"piece {self.number} of {self.batch}"


class Found(models.Model):
    """A finding of the last reading, and where it is."""

    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="found")
    place = models.PositiveIntegerField()
    severity = models.CharField(max_length=8)
    code = models.CharField(max_length=80)
    message = models.TextField()
    source = models.TextField(blank=True)
    file = models.TextField(blank=True)
    sheet = models.TextField(blank=True)
    row = models.PositiveIntegerField(null=True)
    column = models.TextField(blank=True)
    line = models.PositiveIntegerField(null=True)
    key = models.TextField(blank=True)

    class Meta:
        verbose_name_plural = "found"
        ordering = ["place"]

    def __str__(self) -> str:
        """As a sentence."""
        end = "" if self.message.endswith((".", "?", "!")) else "."
        return f"{self.message[:1].upper()}{self.message[1:]}{end}"


class Unanswered(models.Model):
    """A combination of codes that no rule answers; ``codes`` are pairs of column and text, in order."""

    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="unanswered")
    place = models.PositiveIntegerField()
    source = models.CharField(max_length=40)
    codes = models.JSONField()
    lines = models.PositiveBigIntegerField()
    pence = MoneyField()

    class Meta:
        verbose_name_plural = "unanswered"
        ordering = ["place"]

    def __str__(self) -> str:
        return ", ".join(f"{name} {text}" for name, text in self.codes if text) or "no code at all"

    @property
    def key(self) -> str:
        """A name for the codes, the same after every reading; ``place`` is another's after the next one."""
        return hashlib.blake2s(json.dumps([self.source, self.codes]).encode(), digest_size=8).hexdigest()


class Posting(models.Model):
    """An entry that a batch brought into the books."""

    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, related_name="postings")
    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, related_name="posting")

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.batch}: {self.entry}"
