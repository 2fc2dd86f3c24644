"""A Book: all that the figures of one fund in one financial year may depend on.

A pack (:mod:`poolbook.folder`) or a database yields one. Settlements, forecasts, checks and reports are worked out from
it and from nothing besides, so an auditor who has the Book gets the published figures again.

Source: docs/adr/0005-the-book-in-the-middle.md; SI 2000/617 reg 7(4) (one host keeps one fund's accounts).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from poolbook.dates.years import FinancialYear
from poolbook.ledger.balances import Balances
from poolbook.terms.model import Terms


@dataclass(frozen=True, slots=True)
class MonthEndForecast:
    """What one scheme was forecast to spend in the whole year, as recorded at the end of a period.

    ``method`` is a name of :mod:`poolbook.forecast.methods`, or ``override`` with the officer's ``reason``.
    """

    period: int
    scheme: str
    method: str
    pence: int
    reason: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Comment:
    """A scheme lead's commentary on one period."""

    period: int
    scheme: str
    text: str
    by: str
    at: date


@dataclass(frozen=True, slots=True)
class Explanation:
    """Block E: why a scheme varies, and what is done about it (``effect`` in pence, None where not estimated)."""

    quarter: int
    scheme: str
    cause: str
    recurrent: bool | None
    action: str
    owner: str
    due: date | None
    effect: int | None


@dataclass(frozen=True, slots=True)
class Measure:
    """Block F: an outcome or indicator of one quarter, as text with its unit; ``better`` is ``higher`` or ``lower``."""

    quarter: int
    code: str
    name: str
    definition: str
    target: str
    actual: str
    better: str
    comment: str
    source: str = ""
    illustrative: bool = False


@dataclass(frozen=True, slots=True)
class Activity:
    """Block G: a count for a scheme in a quarter; a count under five is not shown."""

    quarter: int
    scheme: str
    name: str
    count: int
    unit_cost: int | None = None


@dataclass(frozen=True, slots=True)
class Record:
    """Blocks H, I and J: something recorded for a quarter in plain words: ``kind`` is ``decision``, ``variation``,
    ``virement``, ``contract``, ``delegation``, ``dispute``, ``risk``, ``lead_commissioning``, ``prepared``,
    ``checked``, ``statement`` or ``received``."""

    quarter: int
    kind: str
    text: str
    by: str
    on: date | None
    reference: str = ""


@dataclass(frozen=True, slots=True)
class Due:
    """A contribution due from a contributor by a date, in pence."""

    by: str
    on: date
    pence: int


@dataclass(frozen=True, slots=True)
class Closing:
    """Last year's closing figures by contributor, in pence, from its pack."""

    year: FinancialYear
    balances: Mapping[str, int]


@dataclass(frozen=True)
class Book:
    """The value in the middle.

    ``facts`` are recorded facts (true, or pence); ``causes`` the part of a unit's variance evidenced to a cause, in
    pence, by unit and cause; ``decisions`` what a body decided, in pence by source; ``evidence`` says for each fact,
    cause and decision, by its name, on what paper it rests; ``last_entry`` and ``head`` are the number and hash of the
    last entry of the chain; ``closed`` is the last closed period (0: none).
    """

    terms: Terms
    balances: Balances
    facts: Mapping[str, bool | int] = field(default_factory=dict)
    causes: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    decisions: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    evidence: Mapping[str, str] = field(default_factory=dict)
    forecasts: tuple[MonthEndForecast, ...] = ()
    comments: tuple[Comment, ...] = ()
    explanations: tuple[Explanation, ...] = ()
    measures: tuple[Measure, ...] = ()
    activity: tuple[Activity, ...] = ()
    records: tuple[Record, ...] = ()
    dues: tuple[Due, ...] = ()
    closing: Closing | None = None
    closed: int = 0
    last_entry: int = 0
    head: str = ""

    @property
    def year(self) -> FinancialYear:
        """The financial year the Book is of."""
        return self.terms.year
