"""Word, for a committee's papers: headings, tables whose first row is repeated, charts with words for them.

The same report gives the same bytes: the file's dates are the report's own, and so are those of its parts. Source:
ECMA-376 (WordprocessingML), for what the library has no words for: a repeated row, alternative text, page numbers.
"""
# ruff: noqa: SLF001 - those are set on the elements themselves, which the library keeps under private names

from __future__ import annotations

import io
import zipfile
from datetime import datetime
from typing import Any

import docx
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Length, Mm, Pt, RGBColor

from poolbook.reports import Report
from poolbook.reports.render.cells import WEIGHTS, clean, sentence
from poolbook_web.base.charts import Chart
from poolbook_web.reporting.documents import layout, zipped
from poolbook_web.reporting.documents.layout import Grid, Pictures
from poolbook_web.reporting.documents.pdf import png_of

TYPEFACE = "Arial"
_INK = RGBColor(0x0B, 0x0C, 0x0C)
_QUIET = RGBColor(0x50, 0x5A, 0x5F)
_MARGIN = Mm(18)

#: The styles of paragraphs: letters in points, and the room before and after. An office may change each in one place.
_STYLES = {
    "Normal": (10.5, 0, 6),
    "Title": (20, 0, 6),
    "Heading 1": (15, 16, 6),
    "Heading 2": (11, 10, 4),
    "List Bullet": (10.5, 0, 4),
    "Table Words": (8.5, 2, 2),
    "Table Number": (8.5, 2, 2),
}

_Doc = Any  #: the library's types say too little of what is made through them


def render(report: Report, pictures: Pictures) -> bytes:
    """The report as a Word document."""
    document = docx.Document()
    lying = layout.lies(report)
    _dress(document, report, lying=lying)
    _say(document, report.title, "Title")
    _say(document, report.fund)
    _say(document).add_run(clean(report.subtitle)).bold = True
    for label, value in report.header:
        line = _say(document)
        line.add_run(f"{clean(label)}: ").bold = True
        line.add_run(clean(value))
    _say(document, "How to read it", "Heading 1")
    for each in report.conventions:
        _say(document, each, "List Bullet")
    for place, section in enumerate(report.sections):
        _say(document, section.title, "Heading 1")
        for said in section.paragraphs:
            spoken = _say(document, said)
        if section.paragraphs and section.tables:  # the last words stay with the table that they introduce
            spoken.paragraph_format.keep_with_next = True
        for number, table in enumerate(section.tables):
            _table(document, layout.grid(table, lying=lying), pictures.get((place, number)))
    _say(document, "Findings", "Heading 1")
    for found in report.findings:
        _say(document, f"{WEIGHTS[found.severity]}: {sentence(found.message)}", "List Bullet")
    if not report.findings:
        _say(document, "None.")
    return _same_each_time(document)


def _say(document: _Doc, words: str = "", style: str = "Normal") -> _Doc:
    """A paragraph. (The library looks a style up anew for each, which takes longer than all the rest.)"""
    paragraph = document.add_paragraph(clean(words))
    paragraph._p.style = style.replace(" ", "")
    return paragraph


def _dress(document: _Doc, report: Report, *, lying: bool) -> None:
    """Paper, letters, the head and foot of each page, and what the file says of itself."""
    for name in _STYLES:
        _style(document, name)
    for border in document.styles["Title"].element.findall(f".//{qn('w:pBdr')}"):
        border.getparent().remove(border)
    for language in document.styles.element.findall(f".//{qn('w:lang')}"):
        language.set(qn("w:val"), "en-GB")
    page = document.sections[0]
    sides = sorted((Mm(210), Mm(297)), reverse=lying)
    page.orientation = WD_ORIENT.LANDSCAPE if lying else WD_ORIENT.PORTRAIT
    page.page_width, page.page_height = sides
    page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = _MARGIN
    _small(page.header.paragraphs[0], f"{clean(report.fund)}: {clean(report.title)}. {clean(report.subtitle)}")
    _numbered(page.footer.paragraphs[0])
    about = document.core_properties
    about.title, about.subject = f"{clean(report.title)}, {clean(report.fund)}", clean(report.subtitle)
    about.author, about.language, about.comments = clean(report.fund), "en-GB", ""
    day = report.as_at
    about.created = about.modified = datetime(day.year, day.month, day.day)  # noqa: DTZ001 - a day, not a moment


