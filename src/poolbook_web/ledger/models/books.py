"""The books as tables: what the core's ledger holds, row for row, so that the hashes of both are the same.

Lines, codings and transfers are numbered from 1 within a fund-year, and those numbers are in the hashes. Their primary
key is ``fund_year × SPAN + number``: one number, so that a run of lines is one range of the primary key, which needs no
other index. Every table but :class:`Books` and :class:`Balance` only grows; these two can be worked out again from it.
"""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from poolbook_web.base.appendonly import AppendOnly
from poolbook_web.base.constraints import period_known
from poolbook_web.base.pence import MoneyField, OptionalMoneyField
from poolbook_web.partners.models import FundYear

#: How many lines, codings or transfers one fund-year can number: far more than any has.
SPAN = 2**40

LAYERS = [("budget", "Budget"), ("commitment", "Commitment"), ("actual", "Actual")]
KINDS = [
    ("opening", "Opening"),
    ("import", "Extract"),
    ("journal", "Journal"),
    ("reversal", "Reversal"),
    ("closing", "Closing of a period"),
]


class Books(models.Model):
    """Where a fund-year's books stand: the row that everybody who posts holds until their transaction ends.

    ``code`` is the fund's code in its terms, which the chain begins with; ``number`` and ``hash`` are those of the last
    entry, ``closed`` is the last closed period; the others are the last numbers given out.
    """

    fund_year = models.OneToOneField(FundYear, on_delete=models.PROTECT, primary_key=True, related_name="books")
    code = models.CharField(max_length=40)
    number = models.PositiveIntegerField(default=0)
    hash = models.CharField(max_length=64)
    closed = models.PositiveSmallIntegerField(default=0)
    last_line = models.PositiveBigIntegerField(default=0)
    last_coding = models.PositiveBigIntegerField(default=0)
    last_transfer = models.PositiveBigIntegerField(default=0)

    class Meta:
        verbose_name_plural = "books"

    def __str__(self) -> str:
        return f"books of {self.fund_year}"

    @property
    def history_scope(self) -> str:
        """The fund's."""
        return self.fund_year.history_scope


class Entry(AppendOnly):
    """A document in the books. The fields are those of the core's entry; ``person`` is who posted it on this site, and
    nobody where it came with a pack."""

    fund_year = models.ForeignKey(FundYear, on_delete=models.PROTECT, related_name="entries", db_index=False)
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=10, choices=KINDS)
    date = models.DateField()
    period = models.PositiveSmallIntegerField()
    description = models.TextField()
    source = models.TextField(blank=True)
    by = models.TextField()
    at = models.DateTimeField()
    authority = models.TextField(blank=True)
    reverses = models.PositiveIntegerField(null=True)
    lines = models.CharField(max_length=64, blank=True)
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name_plural = "entries"
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["fund_year", "number"],
                name="entry_number_once",
                violation_error_message="Two entries cannot have one number.",
            ),
            models.UniqueConstraint(
                fields=["fund_year", "previous"],
                name="entry_follows_once",
                violation_error_message="Two entries cannot follow the same one.",
            ),
            models.UniqueConstraint(
                fields=["fund_year", "reverses"],
                name="entry_reversed_once",
                violation_error_message="This entry was reversed already.",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=[kind for kind, _ in KINDS]),
                name="entry_kind_known",
                violation_error_message="An entry opens, imports, journals, reverses or closes.",
            ),
            models.CheckConstraint(
                condition=Q(kind="reversal", reverses__isnull=False) | ~Q(kind="reversal") & Q(reverses=None),
                name="entry_reversal_names_another",
                violation_error_message="A reversal, and nothing else, names the entry that it mirrors.",
            ),
            period_known(),
        ]

    def __str__(self) -> str:
        return f"entry {self.number} of {self.fund_year}: {self.description}"

    @property
    def history_scope(self) -> str:
        """The fund's."""
        return self.fund_year.history_scope


class Numbered(AppendOnly):
    """A row with a number of its own in its fund-year, in its primary key. The key is always given; it is declared as
    one that counts up because SQLite then keeps the rows themselves in its order, without an index beside them."""

    id = models.BigAutoField(primary_key=True)

    class Meta:
        abstract = True

    @property
    def number(self) -> int:
        """Its number in the fund-year, from 1 on."""
        return self.pk % SPAN

    @classmethod
    def of(cls, fund_year: FundYear, first: int = 0, last: int = SPAN - 1) -> models.QuerySet[Self]:
        """Those of a fund-year, or of a run of numbers in it, in order: one range of the primary key."""
        start = fund_year.pk * SPAN
        return cls._default_manager.filter(pk__range=(start + first, start + last)).order_by("pk")


