"""Every command explains itself, and tells a script by its exit code how it went."""

import json
from pathlib import Path

import pytest

from poolbook.cli import COMMANDS, main, parser
from poolbook.cli.output import Exit

ROOT = Path(__file__).parents[3]


def said(capsys: pytest.CaptureFixture[str]) -> str:
    return capsys.readouterr().out


@pytest.mark.parametrize("command", list(COMMANDS))
def test_each_command_is_documented_by_its_own_help(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        main([command, "--help"])
    text = said(capsys)
    assert stop.value.code == 0
    assert f"poolbook {command}" in text
    assert "example" in text
    assert "exit codes:" in text


def test_the_help_lists_every_command_and_exit_code() -> None:
    text = parser().format_help()
    assert all(f"    {command}" in text for command in COMMANDS)
    assert all(f"{code.value:>3}  " in text for code in Exit)


def test_a_wrong_command_line_has_an_exit_code_of_its_own(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        main(["position"])
    assert stop.value.code == Exit.USAGE
    assert "PACK" in capsys.readouterr().err


def test_a_refusal_is_told_to_people_and_to_programs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["prove", str(tmp_path / "nothing"), "--json"]) == Exit.REFUSED
    shown = capsys.readouterr()
    assert json.loads(shown.out)["refused"][0]["severity"] == "error"
    assert "nothing" in shown.err


@pytest.mark.slow
def test_worked_examples_are_tried_and_compared(capsys: pytest.CaptureFixture[str]) -> None:
    files = sorted(str(path) for path in (ROOT / "examples" / "worked").glob("*.yaml"))
    assert main(["try", *files, "--json"]) == Exit.DONE
    outcomes = json.loads(said(capsys))
    assert outcomes
    assert all(each["matches"] is True for each in outcomes)
    settlements = [each for each in outcomes if each["kind"] == "settlement"]
    assert {"id", "kind", "matches", "sources", "steps"} == set(settlements[0])


def test_a_worked_example_that_comes_out_otherwise_fails_the_command(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    case = tmp_path / "case.yaml"
    case.write_text(
        "- id: A\n  partners: [X, Y]\n  level: pool\n  contrib: {P: {X: 100, Y: 100}}\n  actual: {P: 210}\n"
        "  rules: [{share: {by: contributions}}]\n  expect: {X: 10}\n",
        encoding="utf-8",
    )
    assert main(["try", str(case)]) == Exit.REFUSED
    assert "NOT as expected" in said(capsys)


def test_one_unreadable_file_does_not_hide_the_others(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    good = min((ROOT / "examples" / "worked").glob("*.yaml"))
    bad = tmp_path / "bad.yaml"
    bad.write_text("- id: A\n\tpartners: x\n", encoding="utf-8")
    assert main(["try", str(bad), str(good)]) == Exit.REFUSED
    shown = capsys.readouterr()
    assert "bad.yaml, line 2" in shown.err
    assert "as expected" in shown.out


def test_an_editor_can_have_the_schema_of_terms(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--schema"]) == Exit.DONE
    assert "contributions" in json.loads(said(capsys))["properties"]


@pytest.mark.parametrize("name", ["leeds-learning-disability", "oxfordshire-mental-health-2009-10"])
def test_a_packs_terms_rules_and_worked_examples_are_checked_together(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", str(ROOT / "examples" / name)]) == Exit.DONE
    assert "Questions that wait for an answer" in said(capsys)


def test_a_contradiction_in_the_terms_fails_the_check(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["new", str(tmp_path / "fund")]) == Exit.DONE
    terms = tmp_path / "fund" / "terms.yaml"
    terms.write_text(terms.read_text(encoding="utf-8").replace("partner: council", "partner: nobody"), encoding="utf-8")
    assert main(["check", str(tmp_path / "fund"), "--json"]) == Exit.REFUSED
    found = json.loads(said(capsys).partition("check")[2].partition("\n")[2] or "{}")
    assert "terms.unknown_partner" in {each["code"] for each in found["findings"]}
