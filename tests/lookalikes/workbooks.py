"""Workbooks as people send them: typed numbers and dates, a title above the headings, sheets, formulas, a bomb."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Sequence
from datetime import date

import xlsxwriter

Cell = str | int | float | date | None


def workbook(*sheets: tuple[str, Sequence[Sequence[Cell]]], left: int = 0) -> bytes:
    """A workbook of named sheets; ``left`` columns are empty before the first. A text ``=...`` is a formula."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "default_date_format": "dd/mm/yyyy"})
    for name, rows in sheets:
        sheet = book.add_worksheet(name)
        for at, row in enumerate(rows):
            for column, cell in enumerate(row, start=left):
                if cell is not None:
                    sheet.write(at, column, cell)
    book.close()
    return out.getvalue()


def never_calculated(data: bytes) -> bytes:
    """The same workbook as a program writes it that cannot calculate: formulas without their values."""
    return rewritten(data, lambda _, xml: re.sub(rb"</f><v>[^<]*</v>", b"</f>", xml))


def bomb(megabytes: int = 21) -> bytes:
    """A workbook of a few kilobytes whose sheet unpacks to many megabytes of blanks."""
    small = workbook(("Sheet1", [["Date", "Code", "Amount"]]))
    return rewritten(small, lambda name, xml: xml + b" " * (megabytes << 20) if "sheet1" in name else xml)


def far_off(data: bytes, row: bytes) -> bytes:
    """The same workbook of a few kilobytes with one more row, written as it is given."""
    return rewritten(data, lambda _, xml: xml.replace(b"</sheetData>", row + b"</sheetData>"))


def rewritten(data: bytes, change: Callable[[str, bytes], bytes]) -> bytes:
    """The same workbook, its parts as ``change`` makes them of their names and bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
    return out.getvalue()


def renamed(data: bytes, part: str, name: str) -> bytes:
    """The same workbook with one part under another name."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for each in old.namelist():
            new.writestr(name if each == part else each, old.read(each))
    return out.getvalue()
