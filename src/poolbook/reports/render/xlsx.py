"""XLSX: a first sheet of words, then a sheet per table with typed numbers, frozen headings and print set up.

The same report gives the same bytes: the file's dates are the report's own, and its parts carry no time.
Source: docs/reference/reports.md, "Formats"; xlsxwriter 3.2 (workbook properties).
"""

from __future__ import annotations

import io
import re
import textwrap
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from poolbook.reports.model import Cell, Kind, Report, Table
from poolbook.reports.render.cells import MARK, MARK_HEADING, WEIGHTS, clean, heading, runs, sentence, shown

_LETTERS = 31  # of a sheet's name, at most
#: A typeface that every office has, or has one of the same widths.
_LETTERS_OF = {"font_name": "Arial", "font_size": 10}
_FORBIDDEN = re.compile(r"[\[\]:*?/\\']")
_NUMBER: dict[Kind, dict[str, object]] = {
    Kind.TEXT: {"text_wrap": True, "align": "left", "indent": 1, "valign": "top"},
    Kind.PENCE: {"num_format": "£#,##0.00;[Red]-£#,##0.00", "valign": "top"},
    Kind.PERCENT: {"num_format": "0.0%;[Red]-0.0%", "valign": "top"},
    Kind.DATE: {"num_format": "d mmm yyyy", "align": "left", "indent": 1, "valign": "top"},
    Kind.COUNT: {"num_format": "#,##0", "valign": "top"},
}
_WORDS = 110  #: how wide the column of sentences is, in digits
_HIGHEST = 409  #: of a row, in points: Excel's own bound
_PAGE = 165  #: how many digits stand side by side on a sheet of A4 that can still be read
_WIDEST = 60  #: of a column of words, where there is room


def render(report: Report) -> bytes:
    """The report as a workbook."""
    import xlsxwriter  # noqa: PLC0415 - the other formats need not wait for it

    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    workbook = xlsxwriter.Workbook(out, {**options, "default_format_properties": {**_LETTERS_OF}})
    made = datetime(report.as_at.year, report.as_at.month, report.as_at.day)  # noqa: DTZ001 - a day, not a moment
    workbook.set_properties({"title": clean(report.title), "subject": clean(report.fund), "created": made})
    styles = _Styles(workbook)
    _words(workbook, styles, report)
    names: set[str] = {"report"}
    for section in report.sections:
        for table in section.tables:
            title = f"{section.title}: {table.title}"
            _sheet(workbook.add_worksheet(_name(section.code, table.title, names)), styles, report, title, table)
    workbook.close()
    return out.getvalue()


class _Styles:
    """The workbook's formats, each made once."""

    def __init__(self, workbook: Any) -> None:
        self._workbook = workbook
        self._made: dict[tuple[tuple[str, object], ...], Any] = {}

    def of(self, **properties: object) -> Any:
        key = tuple(sorted(properties.items()))
        if key not in self._made:
            self._made[key] = self._workbook.add_format(properties)
        return self._made[key]

    def cell(self, kind: Kind, *, total: bool = False, marked: bool = False, quoted: bool = False) -> Any:
        extra: dict[str, object] = {"bold": True, "top": 1} if total else {}
        if marked:
            extra["italic"] = True
        if quoted:
            # What a typed apostrophe does in Excel: the text stays text even when somebody edits the cell.
            extra["quote_prefix"] = True
        return self.of(**_NUMBER[kind], **extra)


def _words(workbook: Any, styles: _Styles, report: Report) -> None:
    sheet = workbook.add_worksheet("Report")
    _print(sheet, report)
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, _WORDS)
    sheet.set_column(2, 2, 34)
    rows: list[tuple[str, str, bool]] = [
        (f"{report.fund}: {report.title}", "", True),
        (report.subtitle, "", False),
    ]
    rows += [("", "", False), *((label, value, False) for label, value in report.header), ("", "", False)]
    rows += [("How to read it", each, False) for each in report.conventions]
    for section in report.sections:
        rows += [
            ("", "", False),
            (section.title, "", True),
            *(("", each, False) for each in section.paragraphs),
        ]
        rows += [("Sheet", each.title, False) for each in section.tables]
    rows += [("", "", False), ("Findings", "" if report.findings else "None.", True)]
    for place, found in enumerate(report.findings, start=len(rows)):
        sheet.write_string(place, 2, clean(found.code), styles.of(valign="top"))
    rows += [(WEIGHTS[each.severity], sentence(each.message), False) for each in report.findings]
    sheet.print_area(0, 0, len(rows) - 1, 1)  # the codes of the findings are for looking up, not for paper
    for place, (label, value, bold) in enumerate(rows):
        sheet.set_row(place, _height([(value, _WORDS)]))
        sheet.write_string(place, 0, clean(label), styles.of(bold=True) if bold else styles.of(valign="top"))
        if value:
            sheet.write_string(place, 1, clean(value), styles.cell(Kind.TEXT, quoted=runs(value)))


