"""What a report is, before it has a layout: headings, sentences and typed tables.

Every format renders the same value, so a figure cannot differ between the screen and the spreadsheet.
Templates and renderers do no arithmetic. Source: docs/reference/reports.md.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from poolbook.dates.years import FinancialYear
from poolbook.findings import Finding
from poolbook.forecast.history import nearest

SCHEMA = "report/1"

Cell = str | int | date | None


class Kind(StrEnum):
    """What a column holds, and so how every format writes it. None is a blank cell in any of them."""

    TEXT = "text"
    PENCE = "pence"  #: whole pence, shown as pounds with two decimals
    PERCENT = "percent"  #: whole tenths of a percent, shown with one decimal
    DATE = "date"
    COUNT = "count"


_TYPES = {Kind.TEXT: str, Kind.PENCE: int, Kind.PERCENT: int, Kind.DATE: date, Kind.COUNT: int}


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its heading in words, without the unit, and its kind."""

    heading: str
    kind: Kind = Kind.TEXT


@dataclass(frozen=True, slots=True)
class Row:
    """One row. ``total`` rows are set apart by every format; ``illustrative`` ones are marked by every
    format: a stand-in figure that the papers do not give, or a total that takes one in."""

    cells: tuple[Cell, ...]
    total: bool = False
    illustrative: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A titled table; raises ``ValueError`` for a cell that is not of its column's kind."""

    title: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]

    def __post_init__(self) -> None:
        for row in self.rows:
            if len(row.cells) != len(self.columns):
                raise ValueError(f"{self.title}: a row has {len(row.cells)} cells for {len(self.columns)} columns")
            for cell, column in zip(row.cells, self.columns, strict=True):
                if cell is not None and type(cell) is not _TYPES[column.kind]:
                    raise ValueError(f"{self.title}, {column.heading}: {cell!r} is not {column.kind}")

    @property
    def marked(self) -> bool:
        """Whether any row is illustrative."""
        return any(row.illustrative for row in self.rows)


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a report; ``code`` is the block's letter in a quarterly report ("" elsewhere)."""

    code: str
    heading: str
    paragraphs: tuple[str, ...] = ()
    tables: tuple[Table, ...] = ()

    @property
    def title(self) -> str:
        """The heading with its block letter."""
        return f"{self.code}. {self.heading}" if self.code else self.heading


@dataclass(frozen=True, slots=True)
class Report:
    """A report of one fund and one year, to the end of ``period`` (``as_at`` is that day).

    ``header`` is what it is of, who answers for it and which books it saw; ``conventions`` are the sentences that a
    reader needs to read the figures (signs, unit, gross or net, how the forecast is made, what the marks mean).
    """

    name: str
    title: str
    subtitle: str
    fund: str
    year: FinancialYear
    period: int
    as_at: date
    header: tuple[tuple[str, str], ...]
    conventions: tuple[str, ...]
    sections: tuple[Section, ...]
    findings: tuple[Finding, ...] = ()

    @property
    def illustrative(self) -> bool:
        """Whether any figure is a stand-in."""
        return any(table.marked for section in self.sections for table in section.tables)


def percent(part: int, whole: int) -> int | None:
    """``part`` in whole tenths of a percent of ``whole``, a half going away from nil; None where there is no whole.

    >>> percent(36400000, 500000000), percent(-1, 3), percent(1, -4), percent(1, 0)
    (73, -333, -250, None)
    """
    return nearest(part * 1000 if whole > 0 else -part * 1000, abs(whole)) if whole else None


def total_row(
    label: str,
    columns: tuple[Column, ...],
    rows: tuple[Row, ...],
    *,
    of: Sequence[tuple[int, int]] = (),
    complete: Collection[int] = (),
) -> Row:
    """The sum of every pence and count column, from the unrounded pence of the rows; each percent column is worked out
    from its own totals: ``of`` names for each, in order, the two columns (part, whole). A ``complete`` one has a sum
    only where every row has a figure. Marked where any row is."""
    cells: list[Cell] = [label]
    for place, column in enumerate(columns[1:], start=1):
        adds = column.kind in (Kind.PENCE, Kind.COUNT)
        adds = adds and not (place in complete and any(row.cells[place] is None for row in rows))
        cells.append(sum(cell for row in rows if isinstance(cell := row.cells[place], int)) if adds else None)
    shares = [place for place, column in enumerate(columns) if column.kind is Kind.PERCENT]
    for place, (above, below) in zip(shares, of, strict=True):
        part, whole = cells[above], cells[below]
        assert isinstance(part, int)
        assert isinstance(whole, int)
        cells[place] = percent(part, whole)
    return Row(tuple(cells), total=True, illustrative=any(row.illustrative for row in rows))


def summed(
    title: str,
    columns: tuple[Column, ...],
    rows: Iterable[Row],
    *,
    label: str = "Total",
    of: Sequence[tuple[int, int]] = (),
    complete: Collection[int] = (),
) -> Table:
    """A table of these rows, with their :func:`total_row` beneath them."""
    lines = tuple(rows)
    return Table(title, columns, (*lines, total_row(label, columns, lines, of=of, complete=complete)))
