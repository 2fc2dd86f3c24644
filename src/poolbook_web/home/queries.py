"""A fund at a glance, and what has happened in it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from poolbook.reports.model import Cell, Column, Kind, Row, Table
from poolbook_web.audit.queries import Sentence, Unseen
from poolbook_web.base.words import stamp
from poolbook_web.partners import queries as partners
from poolbook_web.partners.models import Fund, FundYear, Partner, Party, Succession
from poolbook_web.people import queries as people
from poolbook_web.people.models import Membership, Person


@dataclass(frozen=True)
class Glance:
    """What a fund is on one day."""

    host: Partner | None
    parties: Sequence[Party]
    years: Sequence[FundYear]
    successions: Sequence[Succession]


@dataclass(frozen=True)
class Mine:
    """One of a person's funds at a glance: what they are in it, who hosts it, and its latest year."""

    fund: Fund
    roles: Sequence[Membership]
    host: Partner | None
    year: FundYear | None


def mine(person: Person, at: datetime) -> list[Mine]:
    """The funds that somebody takes part in, by name."""
    roles = people.my_roles(person, at)
    hosts, years = partners.hosts(list(roles), timezone.localdate(at)), partners.latest_years(list(roles))
    return [Mine(fund, held, hosts.get(fund.pk), years.get(fund.pk)) for fund, held in roles.items()]


def glance(fund: Fund, on: date) -> Glance:
    """The fund on a day."""
    parties = list(partners.parties(fund, on))
    return Glance(
        host=partners.host(fund, on),
        parties=parties,
        years=list(partners.years(fund)),
        successions=list(partners.successions([each.partner for each in parties])),
    )


def as_table(told: Iterable[Sentence | Unseen]) -> Table:
    """A history as a list for a spreadsheet."""
    columns = ("Number", Kind.COUNT), ("When (UTC)", Kind.TEXT), ("Who", Kind.TEXT), ("What", Kind.TEXT)
    rest = ("Changes", Kind.TEXT), ("Note", Kind.TEXT), ("Hash", Kind.TEXT)
    rows = tuple(Row(_cells(each)) for each in told)
    return Table("History", tuple(Column(heading, kind) for heading, kind in (*columns, *rest)), rows)


def _cells(each: Sentence | Unseen) -> tuple[Cell, ...]:
    if isinstance(each, Unseen):
        return each.number, "", "", each.says, "", "", ""
    changes = "; ".join(change.says for change in each.changes)
    return each.number, stamp(each.at), each.who, each.says, changes, each.note, each.hash
