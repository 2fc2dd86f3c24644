"""The rows that an import stored, ready to be inserted bare: the same columns, in the same order."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import polars as pl

from poolbook_web.ledger.models import SPAN, Books
from poolbook_web.ledger.store import read


def write(year: Any, path: Path) -> None:
    """Every line of a fund-year, with its primary key and its day as text."""
    last = Books.objects.get(fund_year=year).last_line
    lines = pl.concat(list(read.lines(year, 1, last)))
    keys = pl.int_range(year.pk * SPAN + 1, year.pk * SPAN + 1 + lines.height, eager=True).alias("id")
    day = pl.col("day").dt.to_string("%Y-%m-%d")
    lines.with_columns(day).insert_column(0, keys).write_ipc(path)
