"""How a report is written: what a spreadsheet, a terminal and a program read back."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from poolbook.book import Comment
from poolbook.findings import warning
from poolbook.reports import Report, Request, make, perform
from poolbook.reports.model import Column, Kind, Row, Section, Table
from poolbook.reports.render import FORMATS
from poolbook.reports.render import json as json_format
from tests.poolbook.reports.small import book

ATTACK = '=HYPERLINK("http://x","y")'
Q2 = Request("quarterly", quarter=2)


def of(*tables: Table) -> Report:
    """A report of these tables and no more."""
    return replace(make(book(), Q2), sections=(Section("", "Here", (), tables),), findings=())


def rows(data: bytes) -> list[list[str]]:
    """A CSV file as a spreadsheet reads it."""
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def sheet(data: bytes, name: str) -> list[list[object]]:
    """A sheet of a workbook, typed."""
    found = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_name(name)
    return [list(row) for row in found.to_python(skip_empty_area=False)]


@pytest.mark.parametrize("name", ["position", "monthly", "quarterly", "trial-balance", "settlement"])
def test_a_report_read_back_from_json_is_the_same_report(name: str) -> None:
    report = make(book(), Request(name, quarter=2))
    assert json_format.read(FORMATS["json"](report)) == report


def test_json_keeps_pence_as_whole_numbers_and_its_keys_in_order() -> None:
    data = json.loads(perform(book(), replace(Q2, format="json")))
    assert list(data)[:4] == ["schema", "report", "title", "subtitle"]
    assert data["schema"] == "report/1"
    forecast = next(each for each in data["sections"] if each["block"] == "B")["tables"][2]
    assert forecast["rows"][0]["cells"] == [
        "Day opportunities", 120000000, 63000000, 0, 123000000, 3000000, 25, 1500000
    ]  # fmt: skip
    assert forecast["columns"][5] == {"heading": "Variance", "kind": "pence", "unit": "pence"}


def test_json_of_another_schema_is_refused() -> None:
    with pytest.raises(ValueError, match="report/1"):
        json_format.read(b'{"schema": "report/2"}')


def test_csv_has_plain_numbers_in_a_block_per_table() -> None:
    found = rows(perform(book(), replace(Q2, format="csv")))
    at = found.index(["Table", "By scheme"])
    assert found[at - 1] == []
    assert found[at + 1][:3] == ["Scheme", "Latest budget (£)", "Actual to date (£)"]
    assert found[at + 1][-1] == "Marked"
    assert found[at + 2] == [
        "Day opportunities", "1200000.00", "630000.00", "0.00", "1230000.00", "30000.00", "2.5", "15000.00", ""
    ]  # fmt: skip
    assert found[at + 3][5:] == ["-10000.00", "-0.4", "-10000.00", "illustrative"]


@pytest.mark.parametrize("text", ["=cmd", "+1", "-1", "@SUM(A1)", "\tx", ATTACK])
def test_csv_escapes_text_that_a_spreadsheet_would_run(text: str) -> None:
    table = Table("T", (Column("Name"), Column("Sum", Kind.PENCE)), (Row((text, -100)),))
    assert ["'" + text, "-1.00"] in rows(FORMATS["csv"](of(table)))


@given(st.text(max_size=30))
def test_no_text_of_a_csv_file_begins_as_a_formula(text: str) -> None:
    table = Table("T", (Column("Name"),), (Row((text,)),))
    for row in rows(FORMATS["csv"](of(table))):
        assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in row)


def test_a_workbook_has_typed_numbers_dates_and_marks() -> None:
    data = perform(book(), replace(Q2, format="xlsx"))
    forecast = sheet(data, "B By scheme")
    assert forecast[2][:3] == ["Scheme", "Latest budget (£)", "Actual to date (£)"]
    assert forecast[3] == ["Day opportunities", 1200000, 630000, 0, 1230000, 30000, 0.025, 15000, ""]
    assert forecast[4][-1] == "illustrative"
    assert forecast[5][0] == "Total"
    receipts = sheet(data, "J Receipts by partner")
    assert receipts[4][:2] == ["NHS Eastshire ICB", date(2025, 10, 20)]


def test_pence_survive_a_workbook_exactly() -> None:
    pence = [1, -1, 10, 33, 123_456_789_012_34, -99_999_999_999_999]
    columns = (Column("Name"), Column("Sum", Kind.PENCE))
    data = FORMATS["xlsx"](of(Table("T", columns, tuple(Row(("x", each)) for each in pence))))
    read = [row[1] for row in sheet(data, "T")[3:]]
    assert [round(float(str(each)) * 100) for each in read] == pence


def test_a_workbook_keeps_a_formula_as_text() -> None:
    said = book(comments=(Comment(6, "DAY", ATTACK, "=1+1", date(2025, 10, 6)),))
    commentary = sheet(perform(said, Request("monthly", "xlsx", period=6)), "By scheme 2")
    assert commentary[3][2:4] == [ATTACK, "=1+1"]


def test_a_workbook_has_a_sheet_of_words_and_one_for_every_table() -> None:
    report = make(book(), Q2)
    names = CalamineWorkbook.from_filelike(io.BytesIO(FORMATS["xlsx"](report))).sheet_names
    assert names[0] == "Report"
    assert len(names) == 1 + sum(len(section.tables) for section in report.sections)
    assert max(map(len, names)) <= 31


def test_wrapped_words_of_a_workbook_have_room_and_findings_are_sentences() -> None:
    found = warning("settlement.undecided", "a sum is undecided: " + "the partners decide " * 10)
    table = Table("T", (Column("Name"),), (Row(("word " * 20,)), Row(("word",))))
    data = FORMATS["xlsx"](replace(of(table), findings=(found,)))
    front = [row[-3:] for row in sheet(data, "Report") if "To answer" in row]
    assert [(str(said)[:20], code) for _, said, code in front] == [("A sum is undecided: ", "settlement.undecided")]
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        sheets = [parts.read(f"xl/worksheets/sheet{number}.xml").decode() for number in (1, 2)]
    heights = [re.findall(r'<row [^>]* ht="([\d.]+)"', each) for each in sheets]
    assert heights[0][-1] == "41.25"  # 230 letters: three lines
    assert heights[1][-1] == "27.75"  # two lines; a row of one has the height that every sheet begins with


def test_a_wide_sheet_is_printed_on_one_page_at_a_size_that_can_be_read() -> None:
    columns = (Column("Scheme"), *(Column(f"Long words {each}") for each in range(6)), Column("Sum", Kind.PENCE))
    table = Table("Wide", columns, (Row(("Home care", *["why it varies and what is done " * 4] * 6, 123_456_789_00)),))
    with zipfile.ZipFile(io.BytesIO(FORMATS["xlsx"](of(table)))) as parts:
        page = parts.read("xl/worksheets/sheet2.xml").decode()
    found = re.findall(r'<col min="(\d+)" max="(\d+)" width="([\d.]+)"', page)
    widths = [float(width) for first, last, width in found for _ in range(int(first), int(last) + 1)]
    assert 155 < sum(widths) < 175, "as much as a page of A4 shows at four fifths of its size"
    assert widths[-1] > len("£123,456,789.00"), "figures stand whole"
    assert all(each in page for each in ('orientation="landscape"', 'fitToPage="1"', 'fitToHeight="0"'))


def test_sheets_of_the_same_or_a_forbidden_name_are_told_apart() -> None:
    tables = [Table(title, (Column("A"),), ()) for title in ("a/b [c]: d?", "a b  c   d", "x" * 40, "x" * 50)]
    names = CalamineWorkbook.from_filelike(io.BytesIO(FORMATS["xlsx"](of(*tables)))).sheet_names
    assert len({name.lower() for name in names}) == len(names) == 5


def test_text_cannot_drive_the_terminal_it_is_read_in() -> None:
    said = book(comments=(Comment(6, "DAY", "\x1b[2J\u202egone\x07", "D. Manager", date(2025, 10, 6)),))
    for form in ("text", "csv"):
        shown = perform(said, Request("monthly", form, period=6)).decode("utf-8-sig")
        assert not {"\x1b", "\x07", "\u202e"} & set(shown)


def test_a_wide_table_names_each_row_on_a_line_of_its_own() -> None:
    columns = (Column("Scheme"), *(Column("Sum of this", Kind.PENCE) for _ in range(5)))
    shown = FORMATS["text"](of(Table("T", columns, (Row(("A scheme of many words", *(10**11,) * 5)),)))).decode()
    assert "\nA scheme of many words\n1,000,000,000.00  1,000,000,000.00" in shown


def test_a_table_that_cannot_fit_is_a_record_for_each_row() -> None:
    columns = tuple(Column(f"Part {place}") for place in range(9))
    shown = FORMATS["text"](of(Table("T", columns, (Row(("long words that fill it " * 3,) * 9),)))).decode()
    assert "    Part 8: long words" in shown
    assert max(map(len, shown.splitlines())) <= 100


LONG = st.lists(
    st.builds(str.__mul__, st.sampled_from(["x", "£", "-", "a-", "é.", "\t"]), st.integers(1, 130)), max_size=6
).map(" ".join)


@given(LONG, LONG, LONG, st.integers(-(10**16), 10**16))
def test_whatever_words_a_report_has_no_line_of_text_is_over_a_hundred_characters(
    name: str, words: str, more: str, pence: int
) -> None:
    numbers = (Column("Name"), *(Column("Share of the variance", kind) for kind in (Kind.PENCE, Kind.PERCENT) * 3))
    tables = (
        Table(words or "T", (Column("Name"), Column("Sum", Kind.PENCE)), (Row((name, pence), illustrative=True),)),
        Table("T", numbers, (Row((words, *(pence,) * 6), total=True),)),
        Table("T", tuple(Column(f"Part {place}") for place in range(7)), (Row((name, words, more, *("x",) * 4)),)),
    )
    report = replace(
        make(book(), Q2),
        fund=name,
        subtitle=words,
        header=(("Fund", name), ("Agreement", words)),
        conventions=(more,),
        sections=(Section("D", more, (words,), tables),),
        findings=(warning("a.finding", f"{words} {name}"),),
    )
    assert max(map(len, FORMATS["text"](report).decode().split("\n"))) <= 100


@given(
    st.lists(
        st.tuples(st.text(max_size=60), st.one_of(st.none(), st.integers(-(10**14), 10**14)), st.text(max_size=200)),
        max_size=4,
    )
)
def test_whatever_is_in_a_table_no_line_of_text_is_over_a_hundred_characters(
    cells: list[tuple[str, int | None, str]],
) -> None:
    columns = (Column("Name"), Column("Sum", Kind.PENCE), Column("Comment"))
    shown = FORMATS["text"](of(Table("T", columns, tuple(map(Row, cells))))).decode()
    assert max(map(len, shown.split("\n"))) <= 100
