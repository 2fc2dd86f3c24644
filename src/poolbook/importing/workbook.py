"""XLSX sheets as texts, a part at a time: typed numbers by their exact decimal text, dates as dates.

Before a workbook is opened its unpacked size is checked (a bomb of 0.4 MB can hold gigabytes), and its formulas: one
that was never calculated has no value, and guessing nil would lose money.

Source: docs/reference/imports.md, "Workbooks"; ECMA-376 part 1, 18.3.1.4 (cells), 18.3.1.40 (formulas).
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from itertools import islice

from python_calamine import CalamineError, CalamineWorkbook

from poolbook.findings import Refused, Where, error
from poolbook.importing.formats.base import HEADING_WITHIN
from poolbook.importing.table import PART, Part, columns
from poolbook.importing.upload import Upload

#: A full sheet (1,048,576 rows) of a listing unpacks to some 600 MB; its zip shrinks XML 5 to 20 times.
MAX_UNPACKED = 1_500_000_000
MAX_RATIO = 200
MAX_MEMBERS = 2_000

_SMALL = 20_000_000  # below this size any ratio is harmless
_BLOCK = 1 << 20

#: A formula at the end of its cell, with an empty value or none.
_NEVER_CALCULATED = re.compile(rb"<c ([^>]*)>\s*(?:<f[^>]*/>|<f[^>]*>[^<]*</f>)\s*(?:<v\s*/>|<v>\s*</v>)?\s*</c>")
_REFERENCE = re.compile(rb'\br="([A-Z]+[0-9]+)"')
_OVERLAP = 20_000


class Sheet:
    """One sheet of a workbook, as a table of texts."""

    def __init__(self, sheet: str, rows: Callable[[], Iterator[list[object]]]) -> None:
        self.sheet = sheet
        self._rows = rows

    def head(self) -> Sequence[Sequence[str]]:
        """The first records."""
        return [[text(cell) for cell in row] for row in islice(self._rows(), HEADING_WITHIN)]

    def parts(self, skip: int, width: int) -> Iterator[Part]:
        """The records after the first ``skip``, in parts."""
        rows = islice(self._rows(), skip, None)
        first = skip + 1
        while some := list(islice(rows, PART)):
            yield Part(first, columns([[text(cell) for cell in row] for row in some], width))
            first += len(some)


def sheets(upload: Upload) -> list[Sheet]:
    """The visible sheets of a workbook. Raises :class:`Refused` for a bomb, a broken file, formulas without value."""
    where = Where(file=upload.name)
    try:
        with upload.open() as file, zipfile.ZipFile(file) as archive:
            _check_size(archive, where)
            if "xl/workbook.xml" not in archive.namelist():
                message = "this is a zip file and no workbook: unpack it, and import what is in it"
                raise Refused([error("import.not_a_table", message, where)])
            _check_formulas(archive, where)
        with upload.open() as file:
            book = CalamineWorkbook.from_filelike(file)
            names = book.sheet_names
            return [Sheet(name, _reader(upload, name)) for name in names]
    except (zipfile.BadZipFile, zlib.error, CalamineError, EOFError, NotImplementedError, OSError) as problem:
        message = f"the workbook cannot be opened ({_first_line(problem)}): save it again as .xlsx"
        raise Refused([error("import.workbook", message, where)]) from None


def _reader(upload: Upload, name: str) -> Callable[[], Iterator[list[object]]]:
    def rows() -> Iterator[list[object]]:
        with upload.open() as file:
            sheet = CalamineWorkbook.from_filelike(file).get_sheet_by_name(name)
            # Calamine keeps empty rows at the top and leaves out empty columns on the left; a person counts both.
            before = sheet.start[1] if sheet.start else 0
            for row in sheet.iter_rows():
                yield [""] * before + list(row)

    return rows


def text(cell: object) -> str:
    """A cell as text: whole numbers without a point, others by their shortest exact decimals, days as 2012-04-11.

    >>> text(568.0), text(859.6), text(0.1 + 0.2), text(date(2012, 4, 11)), text(True)
    ('568', '859.6', '0.30000000000000004', '2012-04-11', 'TRUE')
    """
    match cell:
        case str():
            return cell
        case bool():
            return "TRUE" if cell else "FALSE"
        case float():
            return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
        case datetime():
            return cell.date().isoformat() if cell.time() == time() else cell.isoformat(sep=" ")
        case date():
            return cell.isoformat()
        case None:
            return ""
        case time() | timedelta():
            return str(cell)
        case _:
            return str(cell)


def _check_size(archive: zipfile.ZipFile, where: Where) -> None:
    members = archive.infolist()
    unpacked = sum(each.file_size for each in members)
    packed = sum(each.compress_size for each in members) or 1
    if len(members) > MAX_MEMBERS or unpacked > MAX_UNPACKED or (unpacked > _SMALL and unpacked > MAX_RATIO * packed):
        message = (
            f"the workbook would unpack to {unpacked:,} bytes: that is no listing. Save the sheet alone, or as CSV"
        )
        raise Refused([error("import.workbook_too_large", message, where)])


def _check_formulas(archive: zipfile.ZipFile, where: Where) -> None:
    for member in archive.namelist():
        if not re.fullmatch(r"xl/worksheets/[^/]+\.xml", member):
            continue
        with archive.open(member) as sheet:
            held = b""
            while block := sheet.read(_BLOCK):
                held = held[-_OVERLAP:] + block
                if b"<f" in held and (cell := _uncalculated(held)):
                    message = (
                        "a formula was never calculated, so it has no value: open the workbook, save it, send it again"
                    )
                    raise Refused([error("import.formula", message, Where(file=where.file, key=f"cell {cell}"))])


def _uncalculated(xml: bytes) -> str:
    for found in _NEVER_CALCULATED.finditer(xml):
        if b't="str"' not in found[1]:
            place = _REFERENCE.search(found[1])
            return place[1].decode() if place else "?"
    return ""


def _first_line(problem: BaseException) -> str:
    return (str(problem).splitlines() or [type(problem).__name__])[0][:120]
