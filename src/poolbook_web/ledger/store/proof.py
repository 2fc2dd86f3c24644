"""The sums that prove the books, each one statement: lines by transfer, balances against transfers, closed periods."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from operator import itemgetter

from django.db import connection, transaction

from poolbook.ledger import model as core
from poolbook_web.ledger.models import SPAN, Balance, Books, Coding, Entry, Line, Transfer
from poolbook_web.ledger.store import read
from poolbook_web.partners.models import FundYear

_RUNS = f"""
SELECT t.entry_id, t.debit, t.credit, t.amount, t.period, t.first_line, t.last_line,
       COUNT(l.id), COALESCE(SUM(l.pence), 0), MIN(l.period), MAX(l.period), MIN(l.coding), MAX(l.coding)
FROM "{Transfer._meta.db_table}" AS t
LEFT JOIN "{Line._meta.db_table}" AS l ON l.id BETWEEN %s + t.first_line AND %s + t.last_line
WHERE t.id BETWEEN %s AND %s AND t.first_line IS NOT NULL
GROUP BY t.id
"""  # noqa: S608 - names of models

#: How PostgreSQL goes about that. Of tables just filled it has no statistics: by itself it might look up every line in
#: a bitmap, at three times the time; and it thinks that a few thousand transfers are not worth a second processor.
_PLAN = "SET LOCAL enable_bitmapscan = off; SET LOCAL min_parallel_index_scan_size = 0"

#: What transfers make less what balances say, where that is not nil.
_DIFFERENCES = f"""
SELECT layer, account, scheme, partner, period, SUM(made), SUM(said) FROM (
    SELECT layer, account, scheme, partner, period, pence AS made, 0 AS said FROM ({read.ENDS}) AS ends
    UNION ALL
    SELECT layer, account, scheme, partner, period, 0, pence FROM "{Balance._meta.db_table}" WHERE fund_year_id = %s
) AS both_sides
GROUP BY layer, account, scheme, partner, period HAVING SUM(made) <> SUM(said)
ORDER BY layer, account, scheme, partner, period
"""  # noqa: S608 - names of models

_LATE = f"""
SELECT DISTINCT e.number, c.number FROM "{Entry._meta.db_table}" AS c
JOIN "{Entry._meta.db_table}" AS e ON e.fund_year_id = c.fund_year_id AND e.number > c.number
JOIN "{Transfer._meta.db_table}" AS t ON t.entry_id = e.id AND t.period <= c.period
WHERE c.fund_year_id = %s AND c.kind = 'closing' ORDER BY e.number, c.number
"""  # noqa: S608 - names of models


@dataclass(frozen=True, slots=True)
class Run:
    """A transfer that stands over lines, and what its lines come to: how many, their sum, the lowest and highest of
    their periods and codings (None where there are none)."""

    entry: int  #: primary key
    debit: str
    credit: str
    amount: int
    period: int
    first_line: int
    last_line: int
    lines: int
    pence: int
    low: int | None
    high: int | None
    low_coding: int | None
    high_coding: int | None


def runs(fund_year: FundYear) -> Iterator[Run]:
    """Every transfer over lines, in the order of its lines."""
    start = fund_year.pk * SPAN
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_PLAN)
        cursor.execute(_RUNS, [start, start, start, start + SPAN - 1])
        # Sorted here: the database would sort by every column that it groups.
        rows = sorted(cursor.fetchall(), key=itemgetter(5))
    for row in rows:
        entry, debit, credit, amount, period, first, last, lines, pence, *ends = row
        yield Run(entry, debit, credit, amount, period, first, last, lines, int(pence), *ends)


def count(model: type[Line | Coding | Transfer], fund_year: FundYear, first: int = 0, last: int = SPAN - 1) -> int:
    """How many of these a fund-year has, or a run of numbers in it."""
    return model.of(fund_year, first, last).order_by().count()


def differences(fund_year: FundYear) -> list[tuple[tuple[str, ...], int, int]]:
    """The cells whose balance is not what their transfers make: the cell, what they make, what is said."""
    first, last = fund_year.pk * SPAN, fund_year.pk * SPAN + SPAN - 1
    with connection.cursor() as cursor:
        cursor.execute(_DIFFERENCES, [first, last, first, last, fund_year.pk])
        return [(tuple(str(each) for each in row[:5]), int(row[5]), int(row[6])) for row in cursor.fetchall()]


def late(fund_year: FundYear) -> list[tuple[int, int]]:
    """Entries with transfers in a period that an earlier entry had closed, with that entry."""
    with connection.cursor() as cursor:
        cursor.execute(_LATE, [fund_year.pk])
        return [(entry, closing) for entry, closing in cursor.fetchall()]


def ledger(books: Books) -> tuple[list[core.Entry], Iterator[core.Transfer]]:
    """The entries and transfers that the chain is checked over."""
    rows = [read.entry(row) for row in read.entries(books.fund_year)]
    return rows, read.transfers(books.fund_year)
