"""The floor under the site's import: the same rows, ready made, into an empty table with nothing but a primary key.

``python -m bench.site.bare ROWS``. In one transaction; on SQLite several hundred rows a statement, on PostgreSQL COPY;
with the site's own settings of the database. Reading the file is not counted, making Python's values of its cells is.
"""

from __future__ import annotations

import json
import sys
import time
from itertools import chain
from pathlib import Path

import django
import polars as pl
from django.db import connection, transaction

TABLE = """CREATE TABLE bare (id bigint PRIMARY KEY, coding integer NOT NULL, line_no integer NOT NULL, day date,
period smallint NOT NULL, pence bigint NOT NULL, vat bigint, reference text NOT NULL, narrative text NOT NULL,
supplier text NOT NULL, journal text NOT NULL, incurred_by text NOT NULL)"""
ROWS = 500


def insert(rows: pl.DataFrame) -> None:
    """Put all of them in."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor, cursor.copy("COPY bare FROM STDIN (FORMAT csv)") as copy:
            for part in rows.iter_slices(10_000):
                copy.write(part.write_csv(include_header=False, quote_style="non_numeric"))
        return
    row = f"({', '.join('?' * rows.width)})"
    for part in rows.iter_slices(ROWS):
        values = list(chain.from_iterable(part.rows()))
        statement = f"INSERT INTO bare VALUES {', '.join([row] * part.height)}"  # noqa: S608 - question marks alone
        connection.connection.execute(statement, values).close()


def main(path: Path) -> tuple[float, float]:
    """Seconds on the clock, and of the processor."""
    django.setup()
    rows = pl.read_ipc(path)
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS bare")
        cursor.execute(TABLE.replace("bigint PRIMARY", "integer PRIMARY") if connection.vendor == "sqlite" else TABLE)
    started, used = time.perf_counter(), time.process_time()
    with transaction.atomic():
        insert(rows)
    return time.perf_counter() - started, time.process_time() - used


if __name__ == "__main__":
    seconds, used = main(Path(sys.argv[1]))
    print(json.dumps({"insert": seconds, "cpu": used}))
