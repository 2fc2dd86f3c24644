"""Records in force: every kind, what tells one from another, and the rows that stand at a moment."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, TypeVar

from django.db.models import Exists, Max, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from poolbook import money
from poolbook.dates.years import month_name, parse_year
from poolbook_web.monitoring.models import (
    Activity,
    Cause,
    Closing,
    Comment,
    Decision,
    Due,
    Explanation,
    Fact,
    Forecast,
    Kept,
    Measure,
    Record,
)
from poolbook_web.partners.models import FundYear

K = TypeVar("K", bound=Kept)

#: Every kind of record, and what there is only one of at a time: one fact of a name, one year's closing figures. Where
#: that is None, there may be any number.
KINDS: Mapping[type[Kept], tuple[str, ...] | None] = {
    Fact: ("name",),
    Cause: ("unit", "cause"),
    Decision: ("body",),
    Forecast: None,
    Comment: None,
    Explanation: None,
    Measure: ("quarter", "code"),
    Activity: None,
    Record: None,
    Due: None,
    Closing: (),
}

#: The fields that every record has, whatever its kind.
OF_EVERY_ROW = {field.name for field in Kept._meta.get_fields()} | {"id"}

#: What a field is called in the history, where its own name would not be understood.
_NAMES = {
    "amounts": "who bears what",
    "at": "date",
    "balances": "who holds what",
    "better": "better is",
    "on": "date",
    "pence": "amount",
    "period": "month",
    "truth": "it is so",
    "unit": "scheme",
}


def values(row: Kept) -> dict[str, Any]:
    """What a row says, without who recorded it and when: the fields of its kind alone."""
    return {
        field.name: getattr(row, field.name) for field in row._meta.concrete_fields if field.name not in OF_EVERY_ROW
    }


def told(row: Kept) -> dict[str, Any]:
    """The same as the history keeps it: by the names that a reader knows, with who bears or holds what in words."""
    return {_NAMES.get(name, name): _in_words(row, name, each) for name, each in values(row).items()}


def _in_words(row: Kept, name: str, value: Any) -> Any:
    """A month or a choice as people say it; anything else as it is, pairs of a code and pence in words."""
    if name == "period":
        return month_name(parse_year(row.fund_year.year), value)
    chosen = getattr(row, f"get_{name}_display", None)
    return chosen() if chosen else _shares(value)


def _shares(value: Any) -> Any:
    """Pairs of a code and pence in words; anything else as it is.

    >>> _shares([["council", 150], ["trust", -50]])
    'council £1.50; trust -£0.50'
    """
    return "; ".join(f"{code} {money.show(pence)}" for code, pence in value) if isinstance(value, list) else value


def in_force(model: type[K], fund_year: FundYear, at: datetime | None = None) -> QuerySet[K]:
    """The records of a kind that stand, in the order in which each first came; at a moment, those that stood then."""
    found = model._default_manager.filter(stands(model, at), fund_year=fund_year)
    return found.order_by(Coalesce("origin_id", "id"), "id")


def stands(model: type[K], at: datetime | None = None) -> Q:
    """The condition that a record of a kind stands, or stood at a moment: none that had come takes its place, and it is
    not one that takes a record away."""
    there = Q() if at is None else Q(recorded_at__lte=at)
    later = model._default_manager.filter(there, supersedes=OuterRef("pk"))
    return there & Q(~Exists(later), withdrawn=False)


def latest_of(fund_year: FundYear) -> list[datetime | None]:
    """When the last record of each kind came; one question for all."""
    asked = [
        kind._default_manager.filter(fund_year=fund_year).order_by().values("fund_year").annotate(at=Max("recorded_at"))
        for kind in KINDS
    ]
    each = [one.values_list("at", flat=True) for one in asked]
    return list(each[0].union(*each[1:], all=True))


def same_key(model: type[K], fund_year: FundYear, given: Mapping[str, Any]) -> K | None:
    """The record in force that one with these values would stand beside, where there is only one at a time."""
    key = KINDS[model]
    if key is None:
        return None
    return in_force(model, fund_year).filter(**{name: given[name] for name in key}).first()
