"""A Pack: one fund-year as a folder, read.

Reading is strict and all at once: every fault of every file, with file, row and column. It never reads the
lines, so a pack of five million opens as fast as its transfers do.

Source: docs/reference/packs.md.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import polars as pl

from poolbook.book import Book
from poolbook.findings import Finding, Refused, Where, error, note
from poolbook.folder import atomic, lines, lock, manifest, names, recorded, tables, transfers
from poolbook.folder.manifest import Manifest, Seal
from poolbook.folder.recorded import Recorded
from poolbook.folder.tables import Import, Sealed
from poolbook.ledger import chain
from poolbook.ledger.balances import Balances
from poolbook.ledger.chain import Head
from poolbook.ledger.model import Entry, EntryKind, Transfer
from poolbook.terms.model import Terms
from poolbook.yamlfile import Document

_ATTEMPTS = 5

#: Generated tables that reading a pack takes in whole; the others are read when asked for.
_READ = (names.ENTRIES, names.TRANSFERS, names.IMPORTS, names.HISTORY)


@dataclass(frozen=True)
class Pack:
    """What a folder holds. ``manifest`` is None for a new pack, into which nothing was posted yet; ``hand``
    is the seal of every hand-written file as read."""

    path: Path
    recorded: Recorded
    manifest: Manifest | None
    entries: tuple[Entry, ...]
    imports: tuple[Import, ...]
    history: tuple[Sealed, ...]
    transfers_table: pl.DataFrame
    hand: Mapping[str, Seal]

    @property
    def terms(self) -> Terms:
        """The terms of the agreement."""
        return self.recorded.terms

    @property
    def document(self) -> Document:
        """``terms.yaml`` with the line of every key."""
        return self.recorded.document

    @property
    def rules_path(self) -> Path:
        """Where the mapping rules are, or would be."""
        return self.path / names.RULES

    @property
    def start(self) -> Head:
        """The head that the chain of this fund and year begins at."""
        return chain.start(self.terms.fund.code, str(self.terms.year))

    @cached_property
    def head(self) -> Head:
        """Number and hash of the last entry, and the last closed period."""
        return chain.head_of(self.entries, self.start)

    @cached_property
    def transfers(self) -> tuple[Transfer, ...]:
        """Every transfer as a record."""
        return transfers.records(self.transfers_table)

    @cached_property
    def balances(self) -> Balances:
        """What every account stands at."""
        return transfers.balances(self.transfers_table)

    @property
    def last_line(self) -> int:
        """The id of the last line (0: none)."""
        return self.manifest.last_line if self.manifest else 0

    @property
    def last_coding(self) -> int:
        """The number of the last coding (0: none)."""
        return self.manifest.last_coding if self.manifest else 0

    @property
    def unsealed(self) -> tuple[str, ...]:
        """The hand-written files that are not as the manifest has them: changed, new or gone."""
        sealed = {name: seal for name, seal in self._files.items() if names.by_hand(name)}
        return tuple(sorted(name for name in {*sealed, *self.hand} if sealed.get(name) != self.hand.get(name)))

    @property
    def findings(self) -> tuple[Finding, ...]:
        """A note for each hand-written file that changed since the last write."""
        message = "the file changed since the last write: the next command that writes accepts it, in history.csv"
        names_ = self.unsealed if self.manifest else ()
        return tuple(note("pack.unsealed_edit", message, Where(file=name)) for name in names_)

    @cached_property
    def reversed(self) -> frozenset[int]:
        """The numbers of the entries that a later one reversed: their lines no longer count."""
        return frozenset(entry.reverses for entry in self.entries if entry.reverses is not None)

    @property
    def is_open(self) -> bool:
        """Whether the year's opening entry stands: posted, and not reversed."""
        return any(each.kind is EntryKind.OPENING and each.number not in self.reversed for each in self.entries)

    def book(self) -> Book:
        """The Book of this pack; the lines are not read."""
        return recorded.book(self.recorded, self.balances, self.head)

    def parts(self, entry: int | None = None) -> list[Path]:
        """The files of lines, in the order of their ids, of one entry where given."""
        found = [(of, name) for name in self._files if (of := names.entry_of(name)) is not None]
        return [self.path / name for of, name in sorted(found) if entry in (None, of)]

    def lines(
        self, *, entry: int | None = None, first: int | None = None, last: int | None = None, standing: bool = False
    ) -> pl.LazyFrame:
        """Lines in the order of their ids, with the columns of :data:`.lines.LINES`; of one entry, or from
        ``first`` to ``last``, where given; ``standing`` leaves out those of entries that were reversed.
        Nothing is read until it is collected, and then only the columns that are used."""
        wanted = lines.scan(self.parts(entry))
        if first is not None:
            wanted = wanted.filter(pl.col("id") >= first)
        if last is not None:
            wanted = wanted.filter(pl.col("id") <= last)
        if standing and self.reversed:
            wanted = wanted.filter(~pl.col("entry").is_in(sorted(self.reversed)))
        return wanted

    def codings(self) -> pl.DataFrame:
        """Each distinct combination of the source's columns as received; columns of :data:`.lines.CODINGS`."""
        return self._bulk(names.CODINGS, lines.CODINGS)

    def rejected(self) -> pl.DataFrame:
        """Rows that were not posted, as received; columns of :data:`.lines.REJECTED`."""
        return self._bulk(names.REJECTED, lines.REJECTED)

    def sealed(self, name: str) -> bytes:
        """A generated file's bytes, b"" where there is none. Raises :class:`Refused` if it is not as sealed."""
        data = _bytes(self.path, name) or b""
        if self.manifest is not None and (fault := manifest.differs(self.manifest, name, data or None)):
            raise Refused([fault])
        return data

    @property
    def _files(self) -> Mapping[str, Seal]:
        return self.manifest.files if self.manifest else {}

    def _bulk(self, name: str, schema: dict[str, type[pl.DataType]]) -> pl.DataFrame:
        data = self.sealed(name)
        if not data:
            return pl.DataFrame(schema=schema)
        return pl.read_csv(data, schema=schema).with_columns(pl.col(pl.String).fill_null(""))


