"""Word, PDF, Excel and CSV of a report have the report's own figures, and say what a reader who cannot see needs."""

from __future__ import annotations

import io
import re
import time
import zipfile
import zlib
from collections.abc import Iterator

import docx
import pytest
from docx.oxml.ns import qn
from python_calamine import CalamineWorkbook

from poolbook import reports
from poolbook.reports import Report, Request
from poolbook.reports.model import Column, Kind, Row, Section, Table
from poolbook.reports.render.cells import heading, sentence
from poolbook_web.reporting import queries
from poolbook_web.reporting.documents import DOCUMENTS, layout, pdf
from poolbook_web.reporting.queries.pictures import pictures
from tests.house.source import ROOT, tables
from tests.worlds import birmingham, oxfordshire

WORLDS = {"oxfordshire": oxfordshire, "birmingham": birmingham}
MADE = ("quarterly", "monthly", "settlement")

each_report = pytest.mark.parametrize(("world", "name"), [(world, name) for world in WORLDS for name in MADE])


def report(world: str, name: str) -> Report:
    """A report of half a year of a world."""
    book = WORLDS[world].book(last_entry=3, head="ab" * 32)
    return reports.make(book, Request(name, quarter=2) if name == "quarterly" else Request(name, period=6))


def made(kind: str, of: Report) -> bytes:
    """The report as a file, with its charts."""
    return DOCUMENTS[kind].make(of, pictures(of))


def figures(of: Report) -> Iterator[str]:
    """Every cell of every table as it is read."""
    for section in of.sections:
        for table in section.tables:
            for row in table.rows:
                for cell, column in zip(row.cells, table.columns, strict=True):
                    yield layout.words(cell, column.kind)


@each_report
def test_word_reads_back_every_figure_in_its_place(world: str, name: str) -> None:
    of = report(world, name)
    document = docx.Document(io.BytesIO(made("word", of)))
    tables = [table for section in of.sections for table in section.tables]
    assert len(document.tables) == len(tables)
    for written, table in zip(document.tables, tables, strict=True):
        rows = [[cell.text for cell in row.cells] for row in written.rows]
        assert [head.replace("\u00a0", " ") for head in rows[0]] == [heading(column) for column in table.columns]
        for said, row in zip(rows[1:], table.rows, strict=True):
            marked = " [illustrative]" if row.illustrative else ""
            cells = [layout.words(cell, column.kind) for cell, column in zip(row.cells, table.columns, strict=True)]
            assert said == [cells[0] + marked, *cells[1:]]
    text = "\n".join(each.text for each in document.paragraphs)
    assert all(said in text for section in of.sections for said in section.paragraphs)
    assert all(sentence(found.message) in text for found in of.findings)


def test_word_repeats_headings_describes_charts_and_lies_where_a_table_is_wide() -> None:
    document = docx.Document(io.BytesIO(made("word", report("oxfordshire", "quarterly"))))
    page = document.sections[0]
    assert page.page_width is not None
    assert page.page_height is not None
    assert page.page_width > page.page_height
    for table in document.tables:
        assert table.rows[0]._tr.trPr is not None
        assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    pictures_ = [shape._inline.docPr.get("descr") for shape in document.inline_shapes]
    assert len(pictures_) == 3
    assert all("The table that follows has the figures." in says for says in pictures_)
    assert document.core_properties.language == "en-GB"
    assert document.core_properties.title.startswith("Quarterly report, quarter 2")
    upright = docx.Document(io.BytesIO(made("word", report("oxfordshire", "settlement")))).sections[0]
    assert (upright.page_width or 0) < (upright.page_height or 0)


def objects(data: bytes) -> str:
    """Everything a PDF says of itself, with its packed objects unpacked."""
    packed = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", data, re.DOTALL)
    plain = []
    for each in packed:
        try:
            plain.append(zlib.decompress(each))
        except zlib.error:
            plain.append(each)
    return (data + b"\n".join(plain)).decode("latin-1")


