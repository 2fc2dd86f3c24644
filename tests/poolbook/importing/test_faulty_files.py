"""What people really send: each refused in words that say what to do, by checks whose cost is bounded by design."""

from __future__ import annotations

import pytest

from poolbook.findings import Refused
from poolbook.importing import ImportResult, Outcome
from poolbook.importing.results import Tally
from tests.poolbook.importing.memory import PLAIN, bring, codes

HEAD = "Date,Code,Amount,Ref,Text\n"
GOOD = "02/04/2012,A,1.50,T1,x\n"


def refusal(data: str | bytes, rules: str = PLAIN, name: str = "file.csv") -> str:
    """What the refusal of a file says."""
    with pytest.raises(Refused) as caught:
        bring({name: data}, rules)
    return str(caught.value)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "import.empty"),
        (b"\n\n \n", "import.empty"),
        (b"%PDF-1.7 and so on", "import.not_a_table"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "import.not_a_table"),
        (b"<html><table>", "import.not_a_table"),
        (b"PK\x03\x04 not a zip", "import.workbook"),
        (HEAD.encode() + b"02/04/2012,A,1.\x0050,T1,x\n", "import.not_a_table"),
        (b"Date,Name\n02/04/2012,A\n", "import.not_recognised"),
        (b"xxx\nyyy\n", "import.not_recognised"),
        (b"Date,Code,Amount,Amount,Ref,Text\n02/04/2012,A,1,2,T1,x\n", "import.heading_twice"),
        (b"Date,Code,Amount,Ref,Text\n\x81\x8d\x8f\n", "import.encoding"),
        (HEAD.encode() + b'02/04/2012,A,1.50,T1,"never closed\n' * 3, "import.quotes"),
        (HEAD.encode() + b'02/04/2012,A,1.50,T1,"never closed\n' * 2, "import.quotes"),
        (HEAD.encode() + b'02/04/2012,A,1.50,T1,"never closed\n' + GOOD.encode(), "import.quotes"),
        (HEAD.encode() + b'02/04/2012,A,1.50,T1,"never closed\n' + GOOD.encode() * 60, "import.quotes"),
        (HEAD.encode() + b'02/04/2012,A,1.50,T1,"never closed\n' + GOOD.encode() * 300_000, "import.quotes"),
    ],
)
def test_a_file_that_is_no_listing_is_refused_as_what_it_is(data: bytes, code: str) -> None:
    assert code in refusal(data)


@pytest.mark.parametrize("said", ["All figures in £000", "£'000", "Figures in £k", "Amounts in thousands", "£ million"])
def test_a_listing_that_says_it_is_in_thousands_is_refused_in_its_title_or_in_a_heading(said: str) -> None:
    assert "row 1: " in refusal(f"{said},,,,\n{HEAD}{GOOD}")
    assert "import.scaled" in refusal(f"{said},,,,\n{HEAD}{GOOD}")
    assert "import.scaled" in refusal(HEAD.replace("Amount", f"Amount ({said})") + GOOD)


@pytest.mark.parametrize("said", ["Spend over £25,000", "Payments over £500 in May", "Over £1,000", "Team 000"])
def test_a_title_with_a_sum_in_it_is_no_scale(said: str) -> None:
    assert bring({"a.csv": f'"{said}",,,,\n{HEAD}{GOOD}'})[0].total["net_pence"] == 150


def test_an_amount_with_a_comma_before_the_pence_is_told_of_the_setting_for_it() -> None:
    said = {
        amount: bring({"a.csv": (HEAD + GOOD).replace(",", ";").replace("1.50", amount)})[0].findings[0].message
        for amount in ("1.234,50", "1234,5", "-12,50", "1,234,5x", "1.2.3")
    }
    assert [amount for amount, message in said.items() if "decimals: comma" in message] == [
        "1.234,50",
        "1234,5",
        "-12,50",
    ]


def test_a_refusal_names_what_the_headings_lack_and_where_to_say_so() -> None:
    said = refusal("Date,Code,Value,Ref,Text\n02/04/2012,A,1.50,T1,x\n")
    assert "host lacks amount" in said
    assert "rules.yaml" in said


def test_the_faults_of_all_files_come_at_once() -> None:
    with pytest.raises(Refused) as caught:
        bring({"a.csv": b"", "b.csv": b"%PDF", "c.csv": (HEAD + GOOD).encode()})
    assert [each.code for each in caught.value.findings] == ["import.empty", "import.not_a_table"]


def test_headings_without_lines_refuse_the_file() -> None:
    with pytest.raises(Refused, match="headings and no lines") as caught:
        bring({"a.csv": HEAD})
    assert [each.code for each in caught.value.findings] == ["import.no_lines"]


