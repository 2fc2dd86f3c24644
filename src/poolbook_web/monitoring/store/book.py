"""The Book of a fund-year out of the database: the same that a pack gives, since it is put together by the same code.

Records become what a pack's hand-written files would hold (:mod:`poolbook.folder.handwritten`), and from there
:func:`poolbook.folder.recorded.book` makes the Book, for a pack and for the database alike.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any, TypeVar

from poolbook.book import Book, MonthEndForecast
from poolbook.dates.years import parse_year
from poolbook.folder import recorded as core
from poolbook.folder.handwritten import (
    ActivityItem,
    CauseItem,
    ClosingItem,
    Commentary,
    CommentItem,
    DecisionItem,
    Decisions,
    DueItem,
    ExplanationItem,
    FactItem,
    Facts,
    MeasureItem,
    Measures,
    RecordItem,
)
from poolbook.folder.recorded import Recorded
from poolbook.yamlfile import Strict
from poolbook_web.agreements import queries as agreements
from poolbook_web.agreements import store as texts
from poolbook_web.agreements.models import TermsVersion
from poolbook_web.ledger import queries as ledger
from poolbook_web.monitoring import models
from poolbook_web.monitoring.store.records import KINDS, values
from poolbook_web.monitoring.store.together import Rows, together
from poolbook_web.partners.models import FundYear

T = TypeVar("T", bound=Strict)

#: The records that figures rest on.
_FIGURES = (models.Fact, models.Cause, models.Decision, models.Forecast)


def book(fund_year: FundYear, at: datetime | None = None) -> Book:
    """The Book as everything stands; at a moment, as it stood then: the terms in force, the entries posted and the
    records kept by that moment. Raises :class:`poolbook.findings.Refused` where no terms are in force."""
    head = ledger.head(fund_year, at)
    return core.book(recorded(fund_year, at), ledger.balances(fund_year, head), head)


def figures(fund_year: FundYear, now: datetime) -> Book:
    """The Book as everything stands, by the terms in force on the day of ``now``, and without what no figure looks at
    (comments, explanations, activity, measures, sign-offs, what falls due): for a page of figures."""
    recorded_ = recorded(fund_year, version=agreements.terms_version(fund_year, now), words=False)
    return core.book(recorded_, ledger.balances(fund_year), ledger.head(fund_year))


def recorded(
    fund_year: FundYear, at: datetime | None = None, *, version: TermsVersion | None = None, words: bool = True
) -> Recorded:
    """The records as a pack's hand-written files hold them. They were checked when they came, and are not again."""
    version = version or agreements.terms_version(fund_year, at)
    rows = defaultdict[type[models.Kept], list[Any]](list)
    rows |= together(KINDS if words else _FIGURES, fund_year, at)
    many = partial(_many, rows)
    return Recorded(
        terms=agreements.typed(version),
        document=texts.terms_document(version.text),
        facts=_facts(rows),
        decisions=_decisions(rows[models.Decision]),
        commentary=Commentary.model_construct(
            poolbook="commentary/1",
            comments=many(models.Comment, CommentItem),
            explanations=many(models.Explanation, ExplanationItem),
            activity=many(models.Activity, ActivityItem),
            records=many(models.Record, RecordItem),
            dues=many(models.Due, DueItem, amount=lambda row: int(row.pence)),
        ),
        measures=Measures.model_construct(poolbook="measures/1", measures=many(models.Measure, MeasureItem)),
        forecasts=tuple(
            MonthEndForecast(row.period, row.scheme, row.method, int(row.pence), row.reason, row.by, row.at)
            for row in rows[models.Forecast]
        ),
    )


def _many(rows: Rows, kind: type[models.Kept], item: type[T], **made: Callable[[Any], Any]) -> tuple[T, ...]:
    """The records of a kind as items of a hand-written file, field by field."""
    return tuple(
        item.model_construct(
            **{name: _plain(value) for name, value in values(row).items() if name in item.model_fields},
            **{name: make(row) for name, make in made.items()},
        )
        for row in rows[kind]
    )


def _plain(value: Any) -> Any:
    """Pence as the core's whole numbers."""
    return int(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _facts(rows: Rows) -> Facts:
    causes: dict[str, dict[str, CauseItem]] = {}
    for row in rows[models.Cause]:
        item = CauseItem.model_construct(amount=int(row.pence), evidence=row.evidence)
        causes.setdefault(row.unit, {})[row.cause] = item
    closing = rows[models.Closing][-1] if rows[models.Closing] else None
    return Facts.model_construct(
        poolbook="facts/1",
        facts={
            row.name: FactItem.model_construct(
                value=bool(row.truth) if row.pence is None else int(row.pence), evidence=row.evidence
            )
            for row in rows[models.Fact]
        },
        causes=causes,
        closing=ClosingItem.model_construct(year=parse_year(closing.year), balances=dict(closing.balances))
        if closing
        else None,
    )


def _decisions(rows: list[Any]) -> Decisions:
    return Decisions.model_construct(
        poolbook="decisions/1",
        decisions={
            row.body: DecisionItem.model_construct(amounts=dict(row.amounts), evidence=row.evidence) for row in rows
        },
    )
