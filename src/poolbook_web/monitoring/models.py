"""What people record beside the books. Nothing is edited: a row that changes is superseded by another, which says who,
when, why, and on what paper it rests; one that should not have been is withdrawn, by a row that says so.

The fields below each kind's line are those of the core's record of the same name (:mod:`poolbook.book`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q

from poolbook.dates.years import month_name, parse_year
from poolbook_web.base import words
from poolbook_web.base.appendonly import AppendOnly
from poolbook_web.base.constraints import period_known
from poolbook_web.base.pence import MoneyField, OptionalMoneyField
from poolbook_web.partners.models import FundYear

RECORD_KINDS = [
    (kind, kind.replace("_", " ").capitalize())
    for kind in (
        "decision", "delegation", "variation", "virement", "contract", "dispute", "risk", "lead_commissioning",
        "prepared", "checked", "statement", "received",
    )
]  # fmt: skip

#: A kind of record in a sentence, where that is not "a risk in quarter 1".
RECORD_WORDS = {
    "lead_commissioning": "how the lead commissioner acted in",
    "prepared": "who prepared the report of",
    "checked": "who checked the report of",
    "statement": "what was stated in the report of",
    "received": "who received the report of",
}


def _quarter() -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=Q(quarter__range=(1, 4)),
        name="%(class)s_quarter_known",
        violation_error_message="A quarter is 1 to 4.",
    )


class Kept(AppendOnly):
    """What every record has: whose year it is, who recorded it, when and why, and the paper it rests on.

    ``supersedes`` is the row that this one takes the place of, ``origin`` the first of that line (none for the first
    itself), whose place in the order it keeps; ``withdrawn`` rows take a record away and leave nothing in its place.
    """

    fund_year = models.ForeignKey(FundYear, on_delete=models.PROTECT, related_name="+")
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField()
    why = models.TextField(blank=True)
    evidence = models.TextField(blank=True)
    supersedes = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="later", db_index=False)
    origin = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    withdrawn = models.BooleanField(default=False)

    if TYPE_CHECKING:  # the columns of the two above, which the stubs know of no abstract model
        supersedes_id: int | None
        origin_id: int | None

    class Meta:
        abstract = True
        constraints = [
            models.UniqueConstraint(
                fields=["supersedes"],
                name="%(class)s_superseded_once",
                violation_error_message="Somebody else has just changed this: read it, and try again.",
            ),
            models.CheckConstraint(
                condition=Q(supersedes=None, origin=None, withdrawn=False)
                | Q(supersedes__isnull=False, origin__isnull=False),
                name="%(class)s_supersedes_in_line",
                violation_error_message="A record that takes the place of another stands in its line.",
            ),
        ]

    @property
    def history_scope(self) -> str:
        """The fund's."""
        return self.fund_year.history_scope

    def _month(self, period: int) -> str:
        return month_name(parse_year(self.fund_year.year), period)


class Fact(Kept):
    """Something recorded as true or false, or as an amount, that a rule of the agreement asks for by name."""

    name = models.CharField(max_length=40)
    truth = models.BooleanField(null=True, blank=True)
    pence = OptionalMoneyField(null=True, blank=True)

    class Meta(Kept.Meta):
        abstract = False
        constraints = [
            *Kept.Meta.constraints,
            models.CheckConstraint(
                condition=Q(truth=None, pence__isnull=False) | Q(truth__isnull=False, pence=None),
                name="fact_true_or_amount",
                violation_error_message="A fact is true, false, or an amount.",
            ),
        ]

    def __str__(self) -> str:
        return f"the fact {self.name}"


class Cause(Kept):
    """The part of a unit's variance (a scheme's, or the fund's) that is evidenced to a cause."""

    unit = models.CharField(max_length=40)
    cause = models.CharField(max_length=40)
    pence = MoneyField()

    class Meta(Kept.Meta):
        abstract = False
        constraints = [
            *Kept.Meta.constraints,
            models.CheckConstraint(
                condition=Q(pence__gte=0),
                name="cause_not_negative",
                violation_error_message="What a cause explains is not negative.",
            ),
        ]

    def __str__(self) -> str:
        return f"the cause {self.cause} of {self.unit}"


class Decision(Kept):
    """What a body decided about who bears a variance: ``amounts`` are pairs of source and pence, in order."""

    body = models.TextField()
    amounts = models.JSONField()

    def __str__(self) -> str:
        return f"the decision of {self.body}"


