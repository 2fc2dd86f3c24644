"""Tables of a pack as CSV: equal content gives equal bytes; read strictly, every fault with its row and column.

UTF-8, comma, one header line, rows ended by a newline; a cell is quoted when it holds a comma, a quote or a line break.
Nothing else is done to a cell: what a spreadsheet would run (``=1+1``) is stored as it was typed.

Source: docs/reference/packs.md, "The tables"; RFC 4180.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any, Generic, TypeVar

from poolbook.findings import Finding, Refused, Where, error
from poolbook.ledger.chain import moment

T = TypeVar("T")

_INTEGER = re.compile(r"-?[0-9]{1,18}")
_MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z")


@dataclass(frozen=True)
class Column:
    """A column: its name, how its value is written, and how it is read back (``ValueError`` says what is wrong)."""

    name: str
    write: Callable[[Any], str]
    read: Callable[[str], Any]


@dataclass(frozen=True)
class Table(Generic[T]):
    """The layout of one file: rows of the record ``make``, whose attributes the columns are in order."""

    name: str
    make: Callable[..., T]
    columns: tuple[Column, ...]
    attributes: tuple[str, ...] = ()  #: where they are not the columns' names

    @property
    def header(self) -> bytes:
        """The first line."""
        return (",".join(column.name for column in self.columns) + "\n").encode()

    def rows(self, records: Iterable[T]) -> bytes:
        """The lines of these records, to add to a file that has its header."""
        names = self.attributes or tuple(column.name for column in self.columns)
        writers = [(name, column.write) for name, column in zip(names, self.columns, strict=True)]
        lines = (",".join(_cell(write(getattr(record, name))) for name, write in writers) for record in records)
        return "".join(f"{line}\n" for line in lines).encode()

    def write(self, records: Iterable[T]) -> bytes:
        """The whole file."""
        return self.header + self.rows(records)

    def read(self, data: bytes) -> tuple[T, ...]:
        """The records of a file. Raises :class:`Refused` with every cell that cannot be read."""
        rows = self._cells(data)
        found: list[Finding] = []
        records = []
        for row, cells in enumerate(rows[1:], start=2):
            values = []
            for column, cell in zip(self.columns, cells, strict=False):
                try:
                    values.append(column.read(cell))
                except ValueError as problem:
                    found.append(error("pack.cell", str(problem), Where(file=self.name, row=row, column=column.name)))
            if len(cells) != len(self.columns):
                message = f"the row has {len(cells)} cells and the header {len(self.columns)}"
                found.append(error("pack.row", message, Where(file=self.name, row=row)))
            elif len(values) == len(self.columns):
                records.append(self.make(*values))
        if found:
            raise Refused(found)
        return tuple(records)

    def _cells(self, data: bytes) -> list[list[str]]:
        try:
            rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), strict=True))
        except UnicodeDecodeError as problem:
            row = data[: problem.start].count(b"\n") + 1
            raise Refused(
                [
                    error(
                        "pack.encoding",
                        "the file is not UTF-8: save it as UTF-8",
                        Where(file=self.name, row=row),
                    )
                ]
            ) from None
        except csv.Error as problem:
            message = f"the file is not CSV: {problem}"
            raise Refused([error("pack.csv", message, Where(file=self.name))]) from None
        expected = [column.name for column in self.columns]
        if not rows or rows[0] != expected:
            message = f"the first line must be {','.join(expected)}"
            raise Refused([error("pack.header", message, Where(file=self.name, row=1))])
        return rows


def _cell(text: str) -> str:
    if any(mark in text for mark in ',"\n\r'):
        return '"' + text.replace('"', '""') + '"'
    return text


def text(name: str) -> Column:
    """A column of texts."""
    return Column(name, str, str)


def integer(name: str) -> Column:
    """A column of whole numbers."""
    return Column(name, str, _integer)


def optional_integer(name: str) -> Column:
    """A column of whole numbers that may be empty."""
    return Column(
        name, lambda value: "" if value is None else str(value), lambda cell: _integer(cell) if cell else None
    )


def day(name: str) -> Column:
    """A column of dates, as 2009-04-01."""
    return Column(name, date.isoformat, _day)


def at(name: str) -> Column:
    """A column of moments in UTC, as 2009-04-01T09:30:00Z."""
    return Column(name, moment, _moment)


def word(name: str, kind: type[StrEnum]) -> Column:
    """A column that holds one of a few words."""

    def read(cell: str) -> StrEnum:
        if cell not in set(kind):
            raise ValueError(f"{cell!r} is not one of: {', '.join(kind)}")
        return kind(cell)

    return Column(name, str, read)


def _integer(cell: str) -> int:
    if not _INTEGER.fullmatch(cell):
        raise ValueError(f"{cell[:40]!r} is not a whole number")
    return int(cell)


def _day(cell: str) -> date:
    if len(cell) == 10:
        try:
            return date.fromisoformat(cell)
        except ValueError:
            pass
    raise ValueError(f"{cell[:40]!r} is not a date: write 2009-04-01")


def _moment(cell: str) -> datetime:
    if _MOMENT.fullmatch(cell):
        try:
            return datetime.strptime(cell, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
        except ValueError:
            pass
    raise ValueError(f"{cell[:40]!r} is not a moment: write 2009-04-01T09:30:00Z")
