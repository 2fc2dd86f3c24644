"""What a workbook's XML says before it is opened: how large it unpacks, how far its cells reach, and what of them would
be lost.

A bomb of 0.4 MB can hold gigabytes; a cell at XFD1048576 would ask for 550 GB; a formula that was never calculated, and
a cell that holds an error (#N/A), come out of it as nothing, and guessing nil would lose money. Two readers: regular
expressions for what nearly every program writes, and a parser of XML, slow and exact, for anything else.

Source: docs/reference/imports.md, "Files"; ECMA-376 part 1, 18.3.1.4 (cells), 18.3.1.40 (formulas), 18.18.11 (types).
"""

from __future__ import annotations

import re
import zipfile
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import reduce
from posixpath import join
from typing import IO, NoReturn
from xml.parsers import expat

from poolbook.findings import Refused, Where, error

#: A full sheet of a listing unpacks to some 600 MB; its zip shrinks XML 5 to 20 times.
MAX_UNPACKED = 1_500_000_000
MAX_RATIO = 200
MAX_MEMBERS = 2_000

#: How far a sheet can reach. The rectangle from A1 to the last cell is made room for when it is read: one far off is
#: enough to ask for more than a machine has. A full sheet of 38 columns has this many cells.
MAX_ROWS, MAX_COLUMNS = 1_048_576, 16_384
MAX_CELLS = 40_000_000

_SMALL = 20_000_000  # below this size any ratio is harmless
_BLOCK = 1 << 20
_LONGEST_ROW = 1 << 24

#: Cells as nearly every program writes them, with the place first; and what begins a cell.
_CELL = re.compile(rb'<c r="([A-Z]{1,3})([0-9]{1,7})"')
_ANY_CELL = (b"<c ", b"<c>", b"<c/", b"<c\t", b"<c\n", b"<c\r", b":c")

#: A formula at the end of its cell, with an empty value or none.
_NEVER_CALCULATED = re.compile(rb"<c ([^>]*)>\s*(?:<f[^>]*/>|<f[^>]*>[^<]*</f>)\s*(?:<v\s*/>|<v>\s*</v>)?\s*</c>")

#: A cell of the type error, with or without its formula.
_ERROR = re.compile(rb'<c r="([A-Z]+)([0-9]+)"[^>]* t="e"[^>]*>(?:<f[^>]*/>|<f[^>]*>[^<]*</f>)?<v>([^<]*)</v>')

#: What a program hardly ever writes, and what is quick to look for where it does.
_STRANGE = {
    b"<!": re.compile(rb"<v>[^<]*<!"),
    b"&": re.compile(rb'<c(?![^>]* t="str")[^>]*>(?:<f[^>]*/>|<f[^>]*>[^<]*</f>)?<v>[^<]*&'),
    b"inlineStr": re.compile(rb't="inlineStr"[^>]*>\s*<v'),
    b"</v><f": re.compile(rb"</v><f"),
    b"t='": re.compile(rb"<c [^>]*t='"),
}


#: The texts of cells that hold an error, by row and column, from 1.
Errors = dict[int, dict[int, str]]


@dataclass
class Seen:
    """The last row and column of a sheet with something in them, and its errors."""

    row: int = 0
    column: int = 0
    errors: Errors = field(default_factory=lambda: defaultdict(dict))

    def reach(self, row: int, column: int) -> None:
        """Take in that something is there."""
        self.row, self.column = max(self.row, row), max(self.column, column)

    @property
    def too_far(self) -> bool:
        """Whether that is no listing."""
        return self.row > MAX_ROWS or self.column > MAX_COLUMNS or self.row * self.column > MAX_CELLS


def look_over(archive: zipfile.ZipFile, where: Where) -> dict[str, Errors]:
    """The errors of each sheet, by its name. Raises :class:`Refused` for a bomb, for what is no workbook, a cell too
    far off and a formula without a value; ``BadZipFile`` where parts are missing or broken."""
    _check_size(archive, where)
    if "xl/workbook.xml" not in archive.namelist():
        message = "this is a zip file and no workbook: unpack it, and import what is in it"
        raise Refused([error("import.not_a_table", message, where)])
    return {name: _sheet(archive, member, where) for name, member in _members(archive).items()}


def _check_size(archive: zipfile.ZipFile, where: Where) -> None:
    members = archive.infolist()
    unpacked = sum(each.file_size for each in members)
    packed = sum(each.compress_size for each in members) or 1
    if len(members) > MAX_MEMBERS or unpacked > MAX_UNPACKED or (unpacked > _SMALL and unpacked > MAX_RATIO * packed):
        message = (
            f"the workbook would unpack to {unpacked:,} bytes: that is no listing. Save the sheet alone, or as CSV"
        )
        raise Refused([error("import.workbook_too_large", message, where)])


def _members(archive: zipfile.ZipFile) -> dict[str, str]:
    """The part of each sheet, by the sheet's name, as the workbook's relations have it, wherever it stands."""
    targets = {
        each.get("Id", ""): each.get("Target", "")
        for each in _elements(archive, _member(archive, "xl/_rels/workbook.xml.rels"), "Relationship")
    }
    found = {}
    for each in _elements(archive, "xl/workbook.xml", "sheet"):
        key = next((value for name, value in each.items() if name.rpartition(":")[2] == "id"), "")
        target = targets.get(key, "")
        part = target.lstrip("/") if target.startswith(("/xl/", "xl/")) else join("xl", target)
        found[each.get("name", "")] = _member(archive, part)
    return found


