"""Writing to a pack: everything of one act is gathered, then kept all at once or not at all.

Source: docs/reference/packs.md, "Writing".
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import polars as pl

from poolbook.book import MonthEndForecast
from poolbook.findings import Refused, Where, error
from poolbook.folder import atomic, issued, lines, lock, manifest, names, tables
from poolbook.folder.issued import Issued
from poolbook.folder.lines import Evidence
from poolbook.folder.manifest import Manifest, Seal
from poolbook.folder.pack import Pack, read_as_is
from poolbook.folder.tables import Import, Sealed
from poolbook.ledger.model import EntryKind, Transfer
from poolbook.ledger.post import Posted, post


@contextlib.contextmanager
def draft(path: Path) -> Iterator[Draft]:
    """Open a pack for writing, alone. A write that was cut off is finished or discarded first. What is
    added is kept by :meth:`Draft.commit`; leaving the block without it leaves the pack as it was. Raises
    :class:`Refused` where another writer is at work, or the pack cannot be read."""
    if not path.is_dir():
        raise Refused([error("pack.no_folder", f"there is no folder {path}", Where(file=str(path)))])
    with lock.writer(path):
        atomic.finish(path)
        staging = atomic.Staging(path)
        try:
            yield Draft(read_as_is(path), staging)
        finally:
            staging.discard()


class Draft:
    """An act under way on ``pack``, which is as it was when the act began."""

    def __init__(self, pack: Pack, staging: atomic.Staging) -> None:
        self.pack = pack
        self.head = pack.head
        self.next_line = pack.last_line + 1
        self.next_coding = pack.last_coding + 1
        self._staging = staging
        self._seals: dict[str, Seal] = {}
        self._rows: dict[str, bytes] = {}  # by generated table, what to add to it
        self._hand = dict(pack.hand)
        self._forecasts: bytes | None = None
        self._evidence = Evidence()
        self._parts = 0

    @property
    def next_entry(self) -> int:
        """The number of the entry that the next :meth:`post` makes."""
        return self.head.number + 1

    def add_lines(self, frame: pl.DataFrame) -> tuple[int, int]:
        """Keep lines of the next entry, in the frame's order, as one part on disk; the columns are those of
        :data:`.lines.GIVEN`. Hands back the ids of the first and the last. Sort them by transfer first, so that those
        of one transfer are one run. Raises :class:`Refused` for other columns."""
        if not frame.height:
            raise ValueError("a part of lines needs at least one line")
        part = lines.numbered(frame, self.next_line, self.next_entry)
        self._evidence.lines(part)
        self._parts += 1
        name = names.part(self.next_entry, self._parts)
        lines.write_part(part, self._staging.path(name))
        self._staging.written(name)
        self._seals[name] = manifest.seal_of_file(self._staging.path(name))
        first, self.next_line = self.next_line, self.next_line + part.height
        return first, self.next_line - 1

    def add_codings(self, frame: pl.DataFrame) -> None:
        """Keep codings first met by the next entry: ``coding`` (numbers from :attr:`next_coding`, in order),
        ``source`` and ``fields``, a JSON object of the source's columns as received."""
        given = lines.checked(frame, {name: kind for name, kind in lines.CODINGS.items() if name != "entry"})
        expected = pl.int_range(self.next_coding, self.next_coding + given.height, dtype=pl.Int32, eager=True)
        if not given["coding"].equals(expected.alias("coding")):
            raise ValueError(f"codings are numbered in order from {self.next_coding}")
        self._evidence.codings(given)
        self.next_coding += given.height
        self._add_frame(names.CODINGS, given, lines.CODINGS)

    def add_rejected(self, frame: pl.DataFrame) -> None:
        """Keep rows that the next entry does not post: ``line_no``, ``reason`` (the finding's code) and ``raw``."""
        given = lines.checked(frame, {name: kind for name, kind in lines.REJECTED.items() if name != "entry"})
        self._evidence.rejected(given)
        self._add_frame(names.REJECTED, given, lines.REJECTED)

    def add_import(
        self,
        *,
        name: str,
        sha256: str,
        size: int,
        source: str,
        rows: int,
        posted: int,
        duplicates: int,
        rejected: int,
        pence: int,
    ) -> None:
        """Keep the file received that the next entry rests on; see :class:`.tables.Import`."""
        record = Import(self.next_entry, name, sha256, size, source, rows, posted, duplicates, rejected, pence)
        self._evidence.imports(lines.import_frame(record))
        self._add_rows(names.IMPORTS, tables.IMPORTS.header, tables.IMPORTS.rows([record]))

    def post(
        self,
        transfers: Iterable[Transfer],
        *,
        kind: EntryKind,
        on: date,
        period: int,
        description: str,
        source: str,
        by: str,
        at: datetime,
        authority: str = "",
    ) -> Posted:
        """Make the next entry, resting on what was added since the last; see :func:`poolbook.ledger.post.post`."""
        return self.keep(
            post(
                self.head,
                transfers,
                kind=kind,
                on=on,
                period=period,
                description=description,
                source=source,
                by=by,
                at=at,
                authority=authority,
                lines=self._evidence.digest,
            )
        )

    def keep(self, posted: Posted) -> Posted:
        """Keep an entry made elsewhere from :attr:`head` (a reversal, a closing)."""
        if posted.entry.previous != self.head.hash or posted.entry.lines != self._evidence.digest:
            raise ValueError("the entry was not made from this draft's head and evidence")
        self.head = posted.head
        self._evidence = Evidence()
        self._parts = 0
        self._add_rows(names.ENTRIES, tables.ENTRIES.header, tables.ENTRIES.rows([posted.entry]))
        self._add_rows(names.TRANSFERS, tables.TRANSFERS.header, tables.TRANSFERS.rows(posted.transfers))
        return posted

    def add_forecasts(self, forecasts: Iterable[MonthEndForecast]) -> None:
        """Add recorded forecasts to ``forecasts.csv``, below what people have written there."""
        if self._forecasts is None:
            there = names.FORECASTS in self.pack.hand
            self._forecasts = (self.pack.path / names.FORECASTS).read_bytes() if there else tables.FORECASTS.header
        joint = b"" if self._forecasts.endswith(b"\n") else b"\n"
        self._forecasts += joint + tables.FORECASTS.rows(forecasts)
        self._staging.write(names.FORECASTS, self._forecasts)
        self._hand[names.FORECASTS] = manifest.seal_of(self._forecasts)

    def issue(self, name: str, request: Mapping[str, Any], data: bytes, *, by: str, at: datetime) -> None:
        """Keep a report as issued: its bytes, the request that makes them again, and every hand-written
        file it was made from. It must have been made from ``pack.book()`` of this draft's pack. Raises
        :class:`Refused` where a report of that name was issued before."""
        for file, content in issued.files(self.pack, name, request, data, by=by, at=at).items():
            self._write(file, content)

    def keep_issued(self, report: Issued, data: bytes, inputs: Mapping[str, bytes]) -> None:
        """Keep a report that was issued elsewhere from these books: its bytes, and the hand-written files of that
        day by their names."""
        for file, content in issued.as_files(report, data, inputs).items():
            self._write(file, content)

    def commit(self, *, by: str, at: datetime, why: str = "") -> Pack:
        """Keep everything, and hand back the pack as it now is. Hand-written files changed since the last
        write are accepted with it, each with a row of ``history.csv`` (``why`` says why they changed)."""
        if self._evidence.digest:
            raise ValueError("lines were added that no entry was posted for")
        edits = self._edits(by, at, why or self._occasion())
        if edits:
            self._add_rows(names.HISTORY, tables.HISTORY.header, tables.HISTORY.rows(edits))
        for name, rows in self._rows.items():
            self._write(name, self.pack.sealed(name) + rows)
        kept = {name: seal for name, seal in self._before.files.items() if not names.by_hand(name)}
        after = replace(
            self._before,
            head=self.head,
            last_line=self.next_line - 1,
            last_coding=self.next_coding - 1,
            files={**kept, **self._hand, **self._seals},
        )
        self._staging.write(names.MANIFEST, after.write())
        self._staging.commit()
        return read_as_is(self.pack.path)

    @property
    def _before(self) -> Manifest:
        terms = self.pack.terms
        return self.pack.manifest or Manifest(terms.fund.code, str(terms.year), self.pack.start)

    def _occasion(self) -> str:
        made = self.head.number - self.pack.head.number
        return f"as it stood at entry {self.head.number}" if made else "as it stood"

    def _edits(self, by: str, at: datetime, why: str) -> list[Sealed]:
        before = {name: seal for name, seal in self._before.files.items() if names.by_hand(name)}
        return [
            Sealed(at, by, why, name, _sha(before.get(name)), _sha(self._hand.get(name)))
            for name in sorted({*before, *self._hand})
            if before.get(name) != self._hand.get(name)
        ]

    def _add_frame(self, name: str, frame: pl.DataFrame, schema: dict[str, type[pl.DataType]]) -> None:
        whole = frame.with_columns(entry=pl.lit(self.next_entry, pl.Int32)).select(*schema)
        header = (",".join(schema) + "\n").encode()
        self._add_rows(name, header, whole.write_csv(include_header=False, line_terminator="\n").encode())

    def _add_rows(self, name: str, header: bytes, rows: bytes) -> None:
        if name not in self._rows:
            self._rows[name] = b"" if name in self._before.files else header
        self._rows[name] += rows

    def _write(self, name: str, data: bytes) -> None:
        self._staging.write(name, data)
        self._seals[name] = manifest.seal_of(data)


def _sha(seal: Seal | None) -> str:
    return seal.sha256 if seal is not None else ""
