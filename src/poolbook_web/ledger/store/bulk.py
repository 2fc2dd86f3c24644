"""Frames into tables and out of them, as fast as the database takes them, in the transaction under way.

SQLite: several hundred rows a statement through the driver itself, since Django rewrites every placeholder, which makes
wide statements slower than single rows. PostgreSQL: COPY. Both keep an empty text and a missing value apart.
docs/reference/benchmarks.md says what an import costs beside the barest form of each.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import polars as pl
from django.db import connection

from poolbook.importing.table import ahead

#: Rows a statement on SQLite: more gains nothing, and a statement may hold 32,766 values.
ROWS = 500
#: Rows read at a time.
READ = 100_000
#: Rows made into Python's values, or into text for COPY, at a time, by one thread while another inserts those before.
_AHEAD = 25_000


def insert(table: str, frame: pl.DataFrame) -> None:
    """Add the rows of a frame, whose columns are those of the table."""
    if frame.height:
        insert_all(table, frame.columns, [frame])


def insert_all(table: str, columns: Sequence[str], frames: Iterable[pl.DataFrame]) -> None:
    """Add the rows of frames of these columns. Refused outside a transaction: half a frame must never stay."""
    if not connection.in_atomic_block:
        raise RuntimeError("rows are added in the transaction of what they belong to")
    if connection.vendor == "postgresql":
        _copy(table, columns, frames)
        return
    for frame in frames:
        insert_rows(f'"{table}"', frame.select(columns))


def with_days(frame: pl.DataFrame) -> pl.DataFrame:
    """The frame with its days as both databases read them."""
    return frame.with_columns(pl.col(pl.Date).dt.to_string("%Y-%m-%d"))


def insert_rows(table: str, frame: pl.DataFrame) -> None:
    """Add the rows of a frame to a table of SQLite, named as in a statement."""
    columns = ", ".join(f'"{name}"' for name in frame.columns)
    row = f"({', '.join('?' * frame.width)})"
    rows = min(ROWS, 30_000 // frame.width)
    connection.ensure_connection()
    driver: Any = connection.connection
    with connection.wrap_database_errors:
        step = rows * frame.width
        for values in ahead(map(_by_row, with_days(frame).iter_slices(_AHEAD))):
            for start in range(0, len(values), step):
                some = values[start : start + step]
                places = ", ".join([row] * (len(some) // frame.width))
                statement = f"INSERT INTO {table} ({columns}) VALUES {places}"  # noqa: S608 - names of a model
                driver.execute(statement, some).close()


def _by_row(frame: pl.DataFrame) -> list[Any]:
    """Every cell, row after row: filled in column by column, which takes half the time of making a tuple of each."""
    values: list[Any] = [None] * (frame.height * frame.width)
    for at, name in enumerate(frame.columns):
        values[at :: frame.width] = frame[name].to_list()
    return values


def _copy(table: str, columns: Sequence[str], frames: Iterable[pl.DataFrame]) -> None:
    names, rows = ", ".join(f'"{name}"' for name in columns), 0
    parts = (part for frame in frames for part in with_days(frame.select(columns)).iter_slices(_AHEAD))
    with connection.cursor() as cursor:
        with cursor.copy(f'COPY "{table}" ({names}) FROM STDIN (FORMAT csv)') as copy:
            for height, text in ahead(map(_as_csv, parts)):
                copy.write(text)
                rows += height
        # Before version 18, a cell with a line of its own that says \. would end the data: never unseen.
        if cursor.rowcount != rows:
            raise RuntimeError(f"{cursor.rowcount} of {rows} rows went into {table}")


def _as_csv(frame: pl.DataFrame) -> tuple[int, bytes]:
    """How many rows there are, and their text."""
    out = io.BytesIO()
    frame.write_csv(out, include_header=False, quote_style="non_numeric", line_terminator="\n")
    return frame.height, out.getvalue()


def select(
    statement: str, values: Sequence[int], schema: Mapping[str, type[pl.DataType]], *, rows: int = READ
) -> Iterator[pl.DataFrame]:
    """The rows that a statement gives, in frames of these columns; days must be cast to text in it."""
    as_read = {name: pl.String if kind == pl.Date else kind for name, kind in schema.items()}
    days = [pl.col(name).str.to_date("%Y-%m-%d") for name, kind in schema.items() if kind == pl.Date]
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        while part := cursor.fetchmany(rows):
            yield pl.DataFrame(part, schema=as_read, orient="row").with_columns(days)