@pytest.mark.parametrize(
    "data",
    [
        (HEAD + GOOD).encode("utf-8-sig"),
        (HEAD + GOOD).encode("utf-16"),
        (HEAD.replace("Text", "Text £") + GOOD).encode("cp1252"),
        (HEAD + GOOD).replace(",", ";").encode(),
        (HEAD + GOOD).replace(",", "\t").encode(),
        (HEAD + GOOD).replace("\n", "\r\n").encode(),
        (HEAD + GOOD).replace("\n", "\r").encode(),
        (HEAD + GOOD).encode().rstrip(),
        b",,,,\nA title,,,,\n\n" + (HEAD + GOOD + ",,,,\n\n ,\n").encode(),
        (HEAD + "02/04/2012,A,1.50,T1,x,,\n").encode(),
        (HEAD + "02/04/2012,A,1.50\n").encode(),
        (HEAD + GOOD + HEAD).encode(),
        (HEAD.replace("Amount", " AMOUNT (£)") + GOOD.replace("1.50", '" 1.50 "')).encode(),
    ],
    ids=["utf-8 with a mark", "utf-16", "cp1252", "semicolons", "tabs", "windows", "old mac", "no last line end",
         "title and blanks", "trailing empty cells", "short row", "headings again", "headings with currency"],
)  # fmt: skip
def test_the_same_line_is_read_whatever_the_file_looks_like(data: bytes) -> None:
    result, store = bring({"a.csv": data}, PLAIN.replace(", narrative: Text", ""))
    assert result.total["new"] == 1, codes(result)
    assert store.all_lines["pence"].to_list() == [150]


#: Rows that cannot be posted, each with the code of its finding and a part of the message.
FAULTY = [
    ("02/04/2012,A,1e400000,T,x", "import.amount", "'1e400000' is not an amount"),
    ("02/04/2012,A,NaN,T,x", "import.amount", "'NaN' is not an amount"),
    ('02/04/2012,A,"1,00",T,x', "import.amount", "'1,00' is not an amount"),
    ("02/04/2012,A,1.234,T,x", "import.amount", "'1.234' is not an amount"),
    ("02/04/2012,A,-5.00-,T,x", "import.amount", "more than one sign"),
    ("02/04/2012,A,10000000000.01,T,x", "import.amount", "larger than any line"),
    ("02/04/2012,A,,T,x", "import.amount", "no amount is given"),
    ("31/04/2012,A,1.00,T,x", "import.date", "'31/04/2012' is no date"),
    ("04/13/2012,A,1.00,T,x", "import.date", "is no date"),
    ("41010,A,1.00,T,x", "import.date", "is no date"),
    (",A,1.00,T,x", "import.date", "an empty cell is no date"),
    ("01/04/2013,A,1.00,T,x", "import.date_outside_year", "'01/04/2013' is not in 2012-13"),
    ("02/04/2012,A,1.00,T,x,what is this", "import.surplus", "a column without a heading"),
    (f"02/04/2012,A,1.00,T,{'y' * 200_000}", "import.cell_too_long", "longer than a spreadsheet"),
    (f"02/04/2012,A,{'1' * 200_000},T,x", "import.cell_too_long", "longer than a spreadsheet"),
]
#: All of them in one file, from row 3 on, between two good ones.
FAULTY_FILE = HEAD + GOOD + "".join(f"{row}\n" for row, _, _ in FAULTY) + GOOD.replace("T1", "T2")


@pytest.fixture(scope="module")
def waiting() -> ImportResult:
    """The file with its faulty rows, not accepted."""
    return bring({"a.csv": FAULTY_FILE})[0]


@pytest.mark.parametrize(
    ("number", "code", "said"), [(number, *words) for number, (_, *words) in enumerate(FAULTY, start=3)]
)
def test_a_faulty_row_is_said_with_its_place_and_waits_to_be_accepted(
    waiting: ImportResult, number: int, code: str, said: str
) -> None:
    assert waiting.outcome is Outcome.WAITING
    [finding] = [each for each in waiting.findings if each.where.row == number]
    assert (finding.code, finding.where.file) == (code, "a.csv")
    assert said in finding.message


def test_faulty_rows_that_are_accepted_are_kept_and_the_others_posted() -> None:
    accepted, store = bring({"a.csv": FAULTY_FILE}, accept_rejected=True)
    assert accepted.outcome is Outcome.POSTED
    total = accepted.total
    assert (total["new"], total["rejected"], total["lines"]) == (2, len(FAULTY), 2 + len(FAULTY))
    kept = [(number, reason) for number, reason, _ in store.rejected]
    assert kept == [(number, code) for number, (_, code, _) in enumerate(FAULTY, start=3)]


def test_a_long_list_of_faulty_rows_is_cut_and_its_count_is_kept() -> None:
    result, _ = bring({"a.csv": HEAD + "nonsense,A,1.00,T,x\n" * 500})
    assert codes(result).count("import.date") == 50
    assert "500 rows are faulty, of which the first 50 are listed" in result.findings[-2].message


