"""CSV: one file, one block of rows per table, a blank row between; plain typed numbers.

A text cell that a spreadsheet would run begins with an apostrophe. Lines end in CR LF and the file begins with the mark
of UTF-8, so that a spreadsheet opens the pound sign right. Source: RFC 4180; docs/reference/reports.md, "Formats".
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from poolbook.reports.model import Kind, Report, Row, Table
from poolbook.reports.render.cells import MARK, MARK_HEADING, clean, heading, plain, runs


def render(report: Report) -> bytes:
    """The report as a CSV file."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows(_rows(report))
    return out.getvalue().encode("utf-8-sig")


def _rows(report: Report) -> Iterator[list[str]]:
    yield ["Report", _safe(report.title)]
    yield ["Covers", _safe(report.subtitle)]
    yield from ([_safe(label), _safe(value)] for label, value in report.header)
    yield from (["Note", _safe(each)] for each in report.conventions)
    for section in report.sections:
        yield []
        yield ["Section", _safe(section.title)]
        yield from (["Text", _safe(each)] for each in section.paragraphs)
        for table in section.tables:
            yield []
            yield from _table(table)
    yield []
    yield from (["Finding", each.severity.value, each.code, _safe(each.message)] for each in report.findings)


def _table(table: Table) -> Iterator[list[str]]:
    marks = [MARK_HEADING] if table.marked else []
    yield ["Table", _safe(table.title)]
    yield [_safe(heading(column)) for column in table.columns] + marks
    for row in table.rows:
        yield _cells(table, row) + ([MARK if row.illustrative else ""] if marks else [])


def _cells(table: Table, row: Row) -> list[str]:
    return [
        _safe(str(cell)) if column.kind is Kind.TEXT and cell is not None else plain(cell, column.kind)
        for cell, column in zip(row.cells, table.columns, strict=True)
    ]


def _safe(text: str) -> str:
    """Text that no spreadsheet runs; numbers are never passed through here, so a minus sign stays a minus sign."""
    return f"'{clean(text)}" if runs(text) else clean(text)
