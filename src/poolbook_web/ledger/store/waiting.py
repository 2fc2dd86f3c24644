"""The lines of a batch on their way into the books: numbered, put aside, and moved in as the last thing.

They wait in files, so that memory stays flat. SQLite has one writer at a time, and whoever saves anything waits for it:
there the lines are first made rows of a table that this connection alone can see, for which nobody waits, and moved
from it by one statement, in a tenth of the time that putting them into the books row by row would take. On PostgreSQL
nobody waits, and the files are copied in.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import polars as pl
from django.db import connection

from poolbook.folder import lines
from poolbook.importing.table import ahead
from poolbook_web.base import appendonly
from poolbook_web.ledger.models import Line
from poolbook_web.ledger.store import bulk

_TABLE = Line._meta.db_table


class Waiting:
    """Lines of one fund-year, whose primary keys begin after ``start``; their files are in ``spool``."""

    def __init__(self, start: int, spool: Path) -> None:
        self.parts: list[Path] = []
        self._start = start
        self._spool = spool
        self._made = ""
        self._rows = 0

    def add(self, part: pl.DataFrame) -> None:
        """Put lines aside, numbered as in :func:`poolbook.folder.lines.numbered`."""
        path = self._next()
        lines.write_part(part.select("id", *lines.GIVEN), path)
        self._rows += part.height

    def add_file(self, data: bytes) -> None:
        """Put lines aside that were put aside before: the bytes of such a file."""
        path = self._next()
        path.write_bytes(data)
        self._rows += pl.scan_parquet(path).select(pl.len()).collect().item()

    def _next(self) -> Path:
        self.parts.append(self._spool / f"{len(self.parts) + 1:06d}.parquet")
        return self.parts[-1]

    def make_ready(self) -> None:
        """Whatever can be done before the books are held."""
        if connection.vendor == "postgresql" or self._made or not self.parts:
            return
        with connection.cursor() as cursor:
            cursor.execute("SELECT sql FROM sqlite_master WHERE type = 'table' AND name = %s", [_TABLE])
            (made,) = cursor.fetchone()
            name = f'temp."{self._spool.name}"'
            # The very same columns: only then does SQLite move rows whole.
            cursor.execute(made.replace(f'TABLE "{_TABLE}"', f"TABLE {name}", 1).replace("AUTOINCREMENT", "", 1))
        self._made = name
        for part in ahead(map(self._keyed, self.parts)):
            bulk.insert_rows(name, part)

    def move(self) -> None:
        """Into the books, which the caller holds."""
        self.make_ready()
        if not self._made:
            bulk.insert_all(_TABLE, ("id", *lines.GIVEN), map(self._keyed, self.parts))
            return
        with appendonly.taking_many(_TABLE), connection.cursor() as cursor:
            cursor.execute(f'INSERT INTO "{_TABLE}" SELECT * FROM {self._made}')  # noqa: S608 - names of tables
            if cursor.rowcount != self._rows:
                raise RuntimeError(f"{cursor.rowcount} of {self._rows} lines were moved into the books")

    def _keyed(self, path: Path) -> pl.DataFrame:
        return pl.read_parquet(path).with_columns(pl.col("id") + self._start)

    def forget(self) -> None:
        """The table goes with the batch; where the connection ended, it has gone already."""
        driver: Any = connection.connection
        if self._made and driver is not None:
            driver.execute(f"DROP TABLE IF EXISTS {self._made}").close()
        self._made = ""
