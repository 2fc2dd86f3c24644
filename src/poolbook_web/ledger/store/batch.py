"""What an import gathers before it takes the lock: read, mapped, digested and put aside; then kept in one short write.

A batch is the database's :class:`poolbook.importing.ports.Store`, and has the verbs of a pack's draft
(:class:`poolbook.folder.Draft`). It writes nothing to the books: lines wait (:mod:`.waiting`), so that nobody else's
save does while an extract is parsed. :func:`keep` holds the books only while rows go in. Numbers are given from where
the books stood when the batch began; where others have posted since, plain journals among them, the batch's entries
are made again after theirs; anything that could change what the batch found (another import, a reversal, a closing)
refuses it, and it is gathered anew.

Source: docs/reference/database.md, "Posting"; docs/reference/benchmarks.md for how long others wait.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial
from pathlib import Path

import polars as pl

from poolbook.findings import Refused, error
from poolbook.folder import lines
from poolbook.folder.lines import Evidence
from poolbook.folder.tables import Import
from poolbook.ledger.chain import Head
from poolbook.ledger.model import EntryKind, Transfer
from poolbook.ledger.post import Posted, post
from poolbook_web.base.threads import Behind
from poolbook_web.ledger.models import SPAN, Books, Coding, Entry, Received, Rejected
from poolbook_web.ledger.store import bulk, write
from poolbook_web.ledger.store.books import head, unlocked
from poolbook_web.ledger.store.waiting import Waiting
from poolbook_web.partners.models import FundYear
from poolbook_web.people.models import Person


@dataclass
class Gathered:
    """What one entry rests on, but for its lines: new codings, rows kept raw, files received."""

    evidence: Evidence = field(default_factory=Evidence)
    codings: list[pl.DataFrame] = field(default_factory=list)
    rejected: list[pl.DataFrame] = field(default_factory=list)
    imports: list[Import] = field(default_factory=list)
    posted: Posted | None = None
    fixed: bool = False  #: made elsewhere, and so may stand nowhere else in the chain


class Batch:
    """Entries of one fund-year under way; see the module."""

    def __init__(self, fund_year: FundYear, begun: Books, spool: Path, behind: Behind) -> None:
        self.fund_year = fund_year
        self.begun = begun
        self.head: Head = head(begun)
        self.next_line = begun.last_line + 1
        self.next_coding = begun.last_coding + 1
        self.made: list[Gathered] = []
        self.waiting = Waiting(fund_year.pk * SPAN, spool)
        self._now = Gathered()
        self._behind = behind

    @property
    def posted(self) -> list[Posted]:
        """The entries made so far, as they stand while nobody else posts."""
        return [each.posted for each in self.made if each.posted is not None]

    def add_lines(self, frame: pl.DataFrame) -> tuple[int, int]:
        """Lines of the next entry, in the frame's order; the numbers of the first and the last."""
        if not frame.height:
            raise ValueError("a part of lines needs at least one line")
        part = lines.numbered(frame, self.next_line, self.head.number + 1)
        self._behind.do(partial(self._put_aside, self._now.evidence, part))
        first, self.next_line = self.next_line, self.next_line + part.height
        return first, self.next_line - 1

    def _put_aside(self, evidence: Evidence, part: pl.DataFrame) -> None:
        evidence.lines(part)
        self.waiting.add(part)

    def add_codings(self, frame: pl.DataFrame) -> None:
        """Codings first met by the next entry, numbered in order from :attr:`next_coding`."""
        given = lines.checked(frame, {name: kind for name, kind in lines.CODINGS.items() if name != "entry"})
        expected = pl.int_range(self.next_coding, self.next_coding + given.height, dtype=pl.Int32, eager=True)
        if not given["coding"].equals(expected.alias("coding")):
            raise ValueError(f"codings are numbered in order from {self.next_coding}")
        self._now.evidence.codings(given)
        self._now.codings.append(given)
        self.next_coding += given.height

    def add_rejected(self, frame: pl.DataFrame) -> None:
        """Rows that the next entry does not post, raw."""
        given = lines.checked(frame, {name: kind for name, kind in lines.REJECTED.items() if name != "entry"})
        self._now.evidence.rejected(given)
        self._now.rejected.append(given)

    def add_import(
        self, *, name: str, sha256: str, size: int, source: str, rows: int, posted: int, duplicates: int, rejected: int,
        pence: int,
    ) -> None:  # fmt: skip
        """The file received that the next entry rests on."""
        number = self.head.number + 1
        record = Import(number, name, sha256, size, source, rows, posted, duplicates, rejected, pence)
        self._now.evidence.imports(lines.import_frame(record))
        self._now.imports.append(record)

    def post(
        self, transfers: Iterable[Transfer], *, kind: EntryKind, on: date, period: int, description: str, source: str,
        by: str, at: datetime, authority: str = "",
    ) -> Posted:  # fmt: skip
        """Make the next entry, resting on what was added since the last."""
        self._behind.done()
        made = post(
            self.head, transfers, kind=kind, on=on, period=period, description=description, source=source, by=by, at=at,
            authority=authority, lines=self._now.evidence.digest,
        )  # fmt: skip
        return self._make(made, fixed=False)

    def keep(self, posted: Posted) -> Posted:
        """Take in an entry made elsewhere after :attr:`head` (of a pack), resting on what was added since the last.
        Raises ``ValueError`` where it does not follow, or was sealed over other evidence."""
        self._behind.done()
        if posted.entry.previous != self.head.hash or posted.entry.lines != self._now.evidence.digest:
            raise ValueError("the entry was not made from this batch's head and evidence")
        return self._make(posted, fixed=True)

    def _make(self, posted: Posted, *, fixed: bool) -> Posted:
        self._now.posted, self._now.fixed = posted, fixed
        self.made.append(self._now)
        self.head, self._now = posted.head, Gathered()
        return posted


