"""CSV and its kin: encoding and delimiter found, records cut in parts, no quoted line break ever torn.

Two readers agree on every well-formed file: polars for speed, the standard library's ``csv`` for anything odd (a
quotation mark in the middle of a cell, more cells than headings). The quick one is used only where both must give the
same, so a stray mark costs time and never a payment.

Source: docs/reference/imports.md, "Files"; RFC 4180.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice

import polars as pl

from poolbook.findings import Refused, Where, error
from poolbook.importing.formats.base import HEADING_WITHIN
from poolbook.importing.table import PART, SPARE, Part, columns
from poolbook.importing.upload import Upload

_BLOCK = 1 << 22
_PART_BYTES = 16 << 20
_LONGEST_RECORD = 64 << 20
_CELL_LIMIT = 4 << 20
_DELIMITERS = (",", ";", "\t")


@dataclass(frozen=True)
class _Scan:
    encoding: str
    odd: bool  #: whether only the careful reader will do


class TextFile:
    """A delimited text file. Making one reads it once, to learn its encoding and its oddities."""

    sheet = ""

    def __init__(self, upload: Upload) -> None:
        self._upload = upload
        self.delimiter = _delimiter(upload)
        self._scan = _look_over(upload, self.delimiter)

    def head(self) -> Sequence[Sequence[str]]:
        """The first records, as far as they can be told apart; reading the lines says where they cannot."""
        rows: list[list[str]] = []
        with self._csv() as (_, reader), suppress(csv.Error):
            rows.extend(islice(reader, HEADING_WITHIN))
        return rows

    def parts(self, skip: int, width: int) -> Iterator[Part]:
        """The records after the first ``skip``, in parts."""
        if self._scan.odd:
            yield from self._careful(skip, width)
            return
        first = 1
        heading = self.delimiter.join(f"c{at}" for at in range(width + SPARE)).encode() + b"\n"
        for block in self._blocks():
            frame = self._quick(heading, block)
            if frame is None:
                frame = columns(self._strict(io.StringIO(block.decode(), newline=""), first), width)
            drop = max(0, skip + 1 - first)
            if len(frame) > drop:
                yield Part(first + drop, frame.slice(drop))
            first += len(frame)

    def _quick(self, heading: bytes, block: bytes) -> pl.DataFrame | None:
        try:
            return pl.read_csv(
                heading + block, separator=self.delimiter, infer_schema=False, empty_string_is_null=False
            )
        except pl.exceptions.PolarsError:
            return None

    def _blocks(self) -> Iterator[bytes]:
        """UTF-8 bytes of whole records: cut at a line end with an even number of quotation marks before it."""
        held = b""
        for text in self._bytes():
            held = held + text if held else text
            cut = _last_end(held)
            if cut:
                yield held[:cut]
                held = held[cut:]
            elif len(held) > _LONGEST_RECORD:
                raise self._refused("import.quotes", "a quotation mark is opened and never closed")
        if held:
            yield held

    def _bytes(self) -> Iterator[bytes]:
        if self._scan.encoding == "utf-8":
            with self._upload.open() as file:
                block = file.read(_PART_BYTES).removeprefix(codecs.BOM_UTF8)
                while block:
                    yield block
                    block = file.read(_PART_BYTES)
            return
        for text in self._texts():
            yield text.encode()

    def _texts(self) -> Iterator[str]:
        encoding = "utf-8-sig" if self._scan.encoding == "utf-8" else self._scan.encoding
        decoder = codecs.getincrementaldecoder(encoding)()
        with self._upload.open() as file:
            while block := file.read(_PART_BYTES):
                yield decoder.decode(block)
            yield decoder.decode(b"", final=True)

    def _csv(self) -> _Reader:
        encoding = "utf-8-sig" if self._scan.encoding == "utf-8" else self._scan.encoding
        return _Reader(self._upload, encoding, self.delimiter)

    def _careful(self, skip: int, width: int) -> Iterator[Part]:
        with self._csv() as (text, _):
            rows = self._strict(text, 1)
            first = 1 + sum(1 for _ in islice(rows, skip))
            while some := list(islice(rows, PART)):
                yield Part(first, columns(some, width))
                first += len(some)

    def _strict(self, text: Iterable[str], first: int) -> Iterator[list[str]]:
        """Records, refusing a cell whose quotation marks do not close: it would swallow the lines after it."""
        rows = csv.reader(text, delimiter=self.delimiter, strict=True)
        try:
            for row in rows:
                first += 1
                yield row
        except csv.Error:
            message = (
                f"the quotation marks of row {first} are not right: one is never closed, or text follows a closing "
                "one, so it cannot be told where the row ends: correct the cell, or send the file as XLSX"
            )
            raise self._refused("import.quotes", message) from None

    def _refused(self, code: str, message: str) -> Refused:
        return Refused([error(code, message, Where(file=self._upload.name))])


class _Reader:
    """A csv reader over an upload, closed after use."""

    def __init__(self, upload: Upload, encoding: str, delimiter: str) -> None:
        csv.field_size_limit(_CELL_LIMIT)
        self._text = io.TextIOWrapper(upload.open(), encoding=encoding, newline="")
        self._reader = csv.reader(self._text, delimiter=delimiter)

    def __enter__(self) -> tuple[io.TextIOWrapper, Iterator[list[str]]]:
        return self._text, self._reader

    def __exit__(self, *_: object) -> None:
        self._text.close()


def _last_end(held: bytes) -> int:
    """Just after the last line end that is outside quotation marks; 0 where there is none."""
    even = held.count(b'"') % 2 == 0
    end = len(held)
    while (at := held.rfind(b"\n", 0, end)) >= 0:
        even ^= held.count(b'"', at, end) % 2 == 1
        if even:
            return at + 1
        end = at
    return 0


#: A quotation mark that neither opens nor closes a cell, nor is doubled, for each delimiter.
_STRAY = {each: re.compile(rb'"(?![%s\r\n"])(?<![%s\n"]")' % (each.encode(), each.encode())) for each in _DELIMITERS}


def _delimiter(upload: Upload) -> str:
    """The delimiter that is the most often in the first lines, whatever quotation marks say: one that is never closed
    would leave its delimiter with few cells."""
    with upload.open() as file:
        start = file.read(400_000)
    wide = start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    text = start.decode("utf-16" if wide else "utf-8", errors="replace").rpartition("\n")[0] or start.decode(
        "utf-8", errors="replace"
    )
    lines = "\n".join(text.splitlines()[:HEADING_WITHIN])
    return max(_DELIMITERS, key=lines.count)


def _look_over(upload: Upload, delimiter: str) -> _Scan:
    """One pass over the bytes: encoding, and whether anything is odd. Raises :class:`Refused` for what is no text."""
    with upload.open() as file:
        start = file.read(4)
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        _check_decodes(upload, "utf-16")
        return _Scan("utf-16", odd=True)
    encoding = "utf-8"
    decoder = codecs.getincrementaldecoder("utf-8")()
    marks, newlines, returns, stray = 0, False, False, False
    before = b"\n"
    with upload.open() as file:
        while block := file.read(_BLOCK):
            if b"\0" in block:
                message = "the file has bytes of value nil in it and is no text: export it again as CSV or XLSX"
                raise Refused([error("import.not_a_table", message, Where(file=upload.name))])
            if encoding == "utf-8" and not (block.isascii() and not decoder.getstate()[0]):
                try:
                    decoder.decode(block)
                except UnicodeDecodeError:
                    encoding = "cp1252"
            marks += (count := block.count(b'"'))
            newlines |= b"\n" in block
            returns |= b"\r" in block
            if not stray and (count or before.endswith(b'"')):
                # A mark is judged by its neighbours on both sides: one that ends a block, with the next block; one
                # that begins what is looked at here was judged with the block before.
                look = before + block.removeprefix(codecs.BOM_UTF8)
                stray = any(found.start() > 0 and found.end() < len(look) for found in _STRAY[delimiter].finditer(look))
            before = (before + block)[-2:]
    if encoding == "utf-8" and decoder.getstate()[0]:
        encoding = "cp1252"
    if encoding == "cp1252":
        _check_decodes(upload, "cp1252")
    return _Scan(encoding, odd=stray or marks % 2 == 1 or (returns and not newlines))


def _check_decodes(upload: Upload, encoding: str) -> None:
    decoder, wrong = codecs.getincrementaldecoder(encoding)(), False
    try:
        with upload.open() as file:
            while block := file.read(_BLOCK):
                wrong = "\0" in decoder.decode(block) or wrong
            decoder.decode(b"", final=True)
    except UnicodeError:
        wrong = True
    if wrong:
        message = "the text is in no encoding that is known here: save it as CSV UTF-8"
        raise Refused([error("import.encoding", message, Where(file=upload.name))])
