"""What Word and PDF have in common: cells in words, which way the page lies, how wide each column is."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from poolbook.reports.model import Cell, Kind, Report, Row, Section, Table
from poolbook.reports.render.cells import MARK, clean, heading, shown
from poolbook_web.base.charts import Chart

#: The charts of a report's tables, by the place of the section and of the table in it.
Pictures = Mapping[tuple[int, int], Chart]

_NUMBERS = (Kind.PENCE, Kind.PERCENT, Kind.COUNT)
#: With more columns than this a table needs the long side of the paper.
_UPRIGHT = 6
#: How many letters stand beside each other on the long and on the short side, and what a column's edges take.
_LONG, _SHORT, _EDGES = 150, 100, 3
#: A table of so many rows stays on one page.
SHORT = 12
#: No column of words asks for more than this; what is longer is wrapped.
_LINE = 60


@dataclass(frozen=True)
class Line:
    """A row: its cells as they are read."""

    cells: tuple[str, ...]
    total: bool
    illustrative: bool


@dataclass(frozen=True)
class Grid:
    """A table as a page lays it out: ``numbers`` says which columns stand to the right, ``widths`` are shares."""

    title: str
    heads: tuple[str, ...]
    numbers: tuple[bool, ...]
    widths: tuple[int, ...]
    lines: tuple[Line, ...]


def lies(report: Report) -> bool:
    """Whether the paper lies on its long side: a table is too wide for it to stand."""
    return any(len(table.columns) > _UPRIGHT for section in report.sections for table in section.tables)


def grid(table: Table, *, lying: bool) -> Grid:
    """A table laid out on the paper."""
    heads = tuple(clean(heading(column)).replace(" (", "\u00a0(") for column in table.columns)
    numbers = tuple(column.kind in _NUMBERS for column in table.columns)
    lines = tuple(_line(table, row) for row in table.rows)
    return Grid(clean(table.title), heads, numbers, _widths(heads, numbers, lines, _LONG if lying else _SHORT), lines)


def words(cell: Cell, kind: Kind) -> str:
    """A cell as it is read. A minus is a minus, which no line breaks after.

    >>> words(-123450, Kind.PENCE), words("a-b", Kind.TEXT), words(None, Kind.DATE)
    ('−1,234.50', 'a-b', '')
    """
    said = shown(cell, kind)
    return said.replace("-", "−") if kind in _NUMBERS else said


def title_of(section: Section) -> str:
    """A section's heading."""
    return clean(section.title)


def _line(table: Table, row: Row) -> Line:
    said = [words(cell, column.kind) for cell, column in zip(row.cells, table.columns, strict=True)]
    if row.illustrative:
        said[0] = f"{said[0]} [{MARK}]"
    return Line(tuple(said), row.total, row.illustrative)


def _widths(heads: tuple[str, ...], numbers: tuple[bool, ...], lines: tuple[Line, ...], room: int) -> tuple[int, ...]:
    """Letters for each column: what its longest number or word needs, and the rest to those that want it most."""
    needs, wants = [], []
    for place, head in enumerate(heads):
        cells = [line.cells[place] for line in lines]
        longest = max((len(part) for cell in cells for part in cell.split("\n")), default=0)
        word = max((len(each) for text in (head, *cells) for each in re.split(r"[ \n]+", text)), default=1)
        need = max(longest, word) if numbers[place] else word
        needs.append(need + _EDGES)
        wants.append(max(need, min(max(longest, len(head) // 2), _LINE)) + _EDGES)
    spare, asked = room - sum(needs), sum(wants) - sum(needs)
    if spare <= 0 or asked <= spare:
        return tuple(needs if spare <= 0 else wants)
    return tuple(need + (want - need) * spare // asked for need, want in zip(needs, wants, strict=True))
