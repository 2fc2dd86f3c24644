"""Two pools in the same twelve files: each pack takes its own, to the penny, and once."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from poolbook import folder
from poolbook.folder import receive
from poolbook.importing import Outcome, Upload
from tests.lookalikes import leeds
from tests.poolbook.importing.memory import AT, bring, prove

MONTHS = leeds.year()
QUARTER = MONTHS[6:9]


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    """A pack with terms and rules for the look-alike files."""
    (tmp_path / "terms.yaml").write_text(leeds.TERMS)
    (tmp_path / "rules.yaml").write_text(leeds.RULES)
    return tmp_path


def files() -> list[Upload]:
    """The files of one quarter, the one whose headings change among them."""
    return [Upload(month.name, data=month.data) for month in QUARTER]


@pytest.mark.slow
def test_a_year_of_files_gives_the_pools_own_payments_by_month_and_type() -> None:
    result, store = bring({month.name: month.data for month in MONTHS}, leeds.RULES)
    mine = [each for each in leeds.payments(MONTHS) if each.pool == leeds.CARE]
    assert result.outcome is Outcome.POSTED
    every = list(leeds.payments(MONTHS))
    assert result.total == {
        "lines": len(every), "new": len(mine), "seen": 0, "elsewhere": len(every) - len(mine), "unmapped": 0,
        "rejected": 0, "ignored": 0, "net_pence": leeds.total(MONTHS, leeds.CARE),
        "credits_pence": sum(each.pence for each in mine if each.pence <= 0),
    }  # fmt: skip
    by_period: Counter[int] = Counter()
    for each in mine:
        by_period[each.period] += each.pence
    assert {file.file: dict(file.by_period) for file in result.files} == {
        month.name: {at: by_period[at]} for at, month in enumerate(MONTHS, start=1)
    }
    care = sum(each.pence for each in mine if each.type == "Home Care")
    assert sum(file.by_scheme.get(("home_care", "spend"), 0) for file in result.files) == care
    prove(store)


@pytest.mark.slow
def test_a_pack_keeps_the_lines_and_the_same_files_again_add_nothing(pack: Path) -> None:
    first = receive.receive(pack, files(), by="a clerk", at=AT)
    book = folder.read(pack).book()
    again = receive.receive(pack, files(), by="a clerk", at=AT)
    assert first.total["net_pence"] == leeds.total(QUARTER, leeds.CARE)
    assert again.outcome is Outcome.NOTHING_NEW
    assert {each.code for each in again.findings} == {"import.same_file"}
    assert folder.read(pack).book() == book


@pytest.mark.slow
def test_the_same_lines_in_another_file_are_seen(pack: Path) -> None:
    receive.receive(pack, files(), by="a clerk", at=AT)
    whole = Upload("2012-11 again.csv", data=MONTHS[7].data.replace(b"\r\n", b"\n"))
    result = receive.receive(pack, [whole], by="a clerk", at=AT)
    assert result.outcome is Outcome.NOTHING_NEW
    assert result.total["seen"] == sum(1 for each in MONTHS[7].payments if each.pool == leeds.CARE)


def test_a_code_without_a_rule_stops_the_whole_command_and_gives_the_rule_to_write(pack: Path) -> None:
    before = sorted(path.name for path in pack.iterdir())
    (pack / "rules.yaml").write_text(leeds.RULES.replace('expense_type: "Home Care"', 'expense_type: "Other"'))
    result = receive.receive(pack, files(), by="a clerk", at=AT)
    assert result.outcome is Outcome.WAITING
    assert [dict(each.codes) for each in result.unmapped] == [{"division": leeds.CARE, "expense_type": "Home Care"}]
    assert f'when: {{division: "{leeds.CARE}", expense_type: "Home Care"}}' in result.snippet()
    assert [each.name for each in pack.iterdir() if each.name not in {*before, ".lock"}] == []
    assert "import.unmapped" in {each.code for each in result.findings}


def test_a_pack_without_rules_takes_journals(pack: Path) -> None:
    (pack / "rules.yaml").unlink()
    data = b"layer,debit,credit,amount,scheme,period,description\nbudget,spend,contributions,5,other,1,X\n"
    assert receive.receive(pack, [Upload("j.csv", data=data)], by="a clerk", at=AT).outcome is Outcome.POSTED
