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
