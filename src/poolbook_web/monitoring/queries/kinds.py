"""Every kind of record as a screen shows it: what it is called, what it is for, and a row of its list.

To show another kind: a line in :data:`KINDS`, and its form in :mod:`poolbook_web.monitoring.forms.kinds`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from copy import copy
from dataclasses import dataclass
from typing import Any, TypeVar

from poolbook import money
from poolbook.dates.years import FinancialYear
from poolbook.reports.blocks.rating import unrated
from poolbook.reports.model import Cell, Column, Kind, Row, Table
from poolbook.reports.view import when
from poolbook.settlement.case import WHOLE_FUND
from poolbook.settlement.model import CARRY_FORWARD, reserve_of
from poolbook.terms import ask
from poolbook.terms.model import Terms
from poolbook_web.monitoring import models, store
from poolbook_web.monitoring.models import Kept
from poolbook_web.people.models import name_of

K = TypeVar("K", bound=Kept)

_YES = {True: "Yes", False: "No", None: "Not known"}


@dataclass(frozen=True)
class Words:
    """What codes stand for in a year."""

    terms: Terms

    def name(self, code: str) -> str:
        """A scheme, contributor or body by its name; the code itself where nothing has it."""
        return "The whole fund" if code == WHOLE_FUND else ask.name(self.terms, code)

    def of(self, code: str) -> str:
        """A cause, a pressure or a fact by its name."""
        settlement = self.terms.settlement
        named = {each.code: each.name for each in self.terms.pressures}
        named |= {each.code: each.name for each in (settlement.causes if settlement else ())}
        named |= {each.code: each.name for each in (settlement.facts if settlement else ())}
        return named.get(code, code)

    def said(self, row: K) -> K:
        """A record as the history tells it, with the names that its codes have now: for telling, not for keeping."""
        told = copy(row)
        for field, name in _CODES.items():
            if field in store.values(row):
                setattr(told, field, name(self, getattr(row, field)))
        return told

    def source(self, code: str) -> str:
        """Who bears, in words."""
        if code == CARRY_FORWARD:
            return "carried forward to next year"
        reserve = reserve_of(code)
        return self.name(code) if reserve is None else f"the reserve {reserve}"

    def month(self, period: int) -> str:
        """A period as people say it."""
        year: FinancialYear = self.terms.year
        return when(year, period) if period != 15 else "March, after adjustments"


def _unit(words: Words, code: str) -> str:
    return "the whole fund" if code == WHOLE_FUND else words.name(code)


def _shares(words: Words, shares: Sequence[tuple[str, int]]) -> list[list[str | int]]:
    return [[words.source(code), pence] for code, pence in shares]


#: The fields that hold codes, whatever the kind, and how each is said; what somebody wrote there is said as it is.
_CODES: dict[str, Callable[[Words, Any], Any]] = {
    "scheme": Words.name,
    "unit": _unit,
    "body": Words.name,
    "by": Words.name,
    "name": Words.of,
    "cause": Words.of,
    "amounts": _shares,
    "balances": _shares,
}


@dataclass(frozen=True)
class Shown:
    """A kind of record on its screens."""

    slug: str
    kind: type[Kept]
    title: str
    one: str
    lead: str
    columns: tuple[Column, ...]
    cells: Callable[[Any, Words], tuple[Cell, ...]]

    @property
    def only_one(self) -> bool:
        """Whether there can be only one of the same name at a time."""
        return store.KINDS[self.kind] is not None

    def table(self, rows: Sequence[Kept], words: Words) -> Table:
        """Records as a list, with the papers they rest on, and who recorded it."""
        papers = any(row.evidence for row in rows)
        more = (Column("Evidence"), Column("Recorded by")) if papers else (Column("Recorded by"),)
        made = []
        for row in rows:
            said: tuple[Cell, ...] = (*self.cells(row, words), *((row.evidence,) if papers else ()))
            made.append(Row((*said, name_of(row.recorded_by)), illustrative=getattr(row, "illustrative", False)))
        return Table(self.title, (*self.columns, *more), tuple(made))

    def named(self, row: Kept, words: Words) -> str:
        """A record as a heading calls it: what it is, and of what."""
        of = self.cells(row, words)[0]
        return f"{self.one[:1].upper()}{self.one[1:]}: {of}"


def _texts(*headings: str) -> tuple[Column, ...]:
    return tuple(Column(each) for each in headings)


def _sum(heading: str = "Amount") -> Column:
    return Column(heading, Kind.PENCE)


def _pence(value: int | None) -> int | None:
    return None if value is None else int(value)


def _quarter(row: models.Explanation | models.Measure | models.Activity | models.Record) -> str:
    return f"Quarter {row.quarter}"


def _fact(row: models.Fact, words: Words) -> tuple[Cell, ...]:
    says = "A sum" if row.pence is not None else "So" if row.truth else "Not so"
    return words.of(row.name), says, _pence(row.pence)


def _decision(row: models.Decision, words: Words) -> tuple[Cell, ...]:
    said = "; ".join(f"{words.source(source)} {money.show(pence)}" for source, pence in row.amounts)
    return words.name(row.body), said, sum(pence for _, pence in row.amounts)


def _forecast(row: models.Forecast, words: Words) -> tuple[Cell, ...]:
    method = "Override" if row.method == "override" else row.method.replace("_", " ").capitalize()
    return words.name(row.scheme), words.month(row.period), method, int(row.pence), row.reason, row.by


def _closing(row: models.Closing, words: Words) -> tuple[Cell, ...]:
    said = "; ".join(f"{words.name(code)} {money.show(pence)}" for code, pence in row.balances)
    return row.year, said, sum(pence for _, pence in row.balances)


def _explanation(row: models.Explanation, words: Words) -> tuple[Cell, ...]:
    return (
        words.name(row.scheme), _quarter(row), row.cause, _YES[row.recurrent], row.action, row.owner, row.due,
        _pence(row.effect),
    )  # fmt: skip


def _measure(row: models.Measure, _: Words) -> tuple[Cell, ...]:
    return (
        row.name, _quarter(row), row.target, row.actual, row.get_better_display(), unrated(row.target, row.actual),
        row.comment, row.source,
    )  # fmt: skip


KINDS: dict[str, Shown] = {
    shown.slug: shown
    for shown in (
        Shown(
            "facts", models.Fact, "Facts", "a fact",
            "What a rule of the agreement asks for by name: whether something is so, or a sum. Each rests on a paper.",
            (*_texts("Fact", "Says"), _sum()), _fact,
        ),
        Shown(
            "causes", models.Cause, "Causes", "a cause",
            "The part of a scheme's variance that is evidenced to a cause which the agreement names.",
            (*_texts("Scheme", "Cause"), _sum("Explains")),
            lambda row, words: (words.name(row.unit), words.of(row.cause), int(row.pence)),
        ),
        Shown(
            "decisions", models.Decision, "Decisions on a variance", "a decision",
            "What a body has decided about who bears what the rules leave to it. It counts only where it accounts for "
            "the whole of what was left.",
            (*_texts("Body", "Who bears what"), _sum("In all")), _decision,
        ),
        Shown(
            "forecasts", models.Forecast, "Forecasts of officers", "a forecast",
            "An officer's figure for a scheme's year, in place of the method's. It stands from its month on, until "
            "another is recorded or it is withdrawn.",
            (*_texts("Scheme", "At the end of", "Method"), _sum("Outturn"), *_texts("Reason", "By")), _forecast,
        ),
        Shown(
            "comments", models.Comment, "Commentary", "a comment",
            "What scheme leads say of a month.",
            (*_texts("Scheme", "Month", "Commentary", "By"), Column("Date", Kind.DATE)),
            lambda row, words: (words.name(row.scheme), words.month(row.period), row.text, row.by, row.at),
        ),
        Shown(
            "explanations", models.Explanation, "Explanations of variances", "an explanation",
            "Why a scheme varies in a quarter, and what is done about it.",
            (
                Column("Scheme"), Column("Quarter"), *_texts("Why", "Comes back", "Action", "Owner"),
                Column("Due", Kind.DATE), _sum("Effect"),
            ), _explanation,
        ),
        Shown(
            "measures", models.Measure, "Measures", "a measure",
            "Outcomes and indicators of a quarter, each with its target. It is rated where target and actual are plain "
            "numbers of one unit.",
            (Column("Measure"), Column("Quarter"),
             *_texts("Target", "Actual", "Better is", "Why not rated", "Comment", "From")),
            _measure,
        ),
        Shown(
            "activity", models.Activity, "Activity", "a count",
            "Counts of a quarter, such as people in placements. A count under five is not shown in reports.",
            (*_texts("What is counted", "Scheme"), Column("Quarter"), Column("Count", Kind.COUNT), _sum("Unit cost")),
            lambda row, words: (row.name, words.name(row.scheme), _quarter(row), row.count, _pence(row.unit_cost)),
        ),
        Shown(
            "sign-offs", models.Record, "Sign-offs and events", "a sign-off or event",
            "Of a quarter: who prepared, checked, stated and received; decisions, variations, contracts and risks.",
            (Column("What"), Column("Quarter"), *_texts("Says", "By"), Column("Date", Kind.DATE),
             Column("Reference")),
            lambda row, _: (row.get_kind_display(), _quarter(row), row.text, row.by, row.on, row.reference),
        ),
        Shown(
            "dues", models.Due, "What falls due", "what falls due",
            "Instalments of contributions: from whom, by when.",
            (Column("Contributor"), Column("By", Kind.DATE), _sum()),
            lambda row, words: (words.name(row.by), row.on, int(row.pence)),
        ),
        Shown(
            "closing", models.Closing, "Closing figures of last year", "last year's closing figures",
            "What last year ended with, by contributor, as the partners agreed it. The opening brings it forward.",
            (*_texts("Year", "Whose"), _sum("In all")), _closing,
        ),
    )
}  # fmt: skip
