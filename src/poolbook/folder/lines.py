"""Payment lines in bulk: their columns, the parts they are kept in, and the digest that binds them to their entry.

Parts are Parquet, written once and never changed. The digest is not of Parquet's bytes, which differ from version to
version of a library, but of the lines as CSV with every cell quoted, so that anything that writes CSV can check it.

Source: docs/reference/ledger.md, "The digest of lines".
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import IO, cast

import polars as pl

from poolbook.findings import Finding, Refused, Where, error
from poolbook.folder.tables import Import

#: What an importer hands over. Texts are never null; ``pence`` is debit positive; ``period`` is the one
#: posted in.
GIVEN: dict[str, type[pl.DataType]] = {
    "coding": pl.Int32,
    "line_no": pl.Int32,
    "day": pl.Date,
    "period": pl.Int8,
    "pence": pl.Int64,
    "vat": pl.Int64,
    "reference": pl.String,
    "narrative": pl.String,
    "supplier": pl.String,
    "journal": pl.String,
    "incurred_by": pl.String,
}
#: What a part holds.
LINES: dict[str, type[pl.DataType]] = {"id": pl.Int64, "entry": pl.Int32, **GIVEN}
#: Of each line, what the digest covers, in order. Its entry is left out: the entry itself carries the digest.
DIGESTED = ("id", *GIVEN)

CODINGS: dict[str, type[pl.DataType]] = {
    "coding": pl.Int32,
    "entry": pl.Int32,
    "source": pl.String,
    "fields": pl.String,
}
REJECTED: dict[str, type[pl.DataType]] = {
    "entry": pl.Int32,
    "line_no": pl.Int32,
    "reason": pl.String,
    "raw": pl.String,
}

_MAY_BE_NULL = ("day", "vat")


class Digest:
    """SHA-256 over the rows of frames, one after another, in constant memory.

    A row is its cells, each in double quotes (a quote within doubled), commas between, a newline after: what Python's
    ``csv.writer(quoting=QUOTE_ALL, lineterminator="\\n")`` writes. A date is 2009-04-01; a null is empty.
    """

    def __init__(self) -> None:
        self._whole = hashlib.sha256()
        self.rows = 0

    def add(self, frame: pl.DataFrame, columns: Sequence[str]) -> None:
        """Take in these columns of a frame."""
        self.rows += frame.height
        frame.select(columns).write_csv(
            cast("IO[bytes]", self), include_header=False, quote_style="always", line_terminator="\n"
        )

    def write(self, data: bytes) -> int:
        """What polars hands its bytes to."""
        self._whole.update(data)
        return len(data)

    def hexdigest(self) -> str:
        """The digest so far, in hexadecimal."""
        return self._whole.hexdigest()


class Evidence:
    """What an entry rests on: the new codings, the lines, the rows rejected and the file received, each
    digested as it comes. ``digest`` is "" while there is nothing."""

    def __init__(self) -> None:
        self._digests = {kind: Digest() for kind in ("imports", "codings", "lines", "rejected")}

    def imports(self, frame: pl.DataFrame) -> None:
        """The file received: name, SHA-256, bytes, source and counts."""
        self._digests["imports"].add(frame, frame.columns)

    def codings(self, frame: pl.DataFrame) -> None:
        """New codings."""
        self._digests["codings"].add(frame, ("coding", "source", "fields"))

    def lines(self, frame: pl.DataFrame) -> None:
        """Lines, in the order of their ids."""
        self._digests["lines"].add(frame, DIGESTED)

    def rejected(self, frame: pl.DataFrame) -> None:
        """Rows kept raw."""
        self._digests["rejected"].add(frame, ("line_no", "reason", "raw"))

    @property
    def digest(self) -> str:
        """SHA-256 over one text line for each kind: its name, its number of rows and its digest."""
        if not any(each.rows for each in self._digests.values()):
            return ""
        lines = (f"{kind} {each.rows} {each.hexdigest()}\n" for kind, each in self._digests.items())
        return hashlib.sha256("".join(lines).encode()).hexdigest()


def checked(frame: pl.DataFrame, schema: dict[str, type[pl.DataType]]) -> pl.DataFrame:
    """The frame with exactly these columns, in order. Raises :class:`Refused` for a column missing, of
    another type, or null where it may not be: faults of a program, which must not reach the books."""
    found: list[Finding] = [
        error("pack.lines_columns", f"{name} is not a column of this table", Where(column=name))
        for name in frame.columns
        if name not in schema
    ]
    for name, kind in schema.items():
        if name not in frame.columns:
            found.append(error("pack.lines_columns", f"the column {name} is missing", Where(column=name)))
        elif frame.schema[name] != kind:
            message = f"{name} is {frame.schema[name]} and must be {kind.__name__}"
            found.append(error("pack.lines_columns", message, Where(column=name)))
        elif name not in _MAY_BE_NULL and frame[name].null_count():
            found.append(error("pack.lines_columns", f"{name} has empty cells", Where(column=name)))
    if found:
        raise Refused(found)
    return frame.select(*schema)


def numbered(frame: pl.DataFrame, first: int, entry: int) -> pl.DataFrame:
    """Lines as handed over, made those of an entry, with ids from ``first`` in the frame's order."""
    given = checked(frame, GIVEN)
    ids = pl.int_range(first, first + given.height, dtype=pl.Int64, eager=True)
    return given.with_columns(id=ids, entry=pl.lit(entry, pl.Int32)).select(*LINES)


def import_frame(record: Import) -> pl.DataFrame:
    """The file received as one row, for its digest: everything of it but its entry."""
    return pl.DataFrame([asdict(record)]).drop("entry")


def write_part(frame: pl.DataFrame, path: Path) -> None:
    """Keep lines as a part. Statistics are left out of it: nothing here searches by them."""
    frame.write_parquet(path, compression="zstd", compression_level=1, statistics=False)


def scan(parts: Sequence[Path]) -> pl.LazyFrame:
    """Parts as one table of lines, read only as far as it is used."""
    return pl.scan_parquet(list(parts)) if parts else pl.LazyFrame(schema=LINES)
