"""A table of texts, wherever it came from: the first records for finding the headings, and parts of columns.

Record numbers are the rows a spreadsheet shows, from 1. Every cell is a text ("" where there is none).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Protocol, TypeVar

import polars as pl

Item = TypeVar("Item")

#: Lines handled at once: enough to be quick, few enough to stay small.
PART = 100_000

#: Bytes of a file that is read in less time than it takes to share the work between two threads.
SMALL = 1 << 20

#: Columns kept beyond those of the heading, so that surplus content shows.
SPARE = 4

#: A cell longer than a spreadsheet can hold is a fault of its row.
LONGEST_CELL = 32_767


@dataclass(frozen=True)
class Part:
    """Some records in a row: columns ``c0`` … of texts, and the record number of the first."""

    first: int
    columns: pl.DataFrame


class Table(Protocol):
    """One sheet, or one text file."""

    @property
    def sheet(self) -> str:
        """The sheet's name; "" for a text file."""

    def head(self) -> Sequence[Sequence[str]]:
        """The first records, for finding the headings."""

    def parts(self, skip: int, width: int) -> Iterator[Part]:
        """Everything after the first ``skip`` records, ``width`` columns and the spare ones."""


def ahead(parts: Iterator[Item]) -> Iterator[Item]:
    """The same parts, the next one made by a thread of its own while the last is worked on. (polars lets go of
    Python's lock while it reads and counts, so two threads are worth two processors.)"""
    with ThreadPoolExecutor(max_workers=1, thread_name_prefix="poolbook-read") as reader:
        coming = reader.submit(next, parts, None)
        while (part := coming.result()) is not None:
            coming = reader.submit(next, parts, None)
            yield part


def filled(value: object, length: int, dtype: type[pl.DataType]) -> pl.Series:
    """A column that holds one value all the way down."""
    return pl.Series([value], dtype=dtype).new_from_index(0, length)


def columns(rows: Iterable[Sequence[str]], width: int) -> pl.DataFrame:
    """Rows of texts as columns; what stands beyond the last column is joined into it, so that nothing vanishes."""
    total = width + SPARE
    fitted = [_fit(row, total) for row in rows]
    data = list(zip(*fitted, strict=True)) or [()] * total
    return pl.DataFrame({f"c{at}": pl.Series(values, dtype=pl.String) for at, values in enumerate(data)})


def _fit(row: Sequence[str], total: int) -> Sequence[str]:
    if len(row) <= total:
        return [*row, *[""] * (total - len(row))]
    return [*row[: total - 1], "".join(row[total - 1 :])]