@each_report
def test_a_pdf_is_tagged_named_in_english_and_the_same_twice(world: str, name: str) -> None:
    of = report(world, name)
    data = made("pdf", of)
    said = objects(data)
    assert data.startswith(b"%PDF-")
    for mark in ("/MarkInfo", "/Marked true", "/StructTreeRoot", "/Lang(en-GB)", "/DisplayDocTitle true"):
        assert mark in said, mark
    assert re.search(r"<pdfuaid:part>1</pdfuaid:part>", said)
    assert of.title in said
    assert said.count("/Scope/Column") >= len(of.sections), "the heads of tables say what they head"
    assert said.count("/Alt") >= len(pictures(of)) > 0
    assert "LiberationSans" in said
    assert "Libertinus" not in said
    assert made("pdf", of) == data
    assert made("word", of) == made("word", of)


def test_what_people_typed_is_never_run_by_what_lays_it_out() -> None:
    typed = (
        '#read("/etc/passwd") #import "x" $ x $ *bold* @label <tag> \\ "quoted" `code` = heading\n- list // note /* */'
    )
    table = Table(typed, (Column(typed), Column("Sum", Kind.PENCE)), (Row((typed, -123456)),))
    of = Report(
        "quarterly", typed, typed, typed, report("oxfordshire", "quarterly").year, 6,
        report("oxfordshire", "quarterly").as_at, ((typed, typed),), (typed,),
        (Section("A", typed, (typed,), (table,)),),
    )  # fmt: skip
    data = pdf._data(of, {})
    assert data["sections"][0]["tables"][0]["lines"][0]["cells"] == (typed, "−1,234.56")
    assert made("pdf", of).startswith(b"%PDF-"), "it is text, and neither read nor run"
    assert docx.Document(io.BytesIO(made("word", of))).tables[0].cell(1, 0).text == typed


def test_a_preview_says_so_in_every_document() -> None:
    of = queries.labelled(report("oxfordshire", "quarterly"))
    says = "PREVIEW, NOT ISSUED"
    word = docx.Document(io.BytesIO(made("word", of)))
    assert says in word.sections[0].header.paragraphs[0].text
    assert says in "\n".join(each.text for each in word.paragraphs)
    sheets = CalamineWorkbook.from_filelike(io.BytesIO(made("xlsx", of)))
    assert all(says in str(sheets.get_sheet_by_name(name).to_python()) for name in sheets.sheet_names)
    assert says in made("text", of).decode()
    assert says in made("json", of).decode()
    with zipfile.ZipFile(io.BytesIO(made("csv", of))) as archive:
        assert says in archive.read("00-what-this-is.csv").decode("utf-8-sig")
    assert pdf._data(of, {})["subtitle"].startswith(says)


def test_excel_has_numbers_that_add_and_csv_a_file_for_each_table() -> None:
    of = report("oxfordshire", "quarterly")
    tables = [table for section in of.sections for table in section.tables]
    sheets = CalamineWorkbook.from_filelike(io.BytesIO(made("xlsx", of)))
    cells = [cell for name in sheets.sheet_names for row in sheets.get_sheet_by_name(name).to_python() for cell in row]
    sums = [cell / 100 for table in tables for row in table.rows for cell in row.cells if type(cell) is int]
    kinds = {column.kind for table in tables for column in table.columns}
    assert {Kind.PENCE, Kind.PERCENT, Kind.DATE} <= kinds
    assert 48_000_000.0 in cells
    assert 48_000_000.0 in sums
    with zipfile.ZipFile(io.BytesIO(made("csv", of))) as archive:
        assert len(archive.namelist()) == 1 + len(tables)
        assert "48000000.00" in archive.read("01-a-agreed-for-the-year.csv").decode("utf-8-sig")


def test_every_document_has_a_row_in_the_reference() -> None:
    assert tables(ROOT / "docs" / "reference" / "reports.md")["The site's documents"] == list(DOCUMENTS)


@pytest.mark.slow
def test_documents_are_made_while_one_waits() -> None:
    of = report("birmingham", "quarterly")
    for kind in ("pdf", "word"):
        made(kind, of)
        start = time.process_time()
        made(kind, of)
        assert time.process_time() - start < 1.5, kind
