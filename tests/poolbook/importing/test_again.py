"""The same file again, after the rules changed: what it left is brought in, what is posted stays as it is."""

from __future__ import annotations

from pathlib import Path

import pytest

from poolbook import folder
from poolbook.cli import main
from poolbook.folder import receive
from poolbook.importing import ImportResult, Outcome, Upload
from tests.lookalikes import leeds, systems
from tests.poolbook.importing.memory import AT, codes

RULES = """\
poolbook: rules/1
sources:
  host:
    columns: {date: Date, code: Code, amount: Amount, type: Type}
    types: {PI: payment}
rules:
  - {when: {code: "A"}, scheme: other}
  - {when: {code: "B"}, elsewhere: ANOTHER}
  - {when: {code: "C"}, ignore: cleared monthly}
"""
DATA = b"Date,Code,Amount,Type\n" + b"".join(
    b"02/04/2012,%s,%s,%s\n" % each
    for each in ((b"A", b"1.00", b"PI"), (b"A", b"1.00", b"PI"), (b"A", b"1.00", b"ZZ"), (b"B", b"2.00", b"PI"),
                 (b"C", b"4.00", b"PI"), (b"A", b"oops", b"PI"))
)  # fmt: skip


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    """A pack whose one file left a line elsewhere, one ignored and two rejected."""
    (tmp_path / "terms.yaml").write_text(leeds.TERMS)
    (tmp_path / "rules.yaml").write_text(RULES)
    first = bring(tmp_path, accept_rejected=True)
    assert (first.total["new"], first.total["elsewhere"], first.total["ignored"], first.total["rejected"]) == (
        2,
        1,
        1,
        2,
    )
    return tmp_path


def bring(pack: Path, *, accept_rejected: bool = False) -> ImportResult:
    """The same bytes."""
    files = [Upload("april.csv", data=DATA)]
    return receive.receive(pack, files, by="a clerk", at=AT, accept_rejected=accept_rejected)


def test_the_same_file_by_the_same_rules_adds_nothing_and_is_told_truthfully(pack: Path) -> None:
    again = bring(pack)
    assert again.outcome is Outcome.NOTHING_NEW
    assert codes(again) == ["import.same_file"]
    assert "2 of its rows stay rejected" in again.findings[0].message
    assert again.total | {"credits_pence": 0} == {
        "lines": 6, "new": 0, "seen": 2, "elsewhere": 1, "unmapped": 0, "rejected": 2, "ignored": 1, "net_pence": 0,
        "credits_pence": 0,
    }  # fmt: skip


def test_what_the_file_left_is_brought_in_once_when_rules_and_types_are_corrected(pack: Path) -> None:
    rules = RULES.replace("elsewhere: ANOTHER", "scheme: home_care").replace("ignore: cleared monthly", "scheme: other")
    (pack / "rules.yaml").write_text(rules.replace("PI: payment", "PI: payment, ZZ: payment"))
    again = bring(pack)
    assert again.outcome is Outcome.POSTED
    assert (again.total["new"], again.total["seen"], again.total["rejected"]) == (3, 2, 1)
    assert (again.total["net_pence"], again.files[0].same_as) == (700, "april.csv")
    assert sorted(folder.read(pack).lines().collect()["line_no"].to_list()) == [2, 3, 4, 5, 6]
    third = bring(pack)
    assert (third.outcome, third.total["new"], third.total["seen"]) == (Outcome.NOTHING_NEW, 0, 5)
    assert main(["prove", str(pack)]) == 0


def test_lines_that_are_posted_stay_where_they_are_whatever_the_rules_say_now(pack: Path) -> None:
    (pack / "rules.yaml").write_text(RULES.replace('"A"}, scheme: other', '"A"}, elsewhere: ANOTHER'))
    again = bring(pack)
    assert (again.outcome, again.total["seen"], again.total["elsewhere"]) == (Outcome.NOTHING_NEW, 2, 1)


def take(pack: Path, name: str, text: str, *, rules: str = "", accept_rejected: bool = False) -> ImportResult:
    """One file by its name, with new rules first where some are given."""
    if rules:
        (pack / "rules.yaml").write_text(rules)
    files = [Upload(name, data=text.encode())]
    return receive.receive(pack, files, by="a clerk", at=AT, accept_rejected=accept_rejected)


@pytest.mark.slow
def test_a_trial_balance_is_read_again_by_corrected_rules_until_a_later_one_follows(tmp_path: Path) -> None:
    (tmp_path / "terms.yaml").write_text(leeds.TERMS)
    elsewhere = 'rules:\n  - {when: {cost_centre: "C20"}, elsewhere: ANOTHER}\n'
    april, may = systems.TRIAL, systems.TRIAL.replace("100.00,900.00", "70.00,930.00").replace("150.00", "120.00")
    may = may.replace("850.00", "880.00").replace("870.00", "900.00")
    first = take(tmp_path, "TB P01.csv", april, rules=systems.TRIAL_RULES.replace("rules:\n", elsewhere))
    assert (first.total["new"], first.total["elsewhere"]) == (2, 1)
    again = take(tmp_path, "TB P01.csv", april, rules=systems.TRIAL_RULES)
    assert (again.total["new"], again.total["seen"], again.total["net_pence"]) == (1, 2, 2_000)
    assert take(tmp_path, "TB P01.csv", april).outcome is Outcome.NOTHING_NEW
    assert take(tmp_path, "TB P02.csv", may).total["net_pence"] == 3_000
    late = take(tmp_path, "TB P01.csv", april)
    assert (late.outcome, late.total["seen"], codes(late)) == (Outcome.NOTHING_NEW, 3, ["import.same_file"])
    assert main(["prove", str(tmp_path)]) == 0


def test_of_a_journal_the_rejected_rows_are_read_again_and_no_others(tmp_path: Path) -> None:
    terms = leeds.TERMS.partition("  - {code: home_care")[0]
    (tmp_path / "terms.yaml").write_text(terms)
    take(tmp_path, "journal.csv", systems.JOURNAL, accept_rejected=True)
    folder.reverse(tmp_path, 2, on=AT.date(), period=2, why="not agreed", by="a clerk", at=AT)
    (tmp_path / "terms.yaml").write_text(leeds.TERMS)
    again = take(tmp_path, "journal.csv", systems.JOURNAL)
    assert (again.total["new"], again.total["seen"], codes(again)) == (1, 3, ["import.same_file"])
    assert folder.read(tmp_path).entries[-1].description == "Contract K7 let"
    assert main(["prove", str(tmp_path)]) == 0