class Transfer(Numbered):
    """Whole pence from ``credit`` to ``debit``, as in the core's ledger; the lines are those from ``first_line`` to
    ``last_line``."""

    # Its entry is checked to be there, and is of a fund-year; a second check would cost an import a twentieth.
    fund_year = models.ForeignKey(
        FundYear, on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="transfers")
    layer = models.CharField(max_length=10, choices=LAYERS)
    debit = models.TextField()
    credit = models.TextField()
    amount = MoneyField()
    period = models.PositiveSmallIntegerField()
    scheme = models.TextField(blank=True)
    partner = models.TextField(blank=True)
    contract = models.TextField(blank=True)
    first_line = models.PositiveBigIntegerField(null=True)
    last_line = models.PositiveBigIntegerField(null=True)

    class Meta:
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["fund_year", "layer", "scheme", "period"], name="transfer_place"),
            models.Index(
                fields=["fund_year", "first_line"], condition=Q(first_line__isnull=False), name="transfer_of_line"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(layer__in=[layer for layer, _ in LAYERS]),
                name="transfer_layer_known",
                violation_error_message="A transfer is of the budget, a commitment or what happened.",
            ),
            models.CheckConstraint(
                condition=~Q(debit=F("credit")),
                name="transfer_moves_money",
                violation_error_message="The same account is on both sides.",
            ),
            models.CheckConstraint(
                condition=Q(amount__gt=0) | Q(amount=0, first_line__isnull=False),
                name="transfer_amount_positive",
                violation_error_message="An amount is above nil, or nil over lines that cancel.",
            ),
            models.CheckConstraint(
                # A comparison with nothing is neither true nor false, and a constraint lets that pass: so say both.
                condition=Q(first_line=None, last_line=None)
                | Q(
                    first_line__isnull=False,
                    last_line__isnull=False,
                    first_line__gte=1,
                    last_line__gte=F("first_line"),
                ),
                name="transfer_run_of_lines",
                violation_error_message="Lines are given as first and last, both or neither.",
            ),
            period_known(),
        ]

    def __str__(self) -> str:
        return f"{self.amount.pounds} from {self.credit} to {self.debit}"

    @property
    def run(self) -> tuple[int, int] | None:
        """The numbers of its first line and its last; None where it has no lines."""
        return None if self.first_line is None or self.last_line is None else (self.first_line, self.last_line)


class Coding(Numbered):
    """One distinct combination of a source's columns as received; ``fields`` is their JSON object as text. ``entry`` is
    the one that first met it."""

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="codings")
    source = models.TextField()
    fields = models.TextField()

    def __str__(self) -> str:
        return f"{self.source}: {self.fields}"


class Line(Numbered):
    """One payment line as received: evidence under a transfer. ``coding`` is the number of its coding.

    There are millions: no index but the primary key, no foreign key, which would make an import several times as slow,
    and no check of a cell. That every line is of one transfer and of a known coding is proved instead
    (:func:`.queries.prove`).
    """

    coding = models.IntegerField()
    line_no = models.IntegerField()
    day = models.DateField(null=True)
    period = models.SmallIntegerField()
    pence = MoneyField()
    vat = OptionalMoneyField(null=True)
    reference = models.TextField(blank=True)
    narrative = models.TextField(blank=True)
    supplier = models.TextField(blank=True)
    journal = models.TextField(blank=True)
    incurred_by = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"line {self.number}, {self.pence.pounds}"


class Rejected(AppendOnly):
    """A row of an extract that was not posted, as received, and the finding's code that says why."""

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="rejected")
    line_no = models.PositiveIntegerField()
    reason = models.TextField()
    raw = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"row {self.line_no}: {self.reason}"


class Received(AppendOnly):
    """A file that an entry rests on: what it was, and what became of its rows; ``pence`` is the sum of those posted."""

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="received")
    name = models.TextField()
    sha256 = models.CharField(max_length=64, db_index=True)
    bytes = models.PositiveBigIntegerField()
    source = models.TextField()
    rows = models.PositiveBigIntegerField()
    posted = models.PositiveBigIntegerField()
    duplicates = models.PositiveBigIntegerField()
    rejected = models.PositiveBigIntegerField()
    pence = MoneyField()

    class Meta:
        verbose_name_plural = "received"
        constraints = [
            models.CheckConstraint(
                condition=Q(rows=F("posted") + F("duplicates") + F("rejected")),
                name="received_every_row_accounted_for",
                violation_error_message="Every row is posted, seen before, or rejected.",
            )
        ]

    def __str__(self) -> str:
        return self.name


class Balance(models.Model):
    """What an account stands at, debit positive: kept in the transaction of every entry, so that a position costs the
    same however many lines stand behind it."""

    fund_year = models.ForeignKey(FundYear, on_delete=models.PROTECT, related_name="balances", db_index=False)
    layer = models.CharField(max_length=10, choices=LAYERS)
    account = models.TextField()
    scheme = models.TextField(blank=True)
    partner = models.TextField(blank=True)
    period = models.PositiveSmallIntegerField()
    pence = MoneyField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["fund_year", "layer", "account", "scheme", "partner", "period"],
                name="balance_cell_once",
                violation_error_message="A balance stands in one place.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.layer} {self.account} {self.scheme} {self.partner} {self.period}: {self.pence.pounds}"
