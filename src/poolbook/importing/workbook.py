"""XLSX sheets as texts, a part at a time: typed numbers by their exact decimal text, dates as dates.

Before a workbook is opened its unpacked size is checked (a bomb of 0.4 MB can hold gigabytes), how far its cells reach
(one at XFD1048576 would ask for 550 GB), and its formulas: one that was never calculated has no value, and guessing nil
would lose money.

Source: docs/reference/imports.md, "Files"; ECMA-376 part 1, 18.3.1.4 (cells), 18.3.1.40 (formulas).
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from functools import reduce
from itertools import islice
from typing import IO
from xml.parsers import expat

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

#: The rectangle of a sheet that is made room for when it is read, from A1 to its last cell: one far off is enough to
#: ask for more than a machine has. A full sheet of 38 columns has this many.
MAX_CELLS = 40_000_000

#: Cells as nearly every program writes them, with the place first; and what begins a cell.
_CELL = re.compile(rb'<c r="([A-Z]{1,3})([0-9]{1,7})"')
_ANY_CELL = (b"<c ", b"<c>", b"<c/", b"<c\t", b"<c\n", b"<c\r", b":c")

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
            _check_sheets(archive, where)
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


def _check_sheets(archive: zipfile.ZipFile, where: Where) -> None:
    for member in archive.namelist():
        if not re.fullmatch(r"xl/worksheets/[^/]+\.xml", member):
            continue
        with archive.open(member) as sheet:
            within = _look_over(sheet, where)
        if not within:
            with archive.open(member) as sheet:
                _check_reach(sheet, where)


def _look_over(sheet: IO[bytes], where: Where) -> bool:
    """One pass over a sheet: every formula has its value, and (else False) no cell can stand too far off."""
    held, row, column, plain = b"", 0, 0, True
    while block := sheet.read(_BLOCK):
        held = held[-_OVERLAP:] + block
        if b"<f" in held and (cell := _uncalculated(held)):
            message = "a formula was never calculated, so it has no value: open the workbook, save it, send it again"
            raise Refused([error("import.formula", message, Where(file=where.file, key=f"cell {cell}"))])
        if plain:
            whole = held[: held.rfind(b">") + 1]  # what is cut off comes again with the next block
            cells = _CELL.findall(whole)
            plain = len(cells) == sum(map(whole.count, _ANY_CELL)) and held.rfind(b"<") > len(held) - _OVERLAP
            row = max(row, *map(int, {digits for _, digits in cells}), 0)
            column = max(column, *map(_column, {letters for letters, _ in cells}), 0)
    return plain and row * column <= MAX_CELLS


def _check_reach(sheet: IO[bytes], where: Where) -> None:
    row, column = _Reach.of(sheet)
    if row * column > MAX_CELLS:
        message = (
            f"a sheet reaches to row {row:,} and column {column:,}: that is no listing. Delete what stands far off, or "
            "save the listing alone, or as CSV"
        )
        raise Refused([error("import.workbook_too_large", message, where)])


def _column(letters: bytes) -> int:
    """The number of a column, from 1.

    >>> _column(b"A"), _column(b"XFD")
    (1, 16384)
    """
    return reduce(lambda number, letter: number * 26 + letter - 64, letters.upper(), 0)


class _Reach:
    """The last row and column of a sheet with something in them, by a parser of XML: slow, and exact. A cell that does
    not say its place stands right of the one before."""

    def __init__(self) -> None:
        self.row = self.column = self.last_row = self.last_column = 0

    @classmethod
    def of(cls, sheet: IO[bytes]) -> tuple[int, int]:
        """Read a sheet."""
        reach, parser = cls(), expat.ParserCreate()
        parser.StartElementHandler = reach.start
        try:
            parser.ParseFile(sheet)
        except expat.ExpatError as problem:
            raise zipfile.BadZipFile(f"a sheet is not XML: {problem}") from None
        return reach.last_row, reach.last_column

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Take in a row, a cell, or what is in a cell."""
        place = attributes.get("r", "")
        match name.rpartition(":")[2]:
            case "row":
                self.row, self.column = int(place) if place.isdecimal() else self.row + 1, 0
            case "c":
                found = re.fullmatch(r"([A-Za-z]{1,3})([0-9]{1,7})", place)
                self.column = _column(found[1].encode()) if found else self.column + 1
                self.row = int(found[2]) if found else self.row
            case "v" | "is" | "f":
                self.last_row, self.last_column = max(self.last_row, self.row), max(self.last_column, self.column)


def _uncalculated(xml: bytes) -> str:
    for found in _NEVER_CALCULATED.finditer(xml):
        if b't="str"' not in found[1]:
            place = _REFERENCE.search(found[1])
            return place[1].decode() if place else "?"
    return ""


def _first_line(problem: BaseException) -> str:
    return (str(problem).splitlines() or [type(problem).__name__])[0][:120]
