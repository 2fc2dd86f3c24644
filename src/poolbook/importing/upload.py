"""A file as it came: its name, its bytes, its SHA-256, and what sort of file it really is.

The name is not believed: a PDF named ``.csv`` is refused as a PDF.

Source: docs/reference/imports.md, "Files".
"""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass
from pathlib import Path

from poolbook.findings import Refused, Where, error

#: The first bytes of what people send instead of a listing, and what to do.
_NOT_TABLES = (
    (b"%PDF", "this is a PDF: ask for the listing as CSV or XLSX"),
    (b"\xd0\xcf\x11\xe0", "this is an old .xls workbook, or one with a password: save it as .xlsx without a password"),
    (b"\x1f\x8b", "this is a compressed file: unpack it first"),
    (b"Rar!", "this is a compressed file: unpack it first"),
    (b"7z\xbc\xaf", "this is a compressed file: unpack it first"),
    (b"\x89PNG", "this is a picture: ask for the listing as CSV or XLSX"),
    (b"\xff\xd8\xff", "this is a picture: ask for the listing as CSV or XLSX"),
    (b"{\\rtf", "this is a word-processor document: ask for the listing as CSV or XLSX"),
    (b"PAR1", "this is a Parquet file: ask for the listing as CSV or XLSX"),
)


@dataclass(frozen=True)
class Upload:
    """A file on disk, or (``data``) in memory; its SHA-256 where whoever hands it on has just reckoned it."""

    name: str
    path: Path | None = None
    data: bytes = b""
    sha256: str = ""

    @classmethod
    def of(cls, path: Path) -> Upload:
        """The file at a path."""
        return cls(path.name, path)

    def open(self) -> io.BufferedReader | io.BytesIO:
        """Its bytes from the start. Raises :class:`Refused` where the file cannot be read."""
        if self.path is None:
            return io.BytesIO(self.data)
        try:
            return self.path.open("rb")
        except OSError as problem:
            reason = "there is no such file" if isinstance(problem, FileNotFoundError) else str(problem.strerror)
            message = f"{self.name} cannot be read: {reason}"
            raise Refused([error("import.unreadable", message, Where(file=self.name))]) from None

    def is_workbook(self) -> bool:
        """Whether this is a workbook and not a text. Raises :class:`Refused` for what is no table."""
        with self.open() as file:
            head = file.read(4096)
        if not head:
            raise Refused([error("import.empty", "the file is empty", Where(file=self.name))])
        for start, message in _NOT_TABLES:
            if head.startswith(start):
                raise Refused([error("import.not_a_table", message, Where(file=self.name))])
        if head.lstrip()[:200].lower().startswith((b"<!doctype", b"<html", b"<?xml")):
            message = "this is a web page or XML under another name: save it as CSV or XLSX"
            raise Refused([error("import.not_a_table", message, Where(file=self.name))])
        return head.startswith(b"PK\x03\x04")

    def identify(self) -> Identity:
        """Its SHA-256, its size and whether it is a workbook. Raises :class:`Refused` for what is no table."""
        workbook = self.is_workbook()
        with self.open() as file:
            sha256 = self.sha256 or hashlib.file_digest(file, "sha256").hexdigest()
            size = file.seek(0, io.SEEK_END)
        return Identity(sha256, size, workbook)


@dataclass(frozen=True)
class Identity:
    """What the bytes of a file are."""

    sha256: str
    size: int
    workbook: bool