class Forecast(Kept):
    """What a scheme was forecast to spend in the whole year, at the end of a period."""

    period = models.PositiveSmallIntegerField()
    scheme = models.TextField()
    method = models.TextField()
    pence = MoneyField()
    reason = models.TextField(blank=True)
    by = models.TextField()
    at = models.DateTimeField()

    class Meta(Kept.Meta):
        abstract = False
        constraints = [*Kept.Meta.constraints, period_known()]

    def __str__(self) -> str:
        return f"the forecast of {self.scheme} at the end of {self._month(self.period)}"


class Comment(Kept):
    """A scheme lead's commentary on a period."""

    period = models.PositiveSmallIntegerField()
    scheme = models.CharField(max_length=40)
    text = models.TextField()
    by = models.TextField()
    at = models.DateField()

    class Meta(Kept.Meta):
        abstract = False
        constraints = [*Kept.Meta.constraints, period_known()]

    def __str__(self) -> str:
        return f"a comment on {self.scheme} in {self._month(self.period)}"


class Explanation(Kept):
    """Why a scheme varies, and what is done about it; ``effect`` in pence, none where it was not estimated."""

    quarter = models.PositiveSmallIntegerField()
    scheme = models.CharField(max_length=40)
    cause = models.TextField()
    recurrent = models.BooleanField(null=True, blank=True)
    action = models.TextField()
    owner = models.TextField()
    due = models.DateField(null=True, blank=True)
    effect = OptionalMoneyField(null=True, blank=True)

    class Meta(Kept.Meta):
        abstract = False
        constraints = [*Kept.Meta.constraints, _quarter()]

    def __str__(self) -> str:
        return f"an explanation of {self.scheme} in quarter {self.quarter}"


class Measure(Kept):
    """An outcome or indicator of a quarter, as text with its unit."""

    quarter = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=40)
    name = models.TextField()
    definition = models.TextField(blank=True)
    target = models.TextField(blank=True)
    actual = models.TextField(blank=True)
    better = models.CharField(max_length=6, choices=[("higher", "Higher"), ("lower", "Lower")])
    comment = models.TextField(blank=True)
    source = models.TextField(blank=True)
    illustrative = models.BooleanField(default=False)

    class Meta(Kept.Meta):
        abstract = False
        constraints = [
            *Kept.Meta.constraints,
            _quarter(),
            models.CheckConstraint(
                condition=Q(better__in=["higher", "lower"]),
                name="measure_better_known",
                violation_error_message="Better is higher, or lower.",
            ),
        ]

    def __str__(self) -> str:
        return f"the measure {self.name} of quarter {self.quarter}"


class Activity(Kept):
    """A count for a scheme in a quarter."""

    quarter = models.PositiveSmallIntegerField()
    scheme = models.CharField(max_length=40)
    name = models.TextField()
    count = models.PositiveBigIntegerField()
    unit_cost = OptionalMoneyField(null=True, blank=True)

    class Meta(Kept.Meta):
        abstract = False
        verbose_name_plural = "activity"
        constraints = [*Kept.Meta.constraints, _quarter()]

    def __str__(self) -> str:
        return f"the count of {self.name} in quarter {self.quarter}"


class Record(Kept):
    """Something recorded for a quarter in plain words: a decision, a variation, a risk, who prepared and checked."""

    quarter = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=20, choices=RECORD_KINDS)
    text = models.TextField()
    by = models.TextField()
    on = models.DateField(null=True, blank=True)
    reference = models.TextField(blank=True)

    class Meta(Kept.Meta):
        abstract = False
        constraints = [
            *Kept.Meta.constraints,
            _quarter(),
            models.CheckConstraint(
                condition=Q(kind__in=[kind for kind, _ in RECORD_KINDS]),
                name="record_kind_known",
                violation_error_message="This kind of record is not known.",
            ),
        ]

    def __str__(self) -> str:
        return f"{RECORD_WORDS.get(self.kind, f'a {self.kind} in')} quarter {self.quarter}"


class Due(Kept):
    """A contribution due from a contributor by a day."""

    by = models.CharField(max_length=40)
    on = models.DateField()
    pence = MoneyField()

    class Meta(Kept.Meta):
        abstract = False
        constraints = [
            *Kept.Meta.constraints,
            models.CheckConstraint(
                condition=Q(pence__gte=0),
                name="due_not_negative",
                violation_error_message="What is due is not negative.",
            ),
        ]

    def __str__(self) -> str:
        return f"what is due from {self.by} on {words.day(self.on)}"


class Closing(Kept):
    """Last year's closing balance by contributor, as pairs of contributor and pence, in order."""

    year = models.CharField(max_length=7)
    balances = models.JSONField()

    def __str__(self) -> str:
        return f"the closing figures of {self.year}"