def _sheet(sheet: Any, styles: _Styles, report: Report, title: str, table: Table) -> None:
    _print(sheet, report)
    sheet.write_string(0, 0, clean(f"{report.fund}: {report.title}"), styles.of(bold=True))
    sheet.write_string(1, 0, clean(f"{title}. {report.subtitle}"), styles.of())
    headings = [heading(column) for column in table.columns] + ([MARK_HEADING] if table.marked else [])
    widths = _widths(table, headings)
    sheet.set_row(2, _height(list(zip(headings, widths, strict=True))))
    for place, text in enumerate(headings):
        right = place < len(table.columns) and table.columns[place].kind not in (Kind.TEXT, Kind.DATE)
        side = {"align": "right"} if right else {"align": "left", "indent": 1}
        style = styles.of(bold=True, text_wrap=True, bottom=1, valign="bottom", **side)
        sheet.write_string(2, place, clean(text), style)
        sheet.set_column(place, place, widths[place])
    for line, row in enumerate(table.rows, start=3):
        for place, (cell, column) in enumerate(zip(row.cells, table.columns, strict=True)):
            quoted = isinstance(cell, str) and runs(cell)
            style = styles.cell(column.kind, total=row.total, marked=row.illustrative, quoted=quoted)
            _write(sheet, (line, place), cell, column.kind, style)
        texts = [(cell, width) for cell, width in zip(row.cells, widths, strict=False) if isinstance(cell, str)]
        sheet.set_row(line, _height(texts))
        if row.illustrative:
            sheet.write_string(line, len(table.columns), MARK, styles.cell(Kind.TEXT, total=row.total, marked=True))
    sheet.freeze_panes(3, 1)
    sheet.repeat_rows(0, 2)


def _widths(table: Table, headings: Sequence[str]) -> list[int]:
    """The width of each column, in digits: what it needs, and of what room is left on a page its part."""
    kinds = [column.kind for column in table.columns]
    cells = [[shown(row.cells[place], kind) for row in table.rows] for place, kind in enumerate(kinds)]
    if table.marked:
        kinds, cells = [*kinds, Kind.TEXT], [*cells, [MARK]]
    bounds = [_bounds(title, texts, kind) for title, texts, kind in zip(headings, cells, kinds, strict=True)]
    least, more = sum(low for low, _ in bounds), sum(high - low for low, high in bounds)
    room = min(max(_PAGE - least, 0), more)
    return [low + (high - low) * room // max(more, 1) for low, high in bounds]


def _bounds(title: str, cells: Sequence[str], kind: Kind) -> tuple[int, int]:
    """How narrow a column may be, and how wide it would be: words and figures stand whole, and sentences break.

    >>> _bounds("Latest budget (£)", ["1,234.50", "12.00"], Kind.PENCE), _bounds("Why", ["More hours"], Kind.TEXT)
    ((11, 11), (8, 13))
    """
    texts = [title, *cells]
    whole = [word for text in texts for word in text.split()] if kind is Kind.TEXT else [*title.split(), *cells]
    least = min(max([1, *map(len, whole)]), _WIDEST) + 3
    return least, max(least, min(max(map(len, texts)), _WIDEST) + 3) if kind is Kind.TEXT else least


def _height(texts: Sequence[tuple[str, int]]) -> float:
    """The height of a row, in points, that shows these texts whole in columns of these widths: a spreadsheet measures
    wrapped text only when somebody edits it. A line holds about as many letters as digits."""
    lines = (sum(len(textwrap.wrap(part, width - 3)) or 1 for part in clean(text).split("\n")) for text, width in texts)
    return min(13 * max(lines, default=1) + 2, _HIGHEST)


def _print(sheet: Any, report: Report) -> None:
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&L&F&CPage &P of &N&R" + clean(report.subtitle).replace("&", "&&"))


def _write(sheet: Any, at: tuple[int, int], cell: Cell, kind: Kind, style: Any) -> None:
    if cell is None:
        sheet.write_blank(*at, None, style)
    elif isinstance(cell, date):
        sheet.write_datetime(*at, cell, style)
    elif isinstance(cell, int):
        sheet.write_number(*at, _number(cell, kind), style)
    else:
        sheet.write_string(*at, clean(cell), style)


def _number(value: int, kind: Kind) -> int | float:
    """The number that a spreadsheet's cell holds. The only binary fractions of the project: a sheet has no other
    number, and this one is for display; it is the nearest to the exact pence and is never read back into the books."""
    if kind is Kind.PENCE:
        return value / 100
    return value / 1000 if kind is Kind.PERCENT else value


def _name(code: str, title: str, taken: set[str]) -> str:
    """A sheet's name: at most 31 characters, none that Excel forbids, different from the others."""
    stem = _FORBIDDEN.sub(" ", clean(f"{code} {title}")).strip()[:_LETTERS].strip()
    name, count = stem, 1
    while name.lower() in taken:
        count += 1
        name = f"{stem[: _LETTERS - 3].strip()} {count}"
    taken.add(name.lower())
    return name
