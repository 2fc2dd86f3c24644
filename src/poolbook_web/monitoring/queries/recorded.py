"""The records of a year: how many there are of each kind, one list, one record with all that it ever said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Count, Q, QuerySet, Value
from django.http import Http404

from poolbook_web.agreements import queries as agreements
from poolbook_web.monitoring import store
from poolbook_web.monitoring.models import Kept, Record
from poolbook_web.monitoring.queries.kinds import KINDS, Shown, Words
from poolbook_web.partners.models import FundYear
from poolbook_web.people import queries as people
from poolbook_web.people.models import Person
from poolbook_web.people.permissions import Permission


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


def that_stand(shown: Shown, fund_year: FundYear) -> QuerySet[Kept]:
    """The records of a kind that stand."""
    return store.in_force(shown.kind, fund_year).select_related("recorded_by")


def there_already(shown: Shown, fund_year: FundYear, says: Mapping[str, Any]) -> Kept | None:
    """The record that stands where there can be only one, and this would be another."""
    return store.same_key(shown.kind, fund_year, says)


def not_there_yet(
    shown: Shown, fund_year: FundYear, rows: Mapping[int, Mapping[str, Any]], fields: Sequence[str]
) -> dict[int, tuple[Mapping[str, Any], Kept | None]]:
    """Of what is to be recorded, by its row's number, what no record that stands says already in these fields; with the
    record that it would change, where there can be only one."""
    stand = list(that_stand(shown, fund_year))
    there = [_of(row, fields) for row in stand]
    key = store.KINDS[shown.kind]
    before = {_of(row, key): row for row in stand} if key is not None else {}
    return {
        number: (says, before.get(tuple(says[name] for name in key or ())))
        for number, says in rows.items()
        if tuple(says[name] for name in fields) not in there
    }


def _of(row: Kept, fields: Sequence[str]) -> tuple[object, ...]:
    return tuple(getattr(row, name) for name in fields)


def row_or_404(shown: Shown, fund_year: FundYear, number: int) -> Kept:
    """A record by its number, superseded or not."""
    rows = shown.kind._default_manager.filter(fund_year=fund_year, pk=number)
    found: Kept | None = rows.select_related("recorded_by").first()
    if found is None:
        raise Http404
    found.fund_year = fund_year
    return found


def is_receipt_of_others(row: Kept, person: Person, at: datetime) -> bool:
    """Whether a record is the receipt of a report, and not by a partner that this person may acknowledge reports for: a
    receipt is a partner's own word, to give and to take back."""
    if not isinstance(row, Record) or row.kind != "received":
        return False
    fund = row.fund_year.fund
    mine = people.acts_for(person, Permission.REPORT_RECEIVE, at).get(fund, [])
    called = Q(code=row.by) | Q(partner__name=row.by)
    return not fund.parties.filter(called, partner__in=mine).exists()


def line(row: Kept) -> list[Kept]:
    """All that a record ever said, the latest first."""
    first = row.origin_id or row.pk
    found = type(row)._default_manager.filter(Q(pk=first) | Q(origin=first))
    return list(found.select_related("recorded_by").order_by("-pk"))