@contextmanager
def gather(fund_year: FundYear, begun: Books | None = None) -> Iterator[Batch]:
    """A batch for this fund-year, from where its books stand or stood. What is not kept before the block ends is
    forgotten."""
    with tempfile.TemporaryDirectory(prefix="poolbook-batch-") as spool, Behind() as behind:
        batch = Batch(fund_year, begun or unlocked(fund_year), Path(spool), behind)
        try:
            yield batch
        finally:
            batch.waiting.forget()


def keep(batch: Batch, books: Books, person: Person | None) -> list[Entry]:
    """Write a batch into the books, which the caller holds. Raises :class:`Refused` where what was posted since the
    batch began could change what it found."""
    moved = head(books) != head(batch.begun)
    if moved:
        _may_follow(batch, books)
    batch.waiting.move()
    rows = []
    for each in batch.made:
        assert each.posted is not None
        posted = _again(each.posted, head(books)) if moved else each.posted
        rows.append(_keep(each, posted, books, person))
    books.last_line, books.last_coding = batch.next_line - 1, batch.next_coding - 1
    books.save()
    return rows


def _may_follow(batch: Batch, books: Books) -> None:
    since = Entry.objects.filter(fund_year=batch.fund_year, number__gt=batch.begun.number)
    harmless = not since.exclude(kind=EntryKind.JOURNAL).exists() and not Received.objects.filter(entry__in=since)
    # A listing of journals was compared with the journals there were, so it may not come after others.
    lines_alone = all(
        each.posted is not None and each.posted.entry.kind is EntryKind.IMPORT and not each.fixed for each in batch.made
    )
    if not (harmless and lines_alone):
        message = (
            f"{books.number - batch.begun.number} entries were posted while this was being read, and could change it: "
            "nothing was stored; bring it in again"
        )
        raise Refused([error("ledger.moved_on", message)])


def _again(posted: Posted, head: Head) -> Posted:
    """The same entry, after another head."""
    entry = posted.entry
    return post(
        head, posted.transfers, kind=entry.kind, on=entry.date, period=entry.period, description=entry.description,
        source=entry.source, by=entry.by, at=entry.at, authority=entry.authority, reverses=entry.reverses,
        lines=entry.lines,
    )  # fmt: skip


def _keep(gathered: Gathered, posted: Posted, books: Books, person: Person | None) -> Entry:
    row = write.entry(books, posted, person)
    start, entry = books.fund_year_id * SPAN, pl.lit(row.pk, pl.Int64)
    for frame in gathered.codings:
        named = frame.select("source", "fields", id=pl.col("coding").cast(pl.Int64) + start, entry_id=entry)
        bulk.insert(Coding._meta.db_table, named)
    for frame in gathered.rejected:
        bulk.insert(Rejected._meta.db_table, frame.with_columns(entry_id=entry))
    for each in gathered.imports:
        Received.objects.create(
            entry=row, name=each.name, sha256=each.sha256, bytes=each.bytes, source=each.source, rows=each.rows,
            posted=each.posted, duplicates=each.duplicates, rejected=each.rejected, pence=each.pence,
        )  # fmt: skip
    return row
