"""A fund's first quarter from the command line: imported, corrected, reconciled, closed, forecast, reported, issued."""

import hashlib
import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from poolbook import folder
from poolbook.cli import main
from poolbook.cli.output import Exit

TOUR = Path(__file__).parents[3] / "examples" / "extracts" / "tour"
MONTHS = [str(path) for path in sorted(TOUR.glob("*.csv"))]
ACT = ["--by", "A Patel", "--at", "2025-07-03T10:00"]

BALANCE = """\
Cost centre,Account,Description,Closing
HC100,4100,Home care,{home}
RB200,4200,Reablement,"138,450.75"
RB200,1000,Reablement team,"71,615.00"
PF900,9201,Council,-435000.00
PF900,9203,"Board, non-recurrent",-60000.00
PF900,9202,Board,-375000.00
"""


@pytest.fixture(scope="module")
def first_quarter(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The template's fund with its first quarter brought in."""
    path = tmp_path_factory.mktemp("year") / "fund"
    assert main(["new", str(path)]) == Exit.DONE
    assert main(["import", str(path), *MONTHS, *ACT]) == Exit.DONE
    return path


@pytest.fixture
def pack(first_quarter: Path, tmp_path: Path) -> Path:
    """A copy to work with."""
    return shutil.copytree(first_quarter, tmp_path / "fund")


def test_books_that_are_not_open_are_said_with_the_command_that_opens_them(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["new", str(tmp_path / "fund")])
    assert main(["position", str(tmp_path / "fund")]) == Exit.DONE
    shown = capsys.readouterr()
    assert "the books are not open yet" in shown.out
    assert f"poolbook open {tmp_path / 'fund'}" in shown.err


def test_the_first_import_opens_the_books_and_the_same_files_again_add_nothing(
    pack: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert [entry.kind for entry in folder.read(pack).entries] == ["opening", "import", "import", "import"]
    assert main(["import", str(pack), *MONTHS, "--json", *ACT]) == Exit.DONE
    told = json.loads(capsys.readouterr().out)
    assert told["outcome"] == "nothing new"
    assert (told["total"]["lines"], told["total"]["seen"], told["total"]["new"]) == (62, 62, 0)
    assert {"lines", "new", "seen", "elsewhere", "unmapped", "rejected", "net_pence", "credits_pence"} <= set(
        told["total"]
    )


def test_a_code_without_a_rule_stores_nothing_and_asks(pack: Path, capsys: pytest.CaptureFixture[str]) -> None:
    extract = Path(MONTHS[0]).read_text(encoding="utf-8").replace("RB200/1000", "RB999/1000").replace("J504", "J604")
    (pack.parent / "more.csv").write_text(extract, encoding="utf-8")
    before = (pack / "manifest.json").read_bytes()
    assert main(["import", str(pack), str(pack.parent / "more.csv"), *ACT]) == Exit.WAITS
    assert 'cost_centre: "RB999"' in capsys.readouterr().out
    assert (pack / "manifest.json").read_bytes() == before


def test_a_wrong_import_is_reversed_as_one_act_and_can_come_again(
    pack: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["reverse", str(pack), "4", "--why", "June came in draft", *ACT]) == Exit.DONE
    assert main(["import", str(pack), MONTHS[2], "--json", *ACT]) == Exit.DONE
    assert json.loads(capsys.readouterr().out.partition("\n")[2])["total"]["new"] == 20
    assert main(["prove", str(pack)]) == Exit.DONE
    assert main(["reverse", str(pack), "4", "--why", "again", *ACT]) == Exit.REFUSED


def test_an_import_opens_the_books_again_whose_opening_was_reversed(pack: Path) -> None:
    assert main(["reverse", str(pack), "1", "--why", "the budget was a draft", *ACT]) == Exit.DONE
    assert main(["import", str(pack), *MONTHS, *ACT]) == Exit.DONE
    assert not folder.read(pack).is_open, "nothing new came, so nothing is stored"
    assert main(["reverse", str(pack), "4", "--why", "June came in draft", *ACT]) == Exit.DONE
    assert main(["import", str(pack), MONTHS[2], *ACT]) == Exit.DONE
    after = folder.read(pack)
    assert [each.kind for each in after.entries[4:]] == ["reversal", "reversal", "opening", "import"]
    again = [replace(each, entry=1) for each in after.transfers if each.entry == 7]
    assert again == [each for each in after.transfers if each.entry == 1]
    assert main(["open", str(pack), *ACT]) == Exit.REFUSED


@pytest.fixture
def balance(pack: Path) -> Path:
    """The host's trial balance of June, and rules that answer it."""
    rules = pack / "rules.yaml"
    source = "sources:\n  balance:\n    layout: trial_balance\n    codes: [cost_centre, account]\n"
    rule_words = rules.read_text(encoding="utf-8").replace("sources:\n", source, 1)
    rules.write_text(rule_words.replace("detail:", "account:"), encoding="utf-8")
    path = pack.parent / "2025-06.csv"
    path.write_text(BALANCE.format(home='"627,001.75"'), encoding="utf-8")
    return path


def test_a_period_closes_when_the_hosts_trial_balance_agrees_and_not_before(
    pack: Path, balance: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    close = ["close", str(pack), "3", "--trial-balance", str(balance), "--to", "balances of 2 July", *ACT]
    agreed = balance.read_bytes()
    balance.write_bytes(agreed.replace(b"627,001.75", b"627,001.74"))
    assert main(close) == Exit.REFUSED
    assert "£0.01 apart" in capsys.readouterr().err
    balance.write_bytes(agreed)
    assert main(close) == Exit.DONE
    after = folder.read(pack)
    sha256 = hashlib.sha256(agreed).hexdigest()
    assert (after.head.closed, after.entries[-1].source) == (3, f"balances of 2 July; 2025-06.csv, SHA-256 {sha256}")


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ('RB200,1000,Reablement team,"71,615.00"\n', "", "import.not_reconciled"),
        ("PF900,9202,Board,-375000.00\n", "", "import.not_reconciled"),
        ("RB200,1000", "XX999,1000", "import.balance_open"),
        ("-375000.00\n", "-375000.00\n,,Grand total,1.00\n", "import.control_total"),
        ("-375000.00\n", "oops\n", "import.balance_open"),
    ],
    ids=["spend missing", "income missing", "no rule", "total", "not an amount"],
)
def test_a_trial_balance_that_is_not_whole_closes_nothing(
    old: str, new: str, code: str, balance: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pack = balance.parent / "fund"
    words = balance.read_text(encoding="utf-8")
    assert old in words
    balance.write_text(words.replace(old, new), encoding="utf-8")
    assert main(["close", str(pack), "3", "--trial-balance", str(balance), *ACT]) == Exit.REFUSED
    assert code in capsys.readouterr().err
    assert folder.read(pack).head.closed == 0


@pytest.mark.parametrize(
    ("name", "code"), [("2025-05.csv", "import.balance_period"), ("balance.csv", "import.period_of_name")]
)
def test_a_trial_balance_of_another_period_closes_nothing(
    name: str, code: str, pack: Path, balance: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = balance.rename(balance.with_name(name))
    assert main(["close", str(pack), "3", "--trial-balance", str(other), *ACT]) == Exit.REFUSED
    assert code in capsys.readouterr().err


def test_a_trial_balance_with_headings_alone_closes_nothing(
    pack: Path, balance: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    balance.write_text(BALANCE.partition("\n")[0] + "\n", encoding="utf-8")
    assert main(["close", str(pack), "3", "--trial-balance", str(balance), *ACT]) == Exit.REFUSED
    assert "import.no_lines" in capsys.readouterr().err


def test_a_recorded_forecast_stands_until_it_is_ended(pack: Path, capsys: pytest.CaptureFixture[str]) -> None:
    set_it = ["--set", "home-care=2,500,000.00", "--why", "two more rounds from October"]
    assert main(["forecast", str(pack), "--period", "3", *set_it, *ACT]) == Exit.DONE
    assert "home-care: £2,500,000.00 (override)" in capsys.readouterr().out
    assert main(["forecast", str(pack), "--period", "4", *ACT]) == Exit.DONE
    assert "home-care" not in capsys.readouterr().out
    assert main(["forecast", str(pack), "--period", "5", "--end", "home-care", *ACT]) == Exit.DONE
    assert "home-care" in capsys.readouterr().out
    wrong = ["--set", "home=1", "--set", "reablement=1,00"]
    assert main(["forecast", str(pack), "--period", "5", *wrong, *ACT]) == Exit.REFUSED
    told = capsys.readouterr().err
    assert all(code in told for code in ("forecast.unknown_scheme", "forecast.amount", "forecast.no_reason"))


def test_a_settlement_is_given_to_programs_with_its_steps(pack: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["settle", str(pack), "--json"]) == Exit.DONE
    told = json.loads(capsys.readouterr().out)
    assert told["settled"] is True
    assert sum(told["sources"].values()) == sum(told["variance"].values()) == 12_067_50
    assert told["by_partner"] == {"council": 7_240_50, "icb": 4_827_00}
    assert [step["verb"] for step in told["steps"]] == ["net", "share", "hold"]


@pytest.mark.slow
def test_a_quarterly_report_is_issued_once_it_says_how_effective_the_fund_is(
    pack: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    issue = ["report", "quarterly", str(pack), "--quarter", "1", "--format", "xlsx", "--issue", *ACT]
    assert main(issue) == Exit.REFUSED
    assert "report.no_measures" in capsys.readouterr().err
    (pack / "measures.yaml").write_text(
        "poolbook: measures/1\nmeasures:\n  - {quarter: 1, code: HOME, name: At home after 91 days, definition: of all "
        'discharged, target: "85%", actual: "83%", better: higher, comment: Two rounds short.}\n',
        encoding="utf-8",
    )
    assert main(issue) == Exit.DONE
    assert (pack / "reports" / "quarterly-quarter-1-v1.xlsx").exists()
    assert main(["verify", str(pack)]) == Exit.DONE
    assert main(issue) == Exit.REFUSED  # what was issued does not change; a correction is a new version
    assert main([*issue, "--version", "2"]) == Exit.DONE
    capsys.readouterr()
    changed = bytearray((pack / "transfers.csv").read_bytes())
    changed[-3] ^= 1
    (pack / "transfers.csv").write_bytes(changed)
    assert main(["verify", str(pack)]) == Exit.REFUSED
    assert "transfers.csv" in capsys.readouterr().err


@pytest.mark.parametrize("program", ["hledger", "beancount"])
def test_the_books_are_written_for_other_programs(program: str, pack: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["export", str(pack), "--to", program]) == Exit.DONE
    assert "627001.75" in capsys.readouterr().out.replace(",", "") or program


def test_what_a_program_asks_for_goes_to_the_file_it_names(pack: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = pack.parent / "who.json"
    assert main(["settle", str(pack), "--json", "--to", str(file)]) == Exit.DONE
    told = json.loads(file.read_text(encoding="utf-8"))
    assert (told["settled"], told["illustrative"]) == (True, True)
    assert main(["position", str(pack), "--to", str(pack / "no" / "such" / "folder")]) == Exit.REFUSED
    assert "report.not_written" in capsys.readouterr().err


@pytest.mark.parametrize("by", ["", "  ", "A Patel\nB Khan"])
def test_who_acts_is_a_name_on_one_line_and_never_somebody_else(by: str, pack: Path) -> None:
    with pytest.raises(SystemExit) as stop:
        main(["close", str(pack), "1", "--by", by])
    assert stop.value.code == Exit.USAGE


def test_an_act_without_its_reason_is_a_wrong_command_line(pack: Path) -> None:
    for words in (["seal", str(pack)], ["reverse", str(pack), "2"]):
        with pytest.raises(SystemExit) as stop:
            main([*words, "--why", " "])
        assert stop.value.code == Exit.USAGE
