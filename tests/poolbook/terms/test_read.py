"""Terms from a file: what is accepted, and how every fault is told."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from poolbook import yamlfile
from poolbook.dates.years import FinancialYear
from poolbook.findings import Refused
from poolbook.terms import read
from poolbook.terms.model import Basis, Kind, Mode, Side, Terms

SMALL = """\
poolbook: terms/1
fund:
  code: equipment
  name: Equipment pooled fund
year: 2009-10
agreement:
  title: Equipment agreement
  status: in_force
  starts: 2009-04-01
partners:
  - {code: COUNCIL, name: The Council, kind: local_authority}
  - {code: PCT, name: The PCT, kind: nhs_body}
groups:
  - {code: BOTH, name: Both, members: [COUNCIL, PCT], split: {COUNCIL: 50.5, PCT: 1}}
schemes:
  - {code: BEDS, name: Beds, side: joint, budget: "£1,000.50"}
contributions:
  - {by: PCT, scheme: BEDS, amount: £1000.50, clause: 6.10}
"""


def terms(text: str) -> Terms:
    """The terms in a text."""
    return read.of(yamlfile.parse(text, name="terms.yaml"))


def faults(text: str) -> list[str]:
    """Why a text is refused, one line a fault: line, key, and the words."""
    with pytest.raises(Refused) as refused:
        terms(text)
    assert {each.where.file for each in refused.value.findings} == {"terms.yaml"}
    return [f"{each.where.line} {each.where.key}: {each.message}" for each in refused.value.findings]


def test_a_file_becomes_terms_with_the_defaults_filled_in() -> None:
    made = terms(SMALL)
    assert (made.year, made.agreement.starts) == (FinancialYear(2009), date(2009, 4, 1))
    assert (made.fund.mode, made.schemes[0].side) == (Mode.LIVE, Side.JOINT)
    line = made.contributions[0]
    assert (line.amount, line.kind, line.basis) == (100050, Kind.RECURRENT, Basis.NOT_STATED)
    assert made.schemes[0].budget == 100050
    assert made.settlement is None


def test_a_decimal_is_an_exact_fraction_and_a_clause_keeps_its_last_nought() -> None:
    made = terms(SMALL)
    assert made.groups[0].split == {"COUNCIL": Fraction(101, 2), "PCT": 1}
    assert made.contributions[0].clause == "6.10"


def test_a_file_on_disk_is_read_by_its_name(tmp_path: Path) -> None:
    path = tmp_path / "terms.yaml"
    path.write_text(SMALL, encoding="utf-8")
    assert read.read(path) == terms(SMALL)


def test_what_the_checks_find_has_the_file_and_the_line(tmp_path: Path) -> None:
    path = tmp_path / "terms.yaml"
    path.write_text(SMALL.replace("by: PCT", "by: PTC"), encoding="utf-8")
    found = [str(each) for each in read.read_and_check(path)[1] if each.code == "terms.unknown_contributor"]
    start, end = "error: terms.yaml, line 18, contributions[1].by: PTC is not the code", ": did you mean PCT?"
    assert len(found) == 1
    assert found[0].startswith(start)
    assert end in found[0]


def test_what_is_missing_is_found_at_the_line_of_what_is_around_it(tmp_path: Path) -> None:
    path = tmp_path / "terms.yaml"
    path.write_text(SMALL, encoding="utf-8")
    found = {each.code: each.where for each in read.read_and_check(path)[1]}
    assert (found["terms.basis_not_stated"].line, found["terms.basis_not_stated"].key) == (18, "contributions[1].basis")
    assert (found["terms.no_host"].line, found["terms.no_host"].key) == (1, "host")


def test_a_file_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="there is no such file"):
        read.read(tmp_path / "terms.yaml")


def test_a_file_that_is_not_terms_is_told_what_to_put_first() -> None:
    assert faults("fund: {}") == ["1 : this does not say that it holds terms: put the line `poolbook: terms/1` first"]
    assert faults("- one\n- two")[0].endswith("put the line `poolbook: terms/1` first")


def test_terms_of_another_version_are_refused_before_anything_else() -> None:
    assert faults(SMALL.replace("terms/1", "terms/2")) == [
        "1 poolbook: this is written as 'terms/2'; this version of Poolbook reads terms/1"
    ]


def test_an_unknown_key_is_told_with_the_nearest_one() -> None:
    text = SMALL.replace("side: joint", "side: joint, ofifcer: Head of Beds")
    assert faults(text) == ["16 schemes[1].ofifcer: 'ofifcer' is not a key that is known here: did you mean officer?"]


def test_all_faults_come_at_once_each_at_its_line() -> None:
    text = (
        SMALL.replace("year: 2009-10", "year: 2009-11")
        .replace("  starts: 2009-04-01", "  starts: 1 April 2009")
        .replace("kind: nhs_body", "kind: trust")
        .replace("£1000.50", "1000.50")
        .replace("  name: Equipment pooled fund\n", "")
        .replace("PCT: 1}", "PCT: -1}")
    )
    assert faults(text) == [
        "2 fund: name is missing",
        "4 year: '2009-11' is not a financial year: write it as 2009-10",
        "8 agreement.starts: write a date as 2009-04-01",
        "11 partners[2].kind: write one of: nhs_body, local_authority",
        "13 groups[1].split.PCT: -1 is negative: this number cannot be",
        "17 contributions[1].amount: write money in pounds with the sign, as £1,234.50",
    ]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("£1000.50", "£1000.505", "'£1000.505' is not an amount in pounds and pence"),
        ("code: equipment", "code: Equipment fund", "write a code without spaces"),
        ("by: PCT", "by: true", "write words here"),
        ("name: The PCT", "name: ''", "this is empty: write the words, or leave the key out"),
        ('"£1,000.50"', "-£1", "this sum cannot be negative"),
        ("side: joint", "side: [joint]", "write one of: nhs, health_related, joint, not_stated"),
        ("starts: 2009-04-01", "starts: 20090401", "write a date as 2009-04-01"),
        ("status: in_force", "status: signed", "write one of: proposed, in_force, ended"),
        ("split: {COUNCIL: 50.5, PCT: 1}", "split: [1, 2]", "write keys with values here"),
    ],
)
def test_a_value_that_cannot_be_read_is_told_how_to_write_it(old: str, new: str, said: str) -> None:
    assert any(said in each for each in faults(SMALL.replace(old, new)))


def test_no_schemes_and_no_partners_are_refused() -> None:
    text = SMALL[: SMALL.index("schemes:")]
    assert faults(text) == ["1 : schemes is missing"]


def test_terms_cannot_be_changed_once_read() -> None:
    made = terms(SMALL)
    with pytest.raises(ValueError, match="frozen"):
        made.fund.mode = Mode.SHADOW
