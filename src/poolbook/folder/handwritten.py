"""The files that people write beside the terms: facts and causes, decisions, commentary and measures.

Each begins with its format (``poolbook: facts/1``), is read strictly, and says on what paper everything in it rests.

Source: docs/reference/packs.md, "Hand-written files".
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from poolbook import money
from poolbook.book import Activity, Closing, Comment, Due, Explanation, Measure, Record
from poolbook.terms.types import Code, Day, Items, Pounds, PoundsFromNil, Text, Year
from poolbook.yamlfile import Strict


def _fact(value: object) -> bool | int:
    if isinstance(value, bool):
        return value
    if isinstance(value, str) and "£" in value:
        return money.parse(value)
    raise ValueError("a fact is true, false, or an amount as £1,234.50")


Quarter = Annotated[int, Field(ge=1, le=4)]
Period = Annotated[int, Field(ge=1, le=15)]


class FactItem(Strict):
    """Something recorded as true, or as an amount, that a rule of the agreement asks for by name."""

    value: Annotated[bool | int, BeforeValidator(_fact)]
    evidence: Text


class CauseItem(Strict):
    """The part of a unit's variance evidenced to a cause: an amount, never negative, and the paper it rests on."""

    amount: PoundsFromNil
    evidence: Text


class ClosingItem(Strict):
    """Last year's closing balance by contributor: what the fund held for each (negative: was owed by it)."""

    year: Year
    balances: dict[Code, Pounds]

    def of(self) -> Closing:
        """As the Book holds it."""
        return Closing(self.year, self.balances)


class Facts(Strict):
    """``facts.yaml``."""

    poolbook: Literal["facts/1"]
    facts: dict[Code, FactItem] = {}
    causes: dict[Code, dict[Code, CauseItem]] = {}  #: by unit (a scheme, or the fund), then by cause
    closing: ClosingItem | None = None


class DecisionItem(Strict):
    """What a body decided about who bears a variance: pounds by source, and the minute."""

    amounts: dict[Text, Pounds]
    evidence: Text


class Decisions(Strict):
    """``decisions.yaml``: by the body that decided, as the rules name it."""

    poolbook: Literal["decisions/1"]
    decisions: dict[Text, DecisionItem] = {}


class CommentItem(Strict):
    """A scheme lead's commentary on one period."""

    period: Period
    scheme: Code
    text: Text
    by: Text
    at: Day

    def of(self) -> Comment:
        """As the Book holds it."""
        return Comment(self.period, self.scheme, self.text, self.by, self.at)


class ExplanationItem(Strict):
    """Why a scheme varies, and what is done about it."""

    quarter: Quarter
    scheme: Code
    cause: Text
    recurrent: bool | None = None
    action: Text
    owner: Text
    due: Day | None = None
    effect: Pounds | None = None

    def of(self) -> Explanation:
        """As the Book holds it."""
        return Explanation(
            self.quarter, self.scheme, self.cause, self.recurrent, self.action, self.owner, self.due, self.effect
        )


class ActivityItem(Strict):
    """A count for a scheme in a quarter."""

    quarter: Quarter
    scheme: Code
    name: Text
    count: Annotated[int, Field(ge=0)]
    unit_cost: PoundsFromNil | None = None

    def of(self) -> Activity:
        """As the Book holds it."""
        return Activity(self.quarter, self.scheme, self.name, self.count, self.unit_cost)


class RecordItem(Strict):
    """Something recorded for a quarter in plain words."""

    quarter: Quarter
    kind: Literal[
        "decision",
        "variation",
        "virement",
        "contract",
        "delegation",
        "dispute",
        "risk",
        "lead_commissioning",
        "prepared",
        "checked",
        "statement",
        "received",
    ]
    text: Text
    by: Text
    on: Day | None = None
    reference: str = ""

    def of(self) -> Record:
        """As the Book holds it."""
        return Record(self.quarter, self.kind, self.text, self.by, self.on, self.reference)


class DueItem(Strict):
    """A contribution due from a contributor by a date."""

    by: Code
    on: Day
    amount: PoundsFromNil

    def of(self) -> Due:
        """As the Book holds it."""
        return Due(self.by, self.on, self.amount)


class Commentary(Strict):
    """``commentary.yaml``."""

    poolbook: Literal["commentary/1"]
    comments: Items[CommentItem] = ()
    explanations: Items[ExplanationItem] = ()
    activity: Items[ActivityItem] = ()
    records: Items[RecordItem] = ()
    dues: Items[DueItem] = ()


class MeasureItem(Strict):
    """An outcome or indicator of one quarter, as text with its unit."""

    quarter: Quarter
    code: Code
    name: Text
    definition: str = ""
    target: str = ""
    actual: str = ""
    better: Literal["higher", "lower"]
    comment: str = ""
    source: str = ""
    illustrative: bool = False

    def of(self) -> Measure:
        """As the Book holds it."""
        return Measure(**self.model_dump())


class Measures(Strict):
    """``measures.yaml``."""

    poolbook: Literal["measures/1"]
    measures: Items[MeasureItem] = ()
