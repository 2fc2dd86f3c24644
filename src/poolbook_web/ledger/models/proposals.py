"""What one person asks to have posted, until a second person posts it or declines it.

A proposal holds the very transfers that would be posted, so that whoever answers sees what they agree to. One that
recodes or disputes what is in the books also marks the lines it is about: a line that is marked by a proposal that
waits, or by one whose entry stands, cannot be marked again. One that reverses names the entries instead, whose mirror
is all that it can post: one entry, or every entry of an import that is undone. All of it only grows.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from poolbook_web.base.appendonly import AppendOnly
from poolbook_web.base.pence import MoneyField
from poolbook_web.ledger.models.books import LAYERS, Entry, Transfer
from poolbook_web.partners.models import FundYear


class Proposal(AppendOnly):
    """What is to be posted together: a journal, or the correction or reversal of what was posted. ``why`` is the
    reason, which the entry will carry; ``source`` names the paper it rests on, ``authority`` the delegation or
    decision."""

    class Kind(models.TextChoices):
        """What is asked for."""

        JOURNAL = "journal", "Journal"
        RECODE = "recode", "Recoding"
        DISPUTE = "dispute", "Not this fund’s"
        REVERSAL = "reversal", "Reversal"

    fund_year = models.ForeignKey(FundYear, on_delete=models.PROTECT, related_name="proposals", db_index=False)
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=8, choices=Kind.choices)
    date = models.DateField()
    why = models.TextField()
    source = models.TextField(blank=True)
    authority = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["fund_year", "number"],
                name="proposal_number_once",
                violation_error_message="Somebody else has just proposed something: try again.",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["journal", "recode", "dispute", "reversal"]),
                name="proposal_kind_known",
                violation_error_message="A proposal is a journal, a recoding, a dispute, or a reversal.",
            ),
            models.CheckConstraint(
                condition=~Q(why=""),
                name="proposal_says_why",
                violation_error_message="Say why.",
            ),
        ]

    def __str__(self) -> str:
        return f"proposal {self.number} of {self.fund_year}: {self.why}"

    @property
    def called(self) -> str:
        """How pages speak of it, with its kind."""
        kind = "recoding" if self.kind == self.Kind.RECODE else self.kind
        return f"proposal {self.number}, a {kind}"

    @property
    def answered(self) -> Answer | None:
        """What became of it; None while it waits."""
        answer: Answer | None = getattr(self, "answer", None)
        return answer

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("ledger_proposal", args=[self.fund_year.fund.slug, self.fund_year.year, self.number])

    @property
    def history_scope(self) -> str:
        """The fund's."""
        return self.fund_year.history_scope


class Proposed(AppendOnly):
    """One transfer of a proposal, as the core's transfer has it."""

    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="transfers")
    layer = models.CharField(max_length=10, choices=LAYERS)
    debit = models.TextField()
    credit = models.TextField()
    amount = MoneyField()
    period = models.PositiveSmallIntegerField()
    scheme = models.TextField(blank=True)
    partner = models.TextField(blank=True)
    contract = models.TextField(blank=True)

    class Meta:
        verbose_name_plural = "proposed"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(debit=F("credit")),
                name="proposed_moves_money",
                violation_error_message="The same account is on both sides.",
            ),
            models.CheckConstraint(
                condition=Q(amount__gt=0),
                name="proposed_amount_positive",
                violation_error_message="An amount is above nil.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.amount.pounds} from {self.credit} to {self.debit}"


class Marked(AppendOnly):
    """A run of lines that a proposal would recode or dispute, and their transfer; without lines, the transfer as a
    whole, which has none."""

    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="marked")
    transfer = models.ForeignKey(Transfer, on_delete=models.PROTECT, related_name="marked")
    first_line = models.PositiveBigIntegerField(null=True)
    last_line = models.PositiveBigIntegerField(null=True)

    class Meta:
        verbose_name_plural = "marked"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                # A comparison with nothing is neither true nor false, and a constraint lets that pass: so say both.
                condition=Q(first_line=None, last_line=None)
                | Q(first_line__isnull=False, last_line__isnull=False, last_line__gte=F("first_line")),
                name="marked_run_of_lines",
                violation_error_message="Lines are given as first and last, both or neither.",
            )
        ]

    def __str__(self) -> str:
        """In words.

        >>> str(Marked(first_line=3, last_line=3)), str(Marked(first_line=3, last_line=9)), str(Marked())
        ('line 3', 'lines 3 to 9', 'all of it')
        """
        if self.first_line is None:
            return "all of it"
        one = self.first_line == self.last_line
        return f"line {self.first_line}" if one else f"lines {self.first_line} to {self.last_line}"

    def covers(self, line: int) -> bool:
        """Whether the line of this number is of the run."""
        return self.first_line is not None and self.last_line is not None and self.first_line <= line <= self.last_line


class Reversing(AppendOnly):
    """An entry that a proposal would reverse."""

    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="reversing", db_index=False)
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="reversing")

    class Meta:
        verbose_name_plural = "reversing"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["proposal", "entry"],
                name="reversing_entry_once",
                violation_error_message="An entry is reversed once.",
            )
        ]

    def __str__(self) -> str:
        return f"entry {self.entry.number}, by {self.proposal}"


class Answer(AppendOnly):
    """What became of a proposal: the entry that it was posted as (of several reversals the first), or why it was
    declined or withdrawn."""

    proposal = models.OneToOneField(Proposal, on_delete=models.PROTECT, related_name="answer")
    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, null=True, related_name="answer")
    why = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(entry__isnull=False, why="") | Q(entry=None) & ~Q(why=""),
                name="answer_posts_or_says_why_not",
                violation_error_message="A proposal is posted, or declined for a reason.",
            )
        ]

    def __str__(self) -> str:
        return f"answer to {self.proposal}"
