"""No personal data about people who use services is stored, wherever it hides."""

from __future__ import annotations

import polars as pl
import pytest

from poolbook.importing import personal
from tests.poolbook.importing.memory import bring, codes

NUMBER = "9434765919"  # the example of the NHS data dictionary: it carries the right check digit


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        (f"Care for {NUMBER}", personal.NHS_NUMBER),
        ("943 476 5919 week 3", personal.NHS_NUMBER),
        ("NHS:943-476-5919", personal.NHS_NUMBER),
        (f"NHS{NUMBER}", personal.NHS_NUMBER),
        ("Invoice 9434765918", "Invoice 9434765918"),
        ("Order PI9434765919", "Order PI9434765919"),
        ("Phone 01865 943476", "Phone 01865 943476"),
        ("dob 3/4/48", personal.BIRTH),
        ("Client born 12 Mar 1948", personal.BIRTH),
        ("Placement 12/03/1948", personal.BIRTH),
        ("Placement 1948-03-12", personal.BIRTH),
        ("01/04/2012-30/04/2012", "01/04/2012-30/04/2012"),
        ("Dobson Homes 12", "Dobson Homes 12"),
        ("REDACTED PERSONAL DATA", "REDACTED PERSONAL DATA"),
    ],
)
def test_a_text_with_an_nhs_number_or_a_date_of_birth_is_replaced(text: str, kept: str) -> None:
    assert personal.clean(pl.Series([text]), 2012)[0].to_list() == [kept]


def test_what_was_removed_is_counted_and_said_and_raw_rows_do_not_keep_it_either() -> None:
    data = f"Date,Code,Amount,Ref,Text\n02/04/2012,A,1.00,T1,{NUMBER}\n99/04/2012,A,1.00,T2,{NUMBER}\n"
    result, store = bring({"a.csv": data}, accept_rejected=True)
    assert "import.personal_data" in codes(result)
    assert store.all_lines["narrative"].to_list() == [personal.NHS_NUMBER]
    assert NUMBER not in str(store.rejected)
    assert NUMBER not in str(result)


def test_a_column_of_ten_digit_document_numbers_is_left_alone() -> None:
    numbers = [f"51{at:08d}" for at in range(40)]
    rows = "".join(f"02/04/2012,A,1.00,{number},x\n" for number in numbers)
    result, store = bring({"a.csv": "Date,Code,Amount,Ref,Text\n" + rows})
    assert store.all_lines["reference"].to_list() == numbers
    assert codes(result) == []


def test_an_nhs_number_used_as_a_reference_is_removed() -> None:
    result, store = bring(
        {"a.csv": f"Date,Code,Amount,Ref,Text\n02/04/2012,A,1.00,{NUMBER},x\n02/04/2012,A,1.00,T2,x\n"}
    )
    assert personal.NHS_NUMBER in store.all_lines["reference"].to_list()
    assert "import.personal_data" in codes(result)


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ("02/04/2012,A,943 476 5919,T2,x", "Amount"),
        (f"born 3.4.1950 {NUMBER},A,1.00,T2,x", "Date"),
        (f"02/04/2012,A,1.00,T2,Smith, NHS {NUMBER}", ""),
    ],
)
def test_a_faulty_row_shows_and_keeps_nothing_of_people_and_the_file_is_said_to_have_it(row: str, column: str) -> None:
    data = f"Date,Code,Amount,Ref,Text\n02/04/2012,A,1.00,T1,x\n{row}\n"
    for accepted in (False, True):
        result, store = bring({"a.csv": data}, accept_rejected=accepted)
        assert "import.personal_data" in codes(result)
        assert "5919" not in str(result) + str(store.rejected)
        assert [each.where.column for each in result.findings if each.where.row == 3] == [column]


def test_a_day_of_another_year_is_no_birthday() -> None:
    data = "Date,Code,Amount,Ref,Text\n02/04/2012,A,1.00,T1,x\n03/04/1999,A,1.00,T2,x\n"
    result, _ = bring({"a.csv": data})
    assert "import.personal_data" not in codes(result)
    assert "'03/04/1999' is not in 2012-13" in str(result.findings)


def test_a_total_within_keeps_nothing_of_people() -> None:
    data = f"Date,Code,Amount,Ref,Text\nTotal,,1.00,,{NUMBER}\n02/04/2012,A,1.00,T1,x\n"
    result, store = bring({"a.csv": data}, accept_rejected=True)
    assert "import.personal_data" in codes(result)
    assert NUMBER not in str(store.rejected)
    assert personal.NHS_NUMBER in str(store.rejected)


def test_the_description_of_a_journal_and_its_faulty_rows_keep_nothing_of_people() -> None:
    data = (
        "layer,debit,credit,amount,scheme,partner,contract,period,description\n"
        f"budget,spend,contributions,1.00,other,,,1,Care for {NUMBER}\n"
        "budget,spend,contributions,1.00,other,,,943 476 5919,x\n"
    )
    result, store = bring({"journal.csv": data}, accept_rejected=True)
    assert "import.personal_data" in codes(result)
    assert "5919" not in str(result) + str(store.rejected) + str(store.entries)
    assert [each.entry.description for each in store.entries] == [personal.NHS_NUMBER]
    assert len(store.rejected) == 1
