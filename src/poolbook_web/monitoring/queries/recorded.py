"""The records of a year: how many there are of each kind, one list, one record with all that it ever said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Count, Q, QuerySet, Value
from django.http import Http404

from poolbook_web.agreements import queries as agreements
from poolbook_web.monitoring import store
from poolbook_web.monitoring.models import Kept
from poolbook_web.monitoring.queries.kinds import KINDS, Shown, Words
from poolbook_web.partners.models import FundYear

#: More than any key of these tables.
_NO_KEY = 2**62


def words(fund_year: FundYear) -> Words:
    """What codes stand for. Raises :class:`poolbook.findings.Refused` where no terms are in force."""
    return Words(agreements.terms(fund_year))


def shown_or_404(slug: str) -> Shown:
    """A kind by its name in an address."""
    found = KINDS.get(slug)
    if found is None:
        raise Http404
    return found


def counts(fund_year: FundYear) -> dict[str, int]:
    """How many records of each kind stand: one question for all."""
    asked = [_count(slug, store.in_force(each.kind, fund_year)) for slug, each in KINDS.items()]
    return {**dict.fromkeys(KINDS, 0), **dict(asked[0].union(*asked[1:], all=True))}


def _count(slug: str, rows: Any) -> Any:
    """How many rows there are, beside their kind; nothing where there is none."""
    return (
        rows.order_by().annotate(slug=Value(slug)).values("slug").annotate(many=Count("pk")).values_list("slug", "many")
    )


def standing(shown: Shown, fund_year: FundYear) -> QuerySet[Kept]:
    """The records of a kind that stand."""
    return store.in_force(shown.kind, fund_year).select_related("recorded_by")


def not_there_yet(
    shown: Shown, fund_year: FundYear, rows: Sequence[Mapping[str, Any]], fields: Sequence[str]
) -> list[Mapping[str, Any]]:
    """Of what is to be recorded, what no record that stands says already, in these fields."""
    there = [tuple(getattr(row, name) for name in fields) for row in standing(shown, fund_year)]
    return [each for each in rows if tuple(each[name] for name in fields) not in there]


def row_or_404(shown: Shown, fund_year: FundYear, number: int) -> Kept:
    """A record by its number, superseded or not."""
    rows = shown.kind._default_manager.filter(fund_year=fund_year, pk=min(number, _NO_KEY))
    found: Kept | None = rows.select_related("recorded_by").first()
    if found is None:
        raise Http404
    found.fund_year = fund_year
    return found


def line(row: Kept) -> list[Kept]:
    """All that a record ever said, the latest first."""
    first = row.origin_id or row.pk
    found = type(row)._default_manager.filter(Q(pk=first) | Q(origin=first))
    return list(found.select_related("recorded_by").order_by("-pk"))
