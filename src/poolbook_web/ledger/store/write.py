"""An entry into the tables: the entry, its transfers, and the balances, in the transaction under way."""

from __future__ import annotations

from collections.abc import Sequence
from operator import attrgetter

import polars as pl
from django.db import connection

from poolbook.ledger.model import Transfer
from poolbook.ledger.post import Posted
from poolbook_web.ledger.models import SPAN, Balance, Books, Entry
from poolbook_web.ledger.models import Transfer as TransferRow
from poolbook_web.ledger.store import bulk, read
from poolbook_web.people.models import Person

_TRANSFERS: dict[str, type[pl.DataType]] = {
    "layer": pl.String,
    "debit": pl.String,
    "credit": pl.String,
    "amount": pl.Int64,
    "period": pl.Int16,
    "scheme": pl.String,
    "partner": pl.String,
    "contract": pl.String,
    "first_line": pl.Int64,
    "last_line": pl.Int64,
}
_AFTER_LAYER = attrgetter(*list(_TRANSFERS)[1:])

#: The balances of a run of transfers, added to those that there are: one statement however many there are.
_ADD = f"""
INSERT INTO "{Balance._meta.db_table}" (fund_year_id, layer, account, scheme, partner, period, pence)
SELECT fund_year_id, layer, account, scheme, partner, period, SUM(pence) FROM ({read.ENDS}) AS ends
WHERE true GROUP BY fund_year_id, layer, account, scheme, partner, period
ON CONFLICT (fund_year_id, layer, account, scheme, partner, period)
DO UPDATE SET pence = "{Balance._meta.db_table}".pence + excluded.pence
"""  # noqa: S608 - names of models


def entry(books: Books, posted: Posted, person: Person | None) -> Entry:
    """Keep an entry that the core made from the head of these books, which the caller holds, and move them on."""
    made, count = posted.entry, len(posted.transfers)
    row = Entry.objects.create(
        fund_year=books.fund_year,
        number=made.number,
        kind=made.kind.value,
        date=made.date,
        period=made.period,
        description=made.description,
        source=made.source,
        by=made.by,
        at=made.at,
        authority=made.authority,
        reverses=made.reverses,
        lines=made.lines,
        previous=made.previous,
        hash=made.hash,
        person=person,
    )
    if count:
        first = books.fund_year_id * SPAN + books.last_transfer + 1
        bulk.insert(TransferRow._meta.db_table, _rows(posted.transfers, row, first))
        with connection.cursor() as cursor:
            cursor.execute(_ADD, [first, first + count - 1] * 2)
    books.number, books.hash, books.closed = posted.head.number, posted.head.hash, posted.head.closed
    books.last_transfer += count
    books.save()
    return row


def frame(transfers: Sequence[Transfer]) -> pl.DataFrame:
    """Transfers as columns: everything of them but their entry."""
    rows = [(each.layer.value, *_AFTER_LAYER(each)) for each in transfers]
    return pl.DataFrame(rows, schema=_TRANSFERS, orient="row")


def _rows(transfers: Sequence[Transfer], row: Entry, first: int) -> pl.DataFrame:
    """The same as rows of an entry, numbered from ``first`` on."""
    given = frame(transfers)
    return given.with_columns(
        id=pl.int_range(first, first + given.height, dtype=pl.Int64, eager=True),
        entry_id=pl.lit(row.pk, pl.Int64),
        fund_year_id=pl.lit(row.fund_year_id, pl.Int64),
    )