def test_a_stray_quotation_mark_in_a_cell_loses_nothing() -> None:
    rows = '02/04/2012,A,1.00,T1,a 12" pipe\n02/04/2012,A,2.00,T2,b\n02/04/2012,A,3.00,T3,a 3" nail\n'
    result, store = bring({"a.csv": HEAD + rows})
    assert result.total["net_pence"] == 600
    assert store.all_lines["narrative"].to_list() == ['a 12" pipe', "b", 'a 3" nail']


def test_an_unlabelled_total_at_the_end_is_compared_and_not_posted() -> None:
    result, _ = bring({"a.csv": HEAD + GOOD + GOOD + ",,3.00,,\n"})
    assert (result.files[0].control_total, result.total["net_pence"], result.total["lines"]) == (300, 300, 2)
    said = refusal(HEAD + GOOD + GOOD.replace("1.50", "-1.50") + "Total,,3.00,,\n")
    assert "£3.00 apart" in said
    assert "import.control_total" in said


def test_a_total_within_the_rows_and_a_row_of_xxx_are_faulty_not_guessed() -> None:
    result, _ = bring({"a.csv": HEAD + GOOD + ",,1.50,,\n" + GOOD + ",,xxx,,\n"})
    assert sorted(set(codes(result))) == ["import.amount", "import.rejected", "import.total_within"]
    assert result.total["rejected"] == 2


def test_a_total_cannot_be_compared_with_rows_that_cannot_be_read() -> None:
    result, _ = bring({"a.csv": HEAD + GOOD + "02/04/2012,A,1.2.3,T2,x\n,,3.00,,\n"}, accept_rejected=True)
    assert "import.control_unknown" in codes(result)
    assert result.outcome is Outcome.POSTED


def test_a_council_file_with_a_line_of_commas_blank_rows_and_a_windows_pound_sign_is_read() -> None:
    rows = ["," * 9, "Directorate,,Name:  ,,Payment Date,,Purpose,,Net Amount(£),"]
    rows += [
        "Adults,,Aire Homes,,02-Apr-12,,Care,,100.00,",
        "," * 9,
        "Adults,,Aire Homes,,30/04/2012,,Care,,-40.50,",
    ] * 2
    rules = "poolbook: rules/1\nsources:\n  spend: {layout: council_spend, codes: [service, expense_type]}\nrules:\n"
    rules += '  - {when: {service: Adults, expense_type: "Care"}, scheme: home_care}\n'
    data = ("\r\n".join(rows) + "\r\n" + ("," * 9 + "\r\n") * 250).encode("cp1252")
    result, store = bring({"spend.csv": data}, rules)
    assert (result.total["new"], result.total["net_pence"]) == (4, 11_900)
    assert set(store.all_lines["supplier"]) == {"Aire Homes"}
    paid, _ = bring({"spend.csv": data.replace(b"Net Amount(\xa3)", b"Amount Paid")}, rules)
    assert paid.total["net_pence"] == 11_900


COMMA = PLAIN.replace("host:", "host:\n    decimals: comma")


def test_continental_amounts_are_read_where_the_source_says_so_and_only_there() -> None:
    rows = "02/04/2012;A;1.234,50-;T1;x\n02/04/2012;A;2.000;T2;x\n02/04/2012;A;12,5;T3;x\n"
    result, store = bring({"a.csv": HEAD.replace(",", ";") + rows}, COMMA)
    assert sorted(store.all_lines["pence"].to_list()) == [-123_450, 1_250, 200_000]
    refused, _ = bring({"a.csv": HEAD.replace(",", ";") + rows})
    assert (result.total["new"], refused.total["rejected"]) == (3, 3)
    wrong, _ = bring({"a.csv": HEAD + "02/04/2012,A,1.50,T1,x\n"}, COMMA)
    assert "'1.50' is not an amount with a comma before the pence" in wrong.findings[0].message


def test_a_source_that_the_rules_do_not_have_is_refused_with_one_near_it() -> None:
    with pytest.raises(Refused, match="hots is not among the sources of the rules") as caught:
        bring({"a.csv": HEAD + GOOD}, source="hots")
    assert [each.code for each in caught.value.findings] == ["import.source"]


def test_lines_without_any_code_are_said_to_have_none() -> None:
    result, _ = bring({"a.csv": HEAD + "02/04/2012,,1.50,T1,x\n"}, PLAIN.replace('"*"', '"A"'))
    assert "no rule answers lines without any code: 1 line, £1.50" in result.findings[0].message


def test_counts_that_do_not_agree_store_nothing() -> None:
    tally = Tally(read=2)
    tally.add("new", 1, 100)
    with pytest.raises(Refused, match="2 lines read, 1 lines accounted for"):
        tally.prove()