def _member(archive: zipfile.ZipFile, path: str) -> str:
    """A part by its path, whatever the case of its letters."""
    found = [each for each in archive.namelist() if each.replace("\\", "/").lower() == path.lower()]
    if len(found) != 1:
        raise zipfile.BadZipFile(f"{path} is in it {len(found)} times")
    return found[0]


def _elements(archive: zipfile.ZipFile, member: str, name: str) -> list[dict[str, str]]:
    """The attributes of every element of this name."""
    found: list[dict[str, str]] = []

    def start(tag: str, attributes: dict[str, str]) -> None:
        if tag.rpartition(":")[2] == name:
            found.append(attributes)

    with archive.open(member) as file:
        _parse(file, start)
    return found


def _sheet(archive: zipfile.ZipFile, member: str, where: Where) -> Errors:
    with archive.open(member) as sheet:
        seen = _quick(sheet, where)
    if seen is None or seen.too_far:  # an empty cell far off is nothing to make room for
        with archive.open(member) as sheet:
            seen = _Exact(where).read(sheet)
    if seen.too_far:
        message = (
            f"a sheet reaches to row {seen.row:,} and column {seen.column:,}: that is no listing. Delete what stands "
            "far off, or save the listing alone, or as CSV"
        )
        raise Refused([error("import.workbook_too_large", message, where)])
    return seen.errors


def _quick(sheet: IO[bytes], where: Where) -> Seen | None:
    """A sheet as nearly every program writes it, some rows at a time; None where it is not."""
    seen, rest = Seen(), b""
    while block := sheet.read(_BLOCK):
        rows, _, rest = (rest + block).rpartition(b"</row>")
        if not _take(seen, rows, where) or len(rest) > _LONGEST_ROW:
            return None
    return seen if _take(seen, rest, where) else None


def _take(seen: Seen, rows: bytes, where: Where) -> bool:
    """Take in some rows; whether that could be done."""
    cells = _CELL.findall(rows)
    if len(cells) != sum(map(rows.count, _ANY_CELL)):
        return False
    if any(mark in rows and strange.search(rows) for mark, strange in _STRANGE.items()):
        return False
    if b"<f" in rows:
        for found in _NEVER_CALCULATED.finditer(rows):
            if b't="str"' not in found[1]:
                place = _CELL.match(found[0])
                _refuse_formula(where, b"".join(place.groups()).decode() if place else "?")
    errors = _ERROR.findall(rows) if b't="e"' in rows else []
    if len(errors) != rows.count(b't="e"'):
        return False
    for letters, digits, said in errors:
        seen.errors[int(digits)][column_number(letters)] = said.decode()
    seen.reach(max(map(int, {digits for _, digits in cells}), default=0), 0)
    seen.reach(0, max(map(column_number, {letters for letters, _ in cells}), default=0))
    return True


def _refuse_formula(where: Where, cell: str) -> NoReturn:
    message = "a formula was never calculated, so it has no value: open the workbook, save it, send it again"
    raise Refused([error("import.formula", message, Where(file=where.file, key=f"cell {cell}"))])


def column_number(letters: bytes) -> int:
    """The number of a column, from 1.

    >>> column_number(b"A"), column_number(b"XFD")
    (1, 16384)
    """
    return reduce(lambda number, letter: number * 26 + letter - 64, letters.upper(), 0)


class _Exact:
    """A sheet by a parser of XML. A cell that does not say its place stands right of the one before."""

    def __init__(self, where: Where) -> None:
        self.seen = Seen()
        self._where = where
        self._row = self._column = 0
        self._kind = self._within = self._value = ""
        self._formula = False

    def read(self, sheet: IO[bytes]) -> Seen:
        """Read it."""
        _parse(sheet, self._start, self._end, self._text, self._odd)
        return self.seen

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        place = attributes.get("r", "")
        self._within = tag.rpartition(":")[2]
        match self._within:
            case "row":
                self._row, self._column = int(place) if place.isdecimal() else self._row + 1, 0
            case "c":
                found = re.fullmatch(r"([A-Za-z]{1,20})([0-9]{1,20})", place)
                self._column = column_number(found[1].encode()) if found else self._column + 1
                self._row = int(found[2]) if found else self._row
                self._kind, self._value, self._formula = attributes.get("t", ""), "", False
            case "v" | "is" | "f" as what:
                self.seen.reach(self._row, self._column)
                if (what == "f" and self._value) or (what == "v" and self._kind == "inlineStr"):
                    self._odd()
                self._formula |= what == "f"

    def _text(self, data: str) -> None:
        if self._within == "v":
            self._value += data

    def _end(self, tag: str) -> None:
        self._within = ""
        if tag.rpartition(":")[2] != "c":
            return
        if self._formula and not self._value.strip() and self._kind != "str":
            _refuse_formula(self._where, f"in row {self._row}, column {self._column}")
        if self._kind == "e" and self._value:
            self.seen.errors[self._row][self._column] = self._value

    def _odd(self, *_: str) -> None:
        """A comment within a value, and the like: what is made of it is not certain."""
        if self._within in ("v", "f"):
            raise zipfile.BadZipFile(f"the cell in row {self._row}, column {self._column} is written strangely")


def _parse(file: IO[bytes], start: Callable[..., None], *others: Callable[..., None]) -> None:
    """Read XML; what is none is no workbook. ``others`` hear of ends, texts, and comments and the like."""
    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    if others:
        parser.EndElementHandler, parser.CharacterDataHandler, odd = others
        parser.CommentHandler = parser.StartCdataSectionHandler = odd
    try:
        parser.ParseFile(file)
    except expat.ExpatError as problem:
        raise zipfile.BadZipFile(f"a part of it is not XML: {problem}") from None
