"""Plain text for a terminal or an email, no line over 100 characters.

A table is laid out in the first of three ways that fits: columns; columns with each row's name on a line of
its own; or a record per row. Source: docs/reference/reports.md, "Formats".
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence

from poolbook.reports.model import Column, Kind, Report, Row, Table
from poolbook.reports.render.cells import MARK, clean, shown

WIDTH = 100
GAP = "  "
NARROWEST = 18  #: a column of text is wrapped down to this, no further
_NUMBERS = (Kind.PENCE, Kind.PERCENT, Kind.COUNT)


def render(report: Report) -> bytes:
    """The report as text in UTF-8."""
    lines = (line.rstrip() for line in _lines(report))
    return ("\n".join(lines).rstrip("\n") + "\n").encode()


def _lines(report: Report) -> Iterator[str]:
    yield from _title(f"{report.fund}: {report.title}", "=")
    yield from _wrapped(report.subtitle)
    yield ""
    width = max((len(label) for label, _ in report.header), default=0) + 2
    for label, value in report.header:
        yield from _wrapped(value, first=f"{label + ':':<{width}}", then=" " * width)
    yield ""
    for each in report.conventions:
        yield from _wrapped(each, first="* ", then="  ")
    for section in report.sections:
        yield ""
        yield from _title(section.title, "-")
        for each in section.paragraphs:
            yield from _wrapped(each)
        for table in section.tables:
            yield ""
            yield from _table(table)
    if report.findings:
        yield ""
        yield from _title("Findings", "-")
        for found in report.findings:
            yield from _wrapped(str(found), first="* ", then="  ")


def _title(text: str, line: str) -> Iterator[str]:
    lines = list(_wrapped(text))
    yield from lines
    yield line * max(map(len, lines))


def _wrapped(text: str, *, first: str = "", then: str = "", width: int = WIDTH) -> Iterator[str]:
    """The text in lines of at most ``width``, its own line breaks kept; at least one line."""
    for place, paragraph in enumerate(clean(text).expandtabs(4).split("\n")):
        start = first if place == 0 else then
        yield from textwrap.wrap(paragraph, width, initial_indent=start, subsequent_indent=then) or [start]


def _table(table: Table) -> Iterator[str]:
    yield from _wrapped(table.title)
    rows = [_shown(table, row) for row in table.rows]
    if widths := _widths(table, rows, range(len(table.columns))):
        yield from _columns(table, rows, widths)
    elif (rest := _stacked(table, rows)) is not None:
        yield from _columns(table, rows, rest, stacked=True)
    else:
        yield from _records(table, rows)


def _heading(column: Column) -> str:
    """Every sum is in pounds, as the conventions say, so that only a percentage needs its sign."""
    return f"{column.heading} %" if column.kind is Kind.PERCENT else column.heading


def _shown(table: Table, row: Row) -> list[str]:
    cells = [shown(cell, column.kind) for cell, column in zip(row.cells, table.columns, strict=True)]
    if row.illustrative:
        cells[0] = f"{cells[0]} [{MARK}]"
    return cells


def _widths(table: Table, rows: Sequence[Sequence[str]], places: Sequence[int]) -> list[int]:
    """How wide each of these columns is, text columns wrapped where they must be; nothing where they cannot fit."""
    widths, least = [], []
    for place in places:
        column = table.columns[place]
        cells = [row[place] for row in rows]
        longest = max((len(line) for cell in cells for line in cell.split("\n")), default=0)
        title = _heading(column)
        word = max(map(len, title.split()))
        widths.append(max(longest, word, len(title) // 2 + 1))
        least.append(max(longest if column.kind in _NUMBERS else min(longest, NARROWEST), word))
    while sum(widths) + len(GAP) * (len(widths) - 1) > WIDTH:
        room = [width - low for width, low in zip(widths, least, strict=True)]
        if not any(room):
            return []
        widths[max(range(len(widths)), key=lambda place: widths[place] if room[place] else 0)] -= 1
    return widths


def _stacked(table: Table, rows: Sequence[Sequence[str]]) -> list[int] | None:
    """The widths of all columns but the first, where they are all numbers and fit beneath it."""
    if any(column.kind not in _NUMBERS for column in table.columns[1:]):
        return None
    return _widths(table, rows, range(1, len(table.columns))) or None


def _columns(table: Table, rows: Sequence[Sequence[str]], widths: list[int], *, stacked: bool = False) -> Iterator[str]:
    columns = table.columns[1:] if stacked else table.columns
    right = [column.kind in _NUMBERS for column in columns]
    rule = GAP.join("-" * width for width in widths)
    if stacked:
        yield from _wrapped(_heading(table.columns[0]))
    yield from _line([_heading(column) for column in columns], widths, right, bottom=True)
    yield rule
    for row, cells in zip(table.rows, rows, strict=True):
        if row.total:
            yield rule
        if stacked:
            yield from _wrapped(cells[0])
        yield from _line(cells[1:] if stacked else cells, widths, right)


def _line(cells: Sequence[str], widths: list[int], right: list[bool], *, bottom: bool = False) -> Iterator[str]:
    """One row on as many lines as its tallest cell; headings stand at the bottom of theirs."""
    blocks = [list(_wrapped(cell, width=width)) for cell, width in zip(cells, widths, strict=True)]
    height = max(map(len, blocks))
    blocks = [
        [""] * (height - len(block)) + block if bottom else block + [""] * (height - len(block)) for block in blocks
    ]
    for place in range(height):
        yield GAP.join(
            block[place].rjust(width) if to_right else block[place].ljust(width)
            for block, width, to_right in zip(blocks, widths, right, strict=True)
        )


def _records(table: Table, rows: Sequence[Sequence[str]]) -> Iterator[str]:
    labels = [f"{_heading(column)}: " for column in table.columns]
    indent = " " * 4
    for cells in rows:
        yield from _wrapped(cells[0], first="- ", then="  ")
        for label, cell in zip(labels[1:], cells[1:], strict=True):
            if cell:
                yield from _wrapped(cell, first=indent + label, then=indent * 2)
