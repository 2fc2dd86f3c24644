"""Records in force: every kind, what tells one from another, and the rows that stand at a moment."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, TypeVar

from django.db.models import Exists, Max, OuterRef, QuerySet
from django.db.models.functions import Coalesce

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


def values(row: Kept) -> dict[str, Any]:
    """What a row says, without who recorded it and when: the fields of its kind alone."""
    return {
        field.name: getattr(row, field.name) for field in row._meta.concrete_fields if field.name not in OF_EVERY_ROW
    }


def in_force(model: type[K], fund_year: FundYear, at: datetime | None = None) -> QuerySet[K]:
    """The records of a kind that stand, in the order in which each first came; at a moment, those that stood then."""
    known = model._default_manager.filter(fund_year=fund_year)
    later = model._default_manager.filter(supersedes=OuterRef("pk"))
    if at is not None:
        known, later = known.filter(recorded_at__lte=at), later.filter(recorded_at__lte=at)
    standing = known.filter(~Exists(later), withdrawn=False)
    return standing.order_by(Coalesce("origin_id", "id"), "id")


def latest_of(fund_year: FundYear) -> list[datetime | None]:
    """When the last record of each kind came; one question for all."""
    asked = [
        kind._default_manager.filter(fund_year=fund_year).order_by().values("fund_year").annotate(at=Max("recorded_at"))
        for kind in KINDS
    ]
    each = [one.values_list("at", flat=True) for one in asked]
    return list(each[0].union(*each[1:], all=True))


def same_key(model: type[K], fund_year: FundYear, given: Mapping[str, Any]) -> K | None:
    """The record in force that one with these values must take the place of, since there is only one at a time."""
    key = KINDS[model]
    if key is None:
        return None
    return in_force(model, fund_year).filter(**{name: given[name] for name in key}).first()


def lock(fund_year: FundYear) -> None:
    """Hold a fund-year's records until the transaction ends, so that two who record the same at once do so in turn."""
    FundYear.objects.select_for_update(no_key=True).get(pk=fund_year.pk)
