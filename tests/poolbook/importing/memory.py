"""A store in memory for the importer's tests, and imports in one line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cache
from typing import Any

import polars as pl

from poolbook import importing
from poolbook.dates.years import FinancialYear
from poolbook.importing import ImportResult, Place, Rules, Standing, Upload
from poolbook.importing.post import STORED
from poolbook.ledger.chain import start
from poolbook.ledger.model import EntryKind, Transfer
from poolbook.ledger.post import Posted, post

AT = datetime(2013, 4, 2, 9, 0, tzinfo=UTC)
YEAR = FinancialYear(2012)
PLACE = Place(frozenset({"residential", "home_care", "other"}), frozenset({"COUNCIL", "TRUST"}))

#: The shortest rules: a saved mapping by date, code and amount, every code of one scheme.
PLAIN = """\
poolbook: rules/1
sources:
  host:
    columns: {date: Date, code: Code, amount: Amount, reference: Ref, narrative: Text}
rules:
  - {when: {code: "*"}, scheme: other}
"""


@cache
def read_rules(text: str) -> Rules:
    """Rules, read once for all tests that use the same."""
    return importing.parse_rules(text, PLACE)


@dataclass
class Memory:
    """What was handed over. Lines are numbered from 1; entries are made as in the books."""

    lines: list[pl.DataFrame] = field(default_factory=list)
    codings: list[tuple[int, str, str]] = field(default_factory=list)
    rejected: list[tuple[int, str, str]] = field(default_factory=list)
    imports: list[dict[str, Any]] = field(default_factory=list)
    entries: list[Posted] = field(default_factory=list)
    next_coding: int = 1

    def add_lines(self, frame: pl.DataFrame) -> tuple[int, int]:
        assert frame.schema == STORED
        first = 1 + sum(map(len, self.lines))
        self.lines.append(frame)
        return first, first + len(frame) - 1

    def add_codings(self, frame: pl.DataFrame) -> None:
        for number, source, fields in frame.iter_rows():
            assert number == self.next_coding
            self.next_coding += 1
            self.codings.append((number, source, fields))

    def add_rejected(self, frame: pl.DataFrame) -> None:
        self.rejected += frame.rows()

    def add_import(self, **known: Any) -> None:
        self.imports.append(known)

    def post(
        self, transfers: Iterable[Transfer], *, kind: EntryKind, on: date, period: int, description: str, source: str,
        by: str, at: datetime, authority: str = "",
    ) -> Posted:  # fmt: skip
        head = self.entries[-1].head if self.entries else start("fund", "2012-13")
        self.entries.append(
            post(
                head,
                transfers,
                kind=kind,
                on=on,
                period=period,
                description=description,
                source=source,
                by=by,
                at=at,
                authority=authority,
            )
        )
        return self.entries[-1]

    @property
    def all_lines(self) -> pl.DataFrame:
        """Every line, with its id."""
        return pl.concat(self.lines).with_row_index("id", 1) if self.lines else pl.DataFrame(schema=STORED)

    @property
    def transfers(self) -> list[Transfer]:
        """Every transfer."""
        return [each for entry in self.entries for each in entry.transfers]

    def standing(self, *, closed: int = 0) -> Standing:
        """Where the books stand after what was handed over."""
        codings: dict[str, dict[str, int]] = {}
        for number, source, fields in self.codings:
            codings.setdefault(source, {})[fields] = number

        def earlier(source: str) -> Iterable[pl.DataFrame]:
            numbers = [number for number, of, _ in self.codings if of == source]
            return [frame.filter(pl.col("coding").is_in(numbers)) for frame in self.lines] if numbers else []

        files = {each["sha256"]: each["name"] for each in self.imports}
        journals = [
            (entry.entry.description, each)
            for entry in self.entries
            if entry.entry.kind is EntryKind.JOURNAL
            for each in entry.transfers
        ]
        rows = {each["sha256"]: each["posted"] + each["duplicates"] for each in self.imports}
        rejected = {each["sha256"]: each["rejected"] for each in self.imports}
        return Standing(YEAR, PLACE, closed, files, codings, earlier, lambda: journals, rows, rejected)


def bring(
    files: Mapping[str, str | bytes], rules: str = PLAIN, *, into: Memory | None = None, closed: int = 0,
    accept_rejected: bool = False, source: str = "",
) -> tuple[ImportResult, Memory]:  # fmt: skip
    """Import files by name and content; the result and the store."""
    store = Memory() if into is None else into
    uploads: Sequence[Upload] = [
        Upload(name, data=data.encode() if isinstance(data, str) else data) for name, data in files.items()
    ]
    result = importing.run(
        uploads, read_rules(rules), standing=store.standing(closed=closed), store=store, by="a clerk",
        at=AT, accept_rejected=accept_rejected, source=source,
    )  # fmt: skip
    return result, store


def codes(result: ImportResult) -> list[str]:
    """The codes of the findings, in order."""
    return [each.code for each in result.findings]


def prove(store: Memory) -> None:
    """Each transfer is the sum of one contiguous run of lines, and every line belongs to one."""
    lines = store.all_lines
    at = 0
    for transfer in store.transfers:
        assert transfer.first_line == at + 1
        assert transfer.last_line is not None
        run = lines.filter(pl.col("id").is_between(transfer.first_line, transfer.last_line))
        assert abs(int(run["pence"].sum())) == transfer.amount
        assert set(run["period"]) == {transfer.period}
        at = transfer.last_line
    assert at == len(lines)
