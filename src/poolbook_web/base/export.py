"""A list as a file for a spreadsheet: numbers that add, dates that sort, text that never runs.

The tables and the rules of their cells are the core's own (``poolbook.reports``), so that a list and a report look
alike: pounds with two decimals, ISO dates, long numbers as text.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator

import xlsxwriter
from django.http import Http404, HttpResponse
from django.utils.text import slugify

from poolbook.reports.model import Cell, Column, Kind, Row, Table
from poolbook.reports.render import cells
from poolbook_web.base.files import attached

FORMATS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}

_SHAPES = {Kind.PENCE: "#,##0.00;[Red]-#,##0.00", Kind.PERCENT: "0.0", Kind.DATE: "d mmm yyyy", Kind.COUNT: "#,##0"}


def as_csv(table: Table) -> bytes:
    """The list as CSV, for Excel and for programs. Text that a spreadsheet would run begins with an apostrophe."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows(_lines(_marked(table)))
    return out.getvalue().encode("utf-8-sig")


def _marked(table: Table) -> Table:
    """With a column that says which rows are illustrative, where any is."""
    if not table.marked:
        return table
    rows = tuple(Row((*row.cells, cells.MARK if row.illustrative else ""), row.total) for row in table.rows)
    return Table(table.title, (*table.columns, Column(cells.MARK_HEADING)), rows)


def _lines(table: Table) -> Iterator[list[str]]:
    yield [_safe(cells.heading(column)) for column in table.columns]
    for row in table.rows:
        yield [_written(cell, column) for cell, column in zip(row.cells, table.columns, strict=True)]


def _written(cell: Cell, column: Column) -> str:
    return _safe(str(cell)) if column.kind is Kind.TEXT and cell is not None else cells.plain(cell, column.kind)


def _safe(text: str) -> str:
    return f"'{cells.clean(text)}" if cells.runs(text) else cells.clean(text)


def as_xlsx(table: Table) -> bytes:
    """The list as a workbook of one sheet, its headings held in view and ready to filter."""
    table, out = _marked(table), io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, options) as book:
        sheet = book.add_worksheet("List")
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        shapes = {kind: book.add_format({"num_format": shape, "valign": "top"}) for kind, shape in _SHAPES.items()}
        shapes[Kind.TEXT] = book.add_format({"text_wrap": True, "valign": "top"})
        for place, column in enumerate(table.columns):
            sheet.write_string(0, place, cells.heading(column), bold)
            sheet.set_column(place, place, _width(table, place))
        for line, row in enumerate(table.rows, start=1):
            _write(sheet, line, row, table, shapes)
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, max(len(table.rows), 1), len(table.columns) - 1)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
    return out.getvalue()


def _write(
    sheet: xlsxwriter.worksheet.Worksheet,
    line: int,
    row: Row,
    table: Table,
    shapes: dict[Kind, xlsxwriter.format.Format],
) -> None:
    for place, (cell, column) in enumerate(zip(row.cells, table.columns, strict=True)):
        shape = shapes[column.kind]
        if cell is None:
            sheet.write_blank(line, place, None, shape)
        elif column.kind is Kind.DATE:
            sheet.write_datetime(line, place, cell, shape)
        elif isinstance(cell, int):
            # A sum of up to 15 digits is exact in the floating-point number that a spreadsheet keeps.
            sheet.write_number(line, place, _number(cell, column.kind), shape)
        else:
            sheet.write_string(line, place, cells.clean(str(cell)), shape)


def _number(cell: int, kind: Kind) -> int | float:
    """Pence as pounds, and tenths of a percent as percent, for the file's last step alone."""
    return cell / 100 if kind is Kind.PENCE else cell / 10 if kind is Kind.PERCENT else cell


def _width(table: Table, place: int) -> int:
    """A column as wide as its longest word or figure, within reason."""
    column = table.columns[place]
    shown = [cells.shown(row.cells[place], column.kind) for row in table.rows[:200]]
    return min(max(map(len, [cells.heading(column), *shown])) + 3, 60)


def slug(table: Table) -> str:
    """What a table is called in an address.

    >>> slug(Table("By legal partner", (), ()))
    'by-legal-partner'
    """
    return slugify(table.title)


def named(tables: Iterable[Table], name: str) -> Table | None:
    """The table that an address calls so, if it is one of these."""
    return next((each for each in tables if slug(each) == name), None)


def download(table: Table | None, kind: str, name: str) -> HttpResponse:
    """The list as a file to keep; not found where there is none, or ``kind`` is none of :data:`FORMATS`."""
    if table is None or kind not in FORMATS:
        raise Http404
    body = as_xlsx(table) if kind == "xlsx" else as_csv(table)
    return attached(body, FORMATS[kind], f"{name}.{kind}")