def _style(document: _Doc, name: str) -> None:
    """A style of paragraphs as this document has it; made where the library's own document lacks it."""
    styles = document.styles
    style = styles[name] if name in styles else styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    size, before, after = _STYLES[name]
    style.font.name, style.font.size, style.font.color.rgb = TYPEFACE, Pt(size), _INK
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    style.font.italic, style.font.bold = False, name.startswith(("Title", "Heading"))
    style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)
    if name == "Table Number":
        style.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _small(paragraph: _Doc, words: str) -> None:
    run = paragraph.add_run(words)
    run.font.size, run.font.color.rgb, run.font.name = Pt(8), _QUIET, TYPEFACE


def _numbered(paragraph: _Doc) -> None:
    """Page so many of so many."""
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for words, field in (("Page ", "PAGE"), (" of ", "NUMPAGES")):
        _small(paragraph, words)
        _small(paragraph, "")
        made = OxmlElement("w:fldSimple")
        made.set(qn("w:instr"), field)
        made.append(paragraph.runs[-1]._r)
        paragraph._p.append(made)


def _table(document: _Doc, grid: Grid, chart: Chart | None) -> None:
    _say(document, grid.title, "Heading 2")
    if chart is not None:
        _picture(document, chart)
    many = len(grid.heads)
    table = document.add_table(rows=1 + len(grid.lines), cols=many)
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    page = document.sections[0]
    room = page.page_width - page.left_margin - page.right_margin
    widths = [Length(room * each // sum(grid.widths)) for each in grid.widths]
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    cells, rows = table._cells, [(grid.heads, True), *((line.cells, line.total) for line in grid.lines)]
    for number, (words, bold) in enumerate(rows):
        for place, said in enumerate(words):
            cell = cells[number * many + place]
            cell._tc.width = widths[place]
            paragraph = cell.paragraphs[0]
            paragraph._p.style = "TableNumber" if grid.numbers[place] else "TableWords"
            run = paragraph.add_run(said)
            if bold:
                run.bold = True
        together = number == 0 or number < len(grid.lines) <= layout.SHORT
        cells[number * many].paragraphs[0].paragraph_format.keep_with_next = together or None
    _frame(table, grid)
    document.add_paragraph()


def _frame(table: _Doc, grid: Grid) -> None:
    """Lines between rows, a stronger one beneath the heads, which each page repeats; no row is broken in two; and the
    table's title for those who do not see it."""
    table._tbl.tblPr.find(qn("w:tblLayout")).addprevious(_lines("tblBorders", ("insideH", "bottom"), 4, "B1B4B6"))
    for cell in table._tbl.tr_lst[0].tc_lst:
        cell.get_or_add_tcPr().append(_lines("tcBorders", ("bottom",), 12, "0B0C0C"))
    for row in table._tbl.tr_lst:
        row.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    table._tbl.tr_lst[0].trPr.append(OxmlElement("w:tblHeader"))
    caption = OxmlElement("w:tblCaption")
    caption.set(qn("w:val"), grid.title)
    table._tbl.tblPr.append(caption)


def _lines(of: str, sides: tuple[str, ...], eighths: int, colour: str) -> _Doc:
    """Lines of so many eighths of a point."""
    edges = OxmlElement(f"w:{of}")
    for side in sorted(sides):
        line = OxmlElement(f"w:{side}")
        for name, value in (("val", "single"), ("sz", str(eighths)), ("space", "0"), ("color", colour)):
            line.set(qn(f"w:{name}"), value)
        edges.append(line)
    return edges


def _picture(document: _Doc, chart: Chart) -> None:
    page = document.sections[0]
    room = page.page_width - page.left_margin - page.right_margin
    if png := png_of(chart):
        paragraph = _say(document)
        paragraph.paragraph_format.keep_with_next = True
        shape = paragraph.add_run().add_picture(io.BytesIO(png), width=min(room, Mm(165)))
        shape._inline.docPr.set("descr", f"{chart.says} The table that follows has the figures.")


def _same_each_time(document: _Doc) -> bytes:
    """The file, with no moment in it."""
    made, out = io.BytesIO(), io.BytesIO()
    document.save(made)
    with zipfile.ZipFile(made) as archive:
        zipped.write(out, [(name, archive.read(name)) for name in archive.namelist()])
    return out.getvalue()
