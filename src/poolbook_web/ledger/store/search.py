"""Lines found by what is written in them. There may be millions, and they have no index: so a search looks at a run
of them at a time, and under the transfers asked for alone."""

from __future__ import annotations

from itertools import islice

from django.db import connection
from django.db.models import QuerySet

from poolbook_web.ledger.models import SPAN, Line, Transfer
from poolbook_web.partners.models import FundYear

#: Where words are looked for.
SAID = ("reference", "narrative", "supplier", "journal", "incurred_by")


def found(
    fund_year: FundYear, over: QuerySet[Transfer], text: str, *, lines: tuple[int, int], most: int
) -> list[tuple[int, int]]:
    """The latest lines, at most so many, under some transfers and among a run of numbers, that say ``text``: primary
    keys of the line and of its transfer."""
    first, last = lines
    under = over.filter(first_line__isnull=False, last_line__gte=first, first_line__lte=last).order_by()
    asked, values = under.values_list("id", "first_line", "last_line").query.sql_with_params()
    like = "ILIKE" if connection.vendor == "postgresql" else "LIKE"
    # In one text, since PostgreSQL takes its time to begin a comparison; a line's end lies in no cell of one line.
    says = " || '\n' || ".join(f"l.{name}" for name in SAID) + f" {like} %s ESCAPE '!'"
    # A cross join, so that SQLite goes from the transfers to their lines, which are a range of the primary key.
    statement = (
        f'SELECT l.id, t.id FROM ({asked}) AS t CROSS JOIN "{Line._meta.db_table}" AS l '  # noqa: S608 - names of models
        f"WHERE l.id BETWEEN %s + t.first_line AND %s + t.last_line AND l.id BETWEEN %s AND %s "
        f"AND {says} ORDER BY l.id DESC LIMIT %s"
    )
    start = fund_year.pk * SPAN
    with connection.cursor() as cursor:
        cursor.execute(statement, [*values, start, start, start + first, start + last, f"%{_escaped(text)}%", most])
        return [(line, transfer) for line, transfer in cursor.fetchall()]


def latest(fund_year: FundYear, over: QuerySet[Transfer], *, last: int, most: int) -> list[tuple[int, int]]:
    """The latest lines under some transfers up to a number, whatever they say: told by the transfers alone."""
    runs = over.filter(first_line__isnull=False, first_line__lte=last).order_by("-first_line")
    start = fund_year.pk * SPAN
    numbers = (
        (start + line, key)
        for key, first, end in runs.values_list("pk", "first_line", "last_line")[:most]
        if first is not None and end is not None  # there are none without; the types do not know
        for line in range(min(end, last), first - 1, -1)
    )
    return list(islice(numbers, most))


def _escaped(text: str) -> str:
    return "".join(f"!{each}" if each in "!%_" else each for each in text)
