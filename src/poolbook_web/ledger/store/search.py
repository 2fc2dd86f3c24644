"""Lines found by what is written in them. There may be millions, and they have no index: so a search looks at a run
of them at a time, and under the transfers asked for alone."""

from __future__ import annotations

from django.db import connection
from django.db.models import QuerySet

from poolbook_web.ledger.models import SPAN, Line, Transfer
from poolbook_web.partners.models import FundYear

#: Where words are looked for.
SAID = ("reference", "narrative", "supplier", "journal", "incurred_by")


def found(
    fund_year: FundYear, over: QuerySet[Transfer], text: str, *, lines: tuple[int, int], most: int
) -> list[tuple[int, int]]:
    """The latest lines, at most so many, under some transfers and among a run of numbers, that say ``text`` ("": all):
    primary keys of the line and of its transfer."""
    first, last = lines
    under = over.filter(first_line__isnull=False, last_line__gte=first, first_line__lte=last).order_by()
    asked, values = under.values_list("id", "first_line", "last_line").query.sql_with_params()
    like = "ILIKE" if connection.vendor == "postgresql" else "LIKE"
    says = " OR ".join(f"l.{name} {like} %s ESCAPE '!'" for name in SAID)
    # A cross join, so that SQLite goes from the transfers to their lines, which are a range of the primary key.
    statement = (
        f'SELECT l.id, t.id FROM ({asked}) AS t CROSS JOIN "{Line._meta.db_table}" AS l '  # noqa: S608 - names of models
        f"WHERE l.id BETWEEN %s + t.first_line AND %s + t.last_line AND l.id BETWEEN %s AND %s"
        f"{f' AND ({says})' if text else ''} ORDER BY l.id DESC LIMIT %s"
    )
    start = fund_year.pk * SPAN
    wanted = [f"%{_escaped(text)}%"] * len(SAID) if text else []
    with connection.cursor() as cursor:
        cursor.execute(statement, [*values, start, start, start + first, start + last, *wanted, most])
        return [(line, transfer) for line, transfer in cursor.fetchall()]


def _escaped(text: str) -> str:
    return "".join(f"!{each}" if each in "!%_" else each for each in text)
