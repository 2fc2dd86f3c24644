"""XLSX sheets as texts, a part at a time: typed numbers by their exact decimal text, dates as dates, errors as errors.

Source: docs/reference/imports.md, "Files".
"""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from itertools import islice

from python_calamine import CalamineError, CalamineWorkbook

from poolbook.findings import Refused, Where, error
from poolbook.importing.formats.base import HEADING_WITHIN
from poolbook.importing.sheetxml import Errors, look_over
from poolbook.importing.table import PART, Part, columns
from poolbook.importing.upload import Upload

_BROKEN = (zipfile.BadZipFile, zlib.error, CalamineError, EOFError, NotImplementedError, OSError)


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
    """The sheets of a workbook. Raises :class:`Refused` for a bomb, a broken file, formulas without value."""
    try:
        with upload.open() as file, zipfile.ZipFile(file) as archive:
            errors = look_over(archive, Where(file=upload.name))
        with upload.open() as file:
            names = CalamineWorkbook.from_filelike(file).sheet_names
        return [Sheet(name, _reader(upload, name, errors[name])) for name in names]
    except _BROKEN as problem:
        raise _refused(upload, problem) from None


def _reader(upload: Upload, name: str, errors: Errors) -> Callable[[], Iterator[list[object]]]:
    def rows() -> Iterator[list[object]]:
        try:
            with upload.open() as file:
                sheet = CalamineWorkbook.from_filelike(file).get_sheet_by_name(name)
                # Calamine keeps empty rows at the top and leaves out empty columns on the left; a person counts both.
                before = sheet.start[1] if sheet.start else 0
                for number, row in enumerate(sheet.iter_rows(), start=1):
                    cells: list[object] = [*[""] * before, *row]
                    for column, said in errors.get(number, {}).items():  # Calamine has nothing in their place
                        cells[column - 1] = said
                    yield cells
        except _BROKEN as problem:
            raise _refused(upload, problem) from None

    return rows


def _refused(upload: Upload, problem: BaseException) -> Refused:
    said = (str(problem).splitlines() or [type(problem).__name__])[0][:120]
    message = f"the workbook cannot be opened ({said}): save it again as .xlsx"
    return Refused([error("import.workbook", message, Where(file=upload.name))])


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