def read(path: Path) -> Pack:
    """The pack in a folder. A write that was cut off after it had happened is finished first. Raises
    :class:`Refused` with every fault at once; files that people write may differ from the manifest (a note
    says so), those that Poolbook writes may not."""
    if not path.is_dir():
        raise Refused([error("pack.no_folder", f"there is no folder {path}", Where(file=str(path)))])
    for _ in range(_ATTEMPTS):
        finish(path)
        before = _bytes(path, names.MANIFEST)
        try:
            pack = _read(path, before)
        except Refused:
            if _steady(path, before):
                raise
        else:
            if _steady(path, before):
                return pack
    message = "other Poolbook commands are writing to this pack all the time: try again when they have ended"
    raise Refused([error("pack.locked", message, Where(file=str(path)))])


def read_as_is(path: Path) -> Pack:
    """The pack, read by whoever holds the lock, and so the only one to write."""
    return _read(path, _bytes(path, names.MANIFEST))


def finish(path: Path) -> None:
    """Bring a write that has happened to its end: wait for the writer that is at it, or do it in its place."""
    if atomic.unfinished(path):
        with lock.writer(path, wait=True):
            atomic.finish(path)


def _steady(path: Path, before: bytes | None) -> bool:
    """Whether nothing was written since the manifest was this: what was read then belongs together."""
    return _bytes(path, names.MANIFEST) == before and not atomic.unfinished(path)


def _read(path: Path, sealed: bytes | None) -> Pack:
    known = manifest.read(sealed) if sealed is not None else None
    data = {name: _bytes(path, name) for name in _READ}
    hand = {each.name: each.read_bytes() for each in sorted(path.iterdir()) if _is_hand(each)}
    found: list[Finding] = []
    try:
        written = recorded.read(hand.get)
    except Refused as refusal:
        found += refusal.findings
        written = None
    if known is None:
        found += [_without_manifest(name) for name, each in data.items() if each is not None]
    else:
        found += [fault for name, each in data.items() if (fault := manifest.differs(known, name, each))]
        found += [fault for name in known.files if (fault := _part_missing(known, path, name))]
        if written is not None:
            found += _other_fund(known, written.terms)
    if found or written is None:
        raise Refused(found)
    return Pack(
        path=path,
        recorded=written,
        manifest=known,
        entries=tables.ENTRIES.read(data[names.ENTRIES] or tables.ENTRIES.header),
        imports=tables.IMPORTS.read(data[names.IMPORTS] or tables.IMPORTS.header),
        history=tables.HISTORY.read(data[names.HISTORY] or tables.HISTORY.header),
        transfers_table=transfers.frame(data[names.TRANSFERS] or b""),
        hand={name: manifest.seal_of(each) for name, each in hand.items()},
    )


def _without_manifest(name: str) -> Finding:
    message = f"the file is there and {names.MANIFEST} is not: take the pack from a copy, or remove the file"
    return error("pack.no_manifest", message, Where(file=name))


def _part_missing(known: Manifest, path: Path, name: str) -> Finding | None:
    """A part of lines is not read here; that it is there, and of its size, is seen without reading it."""
    if names.entry_of(name) is None:
        return None
    try:
        same = (path / name).stat().st_size == known.files[name].bytes
    except FileNotFoundError:
        return manifest.missing(name)
    return None if same else manifest.changed(name)


def _other_fund(known: Manifest, terms: Terms) -> list[Finding]:
    if (known.fund, known.year) == (terms.fund.code, str(terms.year)):
        return []
    message = (
        f"the books are of the fund {known.fund}, {known.year}, and the terms of {terms.fund.code}, {terms.year}: "
        "a fund's code and year stay as they are; another year is another pack"
    )
    return [error("pack.other_fund", message, Where(file=names.TERMS, key="fund.code"))]


def _bytes(path: Path, name: str) -> bytes | None:
    try:
        return (path / name).read_bytes()
    except FileNotFoundError:
        return None


def _is_hand(path: Path) -> bool:
    return names.by_hand(path.name) and path.is_file()
