"""Rows to the core's records: entries, transfers, balances, lines and what came with them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import polars as pl
from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet

from poolbook.folder import lines as core_lines
from poolbook.folder.tables import Import
from poolbook.ledger import model as core
from poolbook.ledger.balances import Balances, Cell
from poolbook_web.ledger.models import SPAN, Balance, Coding, Entry, Line, Received, Rejected, Transfer
from poolbook_web.ledger.store import bulk
from poolbook_web.partners.models import FundYear

_LAYERS = {layer.value: layer for layer in core.Layer}
_CELL = ("layer", "account", "scheme", "partner", "period")

#: Both ends of a run of transfers as cells with their pence; the run is given twice, as first and last primary key.
ENDS = " UNION ALL ".join(
    f"SELECT fund_year_id, layer, {account} AS account, scheme, partner, period, {sign}amount AS pence "  # noqa: S608 - names
    f'FROM "{Transfer._meta.db_table}" WHERE id BETWEEN %s AND %s'
    for account, sign in (("debit", ""), ("credit", "-"))
)

_TRANSFERS = f"""
SELECT e.number, t.layer, t.debit, t.credit, t.amount, t.period, t.scheme, t.partner, t.contract, t.first_line,
       t.last_line
FROM "{Transfer._meta.db_table}" AS t JOIN "{Entry._meta.db_table}" AS e ON e.id = t.entry_id
WHERE t.id BETWEEN %s AND %s
"""  # noqa: S608 - names of models

_LINES = ", ".join("CAST(day AS text) AS day" if name == "day" else name for name in core_lines.GIVEN)


def entry(row: Entry) -> core.Entry:
    """An entry as the core has it."""
    return core.Entry(
        number=row.number,
        kind=core.EntryKind(row.kind),
        date=row.date,
        period=row.period,
        description=row.description,
        source=row.source,
        by=row.by,
        at=row.at,
        authority=row.authority,
        reverses=row.reverses,
        lines=row.lines,
        previous=row.previous,
        hash=row.hash,
    )


def entries(fund_year: FundYear) -> QuerySet[Entry]:
    """Every entry of a fund-year, in order."""
    return Entry.objects.filter(fund_year=fund_year).order_by("number")


def that_stand(fund_year: FundYear) -> QuerySet[Entry]:
    """The entries of a fund-year that are not reversed, in order."""
    return entries(fund_year).filter(not_reversed())


def not_reversed() -> Q:
    """The condition that an entry, of whatever year, is not reversed."""
    return Q(~Exists(Entry.objects.filter(fund_year=OuterRef("fund_year"), reverses=OuterRef("number"))))


def transfers(fund_year: FundYear, *, of: Sequence[Entry] | None = None) -> Iterator[core.Transfer]:
    """The transfers of a fund-year, or of some of its entries, as the core has them, in order."""
    start = fund_year.pk * SPAN
    asked, values = _TRANSFERS, [start, start + SPAN - 1]
    if of is not None:
        asked += f" AND t.entry_id IN ({', '.join(['%s'] * len(of)) or 'NULL'})"
        values += [row.pk for row in of]
    with connection.cursor() as cursor:
        cursor.execute(f"{asked} ORDER BY t.id", values)
        while part := cursor.fetchmany(10_000):
            for number, layer, *rest in part:
                yield core.Transfer(number, _LAYERS[layer], *rest)


def balances(fund_year: FundYear) -> Balances:
    """What every account stands at."""
    rows = Balance.objects.filter(fund_year=fund_year).order_by(*_CELL).values_list(*_CELL, "pence")
    return Balances((Cell(_LAYERS[layer], *cell), int(pence)) for layer, *cell, pence in rows)


def balances_after(fund_year: FundYear, number: int) -> Balances:
    """What every account stood at after the entry of that number: summed from the transfers up to it."""
    last = Transfer.of(fund_year).filter(entry__number__lte=number).values_list("pk", flat=True).last()
    if last is None:
        return Balances()
    columns = ", ".join(_CELL)
    asked = f"SELECT {columns}, SUM(pence) FROM ({ENDS}) AS e GROUP BY {columns} ORDER BY {columns}"  # noqa: S608 - names
    with connection.cursor() as cursor:
        cursor.execute(asked, [fund_year.pk * SPAN, last] * 2)
        return Balances((Cell(_LAYERS[row[0]], *row[1:5]), int(row[5])) for row in cursor.fetchall())


def run_of(row: Entry) -> tuple[int, int] | None:
    """The numbers of the first and last line of an entry; None where it has no lines."""
    ends = Transfer.objects.filter(entry=row, first_line__isnull=False).order_by("first_line")
    found = list(ends.values_list("first_line", "last_line"))
    first = found[0][0] if found else None
    last = found[-1][1] if found else None
    return (first, last) if first is not None and last is not None else None


def lines(fund_year: FundYear, first: int, last: int) -> Iterator[pl.DataFrame]:
    """A run of lines in the columns of the core's :data:`poolbook.folder.lines.GIVEN`, part by part."""
    table = Line._meta.db_table
    asked = f'SELECT {_LINES} FROM "{table}" WHERE id BETWEEN %s AND %s ORDER BY id'  # noqa: S608 - names of a model
    start = fund_year.pk * SPAN
    yield from bulk.select(asked, [start + first, start + last], core_lines.GIVEN)


def codings(fund_year: FundYear, row: Entry) -> pl.DataFrame:
    """The codings that an entry first met: ``coding``, ``source`` and ``fields``."""
    schema = {name: kind for name, kind in core_lines.CODINGS.items() if name != "entry"}
    found = Coding.of(fund_year).filter(entry=row).values_list("pk", "source", "fields")
    rows = [(key % SPAN, source, fields) for key, source, fields in found]
    return pl.DataFrame(rows, schema=schema, orient="row")


def rejected(row: Entry) -> pl.DataFrame:
    """The rows that an entry did not post: ``line_no``, ``reason`` and ``raw``."""
    schema = {name: kind for name, kind in core_lines.REJECTED.items() if name != "entry"}
    found = Rejected.objects.filter(entry=row).order_by("pk").values_list("line_no", "reason", "raw")
    return pl.DataFrame(list(found), schema=schema, orient="row")


def imports(row: Entry) -> list[Import]:
    """The files that an entry rests on."""
    return [as_import(row, each) for each in Received.objects.filter(entry=row).order_by("pk")]


def as_import(row: Entry, file: Received) -> Import:
    """A file that an entry rests on, as the core has it."""
    return Import(
        row.number, file.name, file.sha256, file.bytes, file.source, file.rows, file.posted, file.duplicates,
        file.rejected, int(file.pence),
    )  # fmt: skip


def rejected_count(entry: int) -> int:
    """How many rows an entry, by its primary key, did not post."""
    return Rejected.objects.filter(entry=entry).count()
