"""What an import needs of the fund-year and of whoever keeps it: plain data in, lines and entries out.

The importer knows no folder and no database. :mod:`poolbook.folder.receive` plugs a pack in; a site plugs in its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Protocol

import polars as pl

from poolbook.dates.years import FinancialYear
from poolbook.importing.rules import Place
from poolbook.ledger.model import EntryKind, Transfer


def _nothing(_: str) -> Iterable[pl.DataFrame]:
    return ()


@dataclass(frozen=True)
class Before:
    """What became of a file when it was received before: its source, its lines that are posted (columns of
    :data:`poolbook.importing.post.STORED`), and the numbers of its rows that were kept as faulty."""

    source: str
    lines: pl.DataFrame
    rejected: frozenset[int] = frozenset()


def _never(_: str) -> Before | None:
    return None


@dataclass(frozen=True)
class Standing:
    """Where the books stand: the year, the last closed period, the codes, and what was received before.

    ``files`` are the names of files received, by SHA-256; ``rows`` how many rows of each are in the books, ``rejected``
    how many were kept as faulty, and ``before`` what became of one (None: not known, so it is not read again).
    ``codings`` are the numbers of codings by source and fields; ``earlier`` the stored lines of a source, part by part,
    with the columns of :data:`poolbook.importing.post.STORED`; ``journals`` the transfers posted by journals, each with
    the description of its entry.
    """

    year: FinancialYear
    place: Place
    closed: int = 0
    files: Mapping[str, str] = field(default_factory=dict)
    codings: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    earlier: Callable[[str], Iterable[pl.DataFrame]] = _nothing
    journals: Callable[[], Iterable[tuple[str, Transfer]]] = tuple
    rows: Mapping[str, int] = field(default_factory=dict)
    rejected: Mapping[str, int] = field(default_factory=dict)
    before: Callable[[str], Before | None] = _never


class Store(Protocol):
    """Where lines and entries go; nothing of it counts until the caller commits."""

    @property
    def next_coding(self) -> int:
        """The number of the next coding."""

    def add_lines(self, frame: pl.DataFrame) -> tuple[int, int]:
        """Keep lines; the first and last of the numbers they were given, in their order."""

    def add_codings(self, frame: pl.DataFrame) -> None:
        """Keep new codings."""

    def add_rejected(self, frame: pl.DataFrame) -> None:
        """Keep rows raw."""

    def add_import(
        self, *, name: str, sha256: str, size: int, rows: int, posted: int, duplicates: int, rejected: int, pence: int,
        source: str,
    ) -> None:  # fmt: skip
        """Note the file received."""

    def post(
        self, *, kind: EntryKind, on: date, period: int, description: str, source: str, by: str, at: datetime,
        authority: str = "", transfers: Sequence[Transfer],
    ) -> Any:  # fmt: skip
        """Make an entry of what was added since the last one."""
