"""Workbooks as they come: typed cells, errors, formulas, parts that are broken or missing, and bombs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from poolbook.findings import Refused
from poolbook.importing import Outcome
from tests.lookalikes import workbooks
from tests.poolbook.importing.memory import PLAIN, bring, codes

COMMA = PLAIN.replace("host:", "host:\n    decimals: comma")

SHEET: list[list[workbooks.Cell]] = [["Extract of the ledger"], [], ["Date", "Code", "Amount", "Ref", "Text"]]


def refusal(data: bytes, rules: str = PLAIN) -> str:
    """What is said of a workbook that is refused."""
    with pytest.raises(Refused) as caught:
        bring({"a.xlsx": data}, rules)
    return str(caught.value)


def with_amount(amount: workbooks.Cell) -> bytes:
    """A workbook of one line."""
    return workbooks.workbook(("Data", [*SHEET, [date(2012, 4, 2), "A", amount, "T", "x"]]))


def changed(old: bytes, new: bytes, part: str = "xl/worksheets/sheet1.xml") -> bytes:
    """The workbook of one line of 7.5, its XML rewritten in one place."""

    def change(name: str, xml: bytes) -> bytes:
        assert name != part or old in xml
        return xml.replace(old, new) if name == part else xml

    return workbooks.rewritten(with_amount(7.5), change)


def test_a_workbook_is_read_by_its_typed_cells() -> None:
    rows: list[list[workbooks.Cell]] = [
        *SHEET,
        [date(2012, 4, 2), 568.0, 859.6, "T1", "x"],
        ["03/04/2012", "A", 0.1, 12.0, None],
    ]
    result, store = bring({"a.xlsx": workbooks.workbook(("Notes", [["Read me"]]), ("Data", rows), left=2)})
    assert result.outcome is Outcome.POSTED, codes(result)
    assert sorted(store.all_lines.select("line_no", "pence", "reference").rows()) == [(4, 85_960, "T1"), (5, 10, "12")]
    assert result.files[0].sheet == "Data"
    assert '{"code": "568"}' in {fields for _, _, fields in store.codings}


def test_a_workbooks_number_with_more_than_two_decimals_is_a_faulty_row() -> None:
    result, _ = bring({"a.xlsx": workbooks.workbook(("Data", [*SHEET, [date(2012, 4, 2), "A", 0.125, "T", "x"]]))})
    finding = result.findings[0]
    assert (finding.code, finding.where.sheet, finding.where.row, finding.where.column) == (
        "import.amount", "Data", 4, "Amount",
    )  # fmt: skip


def test_a_formula_without_a_value_refuses_the_workbook() -> None:
    good = workbooks.workbook(("Data", [*SHEET, [date(2012, 4, 2), "A", "=1+1", "T", "x"]]))
    assert "cell C4" in refusal(workbooks.never_calculated(good))


def test_a_workbook_that_unpacks_to_far_too_much_is_refused_before_it_is_opened() -> None:
    assert "import.workbook_too_large" in refusal(workbooks.bomb())


@pytest.mark.parametrize(
    "row",
    [
        b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
        b"<row r='1048576'><c r='XFD1048576'><v>1</v></c></row>",
        b'<row r="1048576"><c   r="XFD1048576"><v>1</v></c></row>',
        b'<row r="1048576">' + b"<c><v>1</v></c>" * 500 + b"</row>",
    ],
    ids=["as usual", "in single marks", "with blanks", "without places"],
)
def test_a_cell_far_off_refuses_a_workbook_before_it_asks_for_hundreds_of_gigabytes(row: bytes) -> None:
    good = workbooks.workbook(("Data", [*SHEET, [date(2012, 4, 2), "A", 1, "T", "x"]]))
    assert "reaches to row 1,048,576" in refusal(workbooks.far_off(good, row))


def test_an_empty_cell_far_off_is_nothing_to_make_room_for() -> None:
    good = workbooks.workbook(("Data", [*SHEET, [date(2012, 4, 2), "A", 1, "T", "x"]]))
    result, _ = bring({"a.xlsx": workbooks.far_off(good, b'<row r="1048576"><c r="XFD1048576"/></row>')})
    assert result.total["new"] == 1


def test_two_sheets_with_headings_need_one_named() -> None:
    one: list[list[workbooks.Cell]] = [*SHEET, [date(2012, 4, 2), "A", 1, "T", "x"]]
    data = workbooks.workbook(("April", one), ("May", one))
    assert "say which with sheet" in refusal(data)
    result, _ = bring({"a.xlsx": data}, PLAIN.replace("host:", "host:\n    sheet: May"))
    assert result.files[0].sheet == "May"
    assert "no sheet 'June'" in refusal(data, PLAIN.replace("host:", "host:\n    sheet: June"))


def test_a_workbooks_typed_numbers_keep_their_point_beside_continental_texts() -> None:
    rows: list[list[workbooks.Cell]] = [
        [date(2012, 4, 2), "A", cell, "T", "x"] for cell in (859.6, "1.234,50", 0.125, 7)
    ]  # fmt: skip
    result, store = bring({"a.xlsx": workbooks.workbook(("Data", [*SHEET, *rows]))}, COMMA, accept_rejected=True)
    assert sorted(store.all_lines["pence"].to_list()) == [700, 85_960, 123_450]
    assert result.total["rejected"] == 1


SIDES = PLAIN.replace("amount: Amount", "debit: Debit, credit: Credit")
ERROR = b'<c r="C4" t="e"><v>#N/A</v></c>'
NUMBER = b'<c r="C4"><v>7.5</v></c>'


@pytest.mark.parametrize(
    "cell",
    [
        ERROR,
        b'<c r="C4" s="1" t="e"><f>VLOOKUP(A4,B:C,2)</f><v>#REF!</v></c>',
        b"<c t='e' r='C4'><v>#N/A</v></c>",
        b'<c r="C4" t="e"><v>#VALUE!</v></c><!-- as some programs write -->',
    ],
    ids=["plain", "of a formula", "in single marks", "before a remark"],
)
def test_a_cell_that_holds_an_error_is_no_amount_of_nil(cell: bytes) -> None:
    result, store = bring({"a.xlsx": changed(NUMBER, cell)})
    finding = result.findings[0]
    assert (finding.code, finding.where.row, finding.where.column) == ("import.amount", 4, "Amount")
    assert "'#" in finding.message
    assert not len(store.all_lines)


def test_nor_is_it_beside_a_credit_of_nil() -> None:
    rows: list[list[workbooks.Cell]] = [["Date", "Code", "Debit", "Credit", "Ref", "Text"]]
    rows.append([date(2012, 4, 2), "A", 7.5, 0, "T", "x"])
    data = workbooks.workbook(("Data", rows))
    assert bring({"a.xlsx": data}, SIDES)[0].total["net_pence"] == 750
    wrong = workbooks.rewritten(data, lambda _, xml: xml.replace(b'"C2"><v>7.5', b'"C2" t="e"><v>#N/A'))
    result, _ = bring({"a.xlsx": wrong}, SIDES)
    assert (result.outcome, result.total["rejected"]) == (Outcome.WAITING, 1)


def test_an_error_in_a_column_that_is_not_used_is_no_matter() -> None:
    head = [*SHEET[:-1], [*SHEET[-1], "Looked up"]]
    data = workbooks.workbook(("Data", [*head, [date(2012, 4, 2), "A", 7.5, "T", "x", 1.0]]))
    wrong = workbooks.rewritten(data, lambda _, xml: xml.replace(b'"F4"><v>1', b'"F4" t="e"><v>#N/A'))
    assert bring({"a.xlsx": wrong})[0].total["net_pence"] == 750


BROKEN: dict[str, tuple[bytes, bytes, str]] = {
    "a sheet cut short": (b"</sheetData>", b"", "xl/worksheets/sheet1.xml"),
    "a text that is not there": (b't="s"><v>0</v>', b't="s"><v>999</v>', "xl/worksheets/sheet1.xml"),
    "an entity that nobody declared": (b"7.5", b"&c;", "xl/worksheets/sheet1.xml"),
    "a place that is none": (b'"C4"', b'"4C"', "xl/worksheets/sheet1.xml"),
    "a remark within an amount": (b"7.5", b"7<!-- and -->5", "xl/worksheets/sheet1.xml"),
    "an amount that is no text": (b'"C4"><v>7.5</v>', b'"C4" t="inlineStr"><v>7.5</v>', "xl/worksheets/sheet1.xml"),
    "a formula after its value": (b"<v>7.5</v>", b"<v>7.5</v><f>1</f>", "xl/worksheets/sheet1.xml"),
    "a sheet that is not there": (b"worksheets/sheet1", b"worksheets/sheet9", "xl/_rels/workbook.xml.rels"),
    "relations that are not XML": (b"</Relationships>", b"", "xl/_rels/workbook.xml.rels"),
}


@pytest.mark.parametrize(("old", "new", "part"), BROKEN.values(), ids=BROKEN.keys())
def test_a_broken_workbook_is_refused_in_words(old: bytes, new: bytes, part: str) -> None:
    said = refusal(changed(old, new, part))
    assert "import.workbook]" in said
    assert "save it again as .xlsx" in said


@pytest.mark.parametrize("place", [b"A99999999", b"ZZZZ4", b"ZZZZZZ4", b"A1048577", b"XFE4"])
def test_a_place_beyond_any_sheet_refuses_the_workbook(place: bytes) -> None:
    assert "reaches to row" in refusal(changed(b'r="A4"', b'r="%s"' % place))


@pytest.mark.parametrize("part", ["xl/sheets/s1.xml", "xl/Worksheets/sheet1.xml", "xl/worksheets/sheet1.data"])
def test_a_sheet_is_looked_over_wherever_it_stands(part: str) -> None:
    def moved(data: bytes) -> bytes:
        target = part.removeprefix("xl/").encode()
        data = workbooks.rewritten(data, lambda _, xml: xml.replace(b"worksheets/sheet1.xml", target))
        return workbooks.renamed(data, "xl/worksheets/sheet1.xml", part)

    assert bring({"a.xlsx": moved(with_amount(7.5))})[0].total["net_pence"] == 750
    assert "cell C4" in refusal(moved(workbooks.never_calculated(with_amount("=1+1"))))


def test_a_workbook_written_with_prefixes_is_looked_over_as_closely() -> None:
    def prefixed(data: bytes, cell: Callable[[bytes], bytes] = lambda xml: xml) -> bytes:
        def change(name: str, xml: bytes) -> bytes:
            if "sheet1" not in name:
                return xml
            for tag in (b"sheetData", b"row", b"c", b"v", b"f"):
                xml = xml.replace(b"<%s>" % tag, b"<x:%s>" % tag).replace(b"<%s " % tag, b"<x:%s " % tag)
                xml = xml.replace(b"</%s>" % tag, b"</x:%s>" % tag)
            return cell(xml.replace(b"<worksheet ", b'<worksheet xmlns:x="urn:x" ', 1))

        return workbooks.rewritten(data, change)

    never = prefixed(workbooks.never_calculated(with_amount("=1+1")))
    assert "in row 4, column 3" in refusal(never)
    wrong = prefixed(with_amount(7.5), lambda xml: xml.replace(b'"C4"><x:v>7.5', b'"C4" t="e"><x:v>#N/A'))
    assert codes(bring({"a.xlsx": wrong})[0])[0] == "import.amount"
