"""Trying worked cases: what is compared, what is refused, and that one bad case never hides the others."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from poolbook import worked, yamlfile
from poolbook.findings import Refused
from poolbook.worked import show
from poolbook.worked.outcome import Outcome

GOOD = """\
id: good
partners: [A, B]
level: pool
contrib: {P: {A: 100, B: 100}}
actual: {P: 210}
rules: [{share: {by: equal}}]
"""
CLOCK = """\
id: clock
kind: clock
starts: 2009-06-01
stages: [{name: officers, length: 4 weeks}, {name: chiefs, length: 4 weeks}]
"""


def tried(text: str) -> list[Outcome]:
    """Every case of a file."""
    return worked.run(worked.read(yamlfile.parse(text, name="cases.yaml", keep_faults=True)))


def one(*parts: str) -> Outcome:
    """The only case of a file."""
    return tried("".join(parts))[0]


def test_a_settlement_matches_when_every_source_does_and_one_left_out_is_nil() -> None:
    assert one(GOOD, "expect: {A: 5, B: 5}").matches is True
    assert one(GOOD, "expect: {A: 5, B: 5, undecided: 0, 'reserve:r': 0}").matches is True
    differing = one(GOOD, "expect: {A: 5}")
    assert differing.matches is False
    assert differing.differences == ("B: expected £0.00, came out £0.05",)


def test_rejected_decisions_are_compared_as_well() -> None:
    rejecting = GOOD.replace("rules: [", "decisions: {X: {A: 1}}\nrules: [{decide: {by: X, default: continue}}, ")
    expect = "expect: {A: 5, B: 5}\n"
    assert one(rejecting, expect, "rejected_decisions: [X]").matches is True
    silent = one(rejecting, expect)
    assert silent.matches is False
    assert silent.differences == ("decisions rejected: expected none, came out X",)
    assert silent.rejected_decisions == ("X",)


def test_a_case_that_expects_nothing_is_worked_and_matches_nothing() -> None:
    outcome = one(GOOD)
    assert outcome.matches is None
    assert outcome.sources == {"A": 5, "B": 5}
    assert show.verdict(outcome) == "worked, and nothing expected to compare with"


def test_an_expected_source_that_cannot_be_is_a_fault_and_no_match() -> None:
    outcome = one(GOOD, "expect: {A: 5, B: 5, C: 0}")
    assert outcome.matches is False
    assert [(found.code, found.where.line) for found in outcome.errors] == [("worked.unknown_source", 7)]


def test_amounts_may_be_written_in_pounds_with_the_sign() -> None:
    pounds = GOOD.replace("{A: 100, B: 100}", "{A: £1.00, B: £1}").replace("210", "£2.10")
    assert one(pounds, "expect: {A: £0.05, B: 5}").matches is True


def test_json_has_exactly_the_keys_that_are_promised() -> None:
    settlement = one(GOOD, "expect: {A: 5, B: 5}").as_json()
    assert list(settlement) == ["id", "kind", "matches", "sources", "steps"]
    assert settlement["steps"][0]["moves"] == [
        {"unit": "pool", "source": "A", "pence": 5},
        {"unit": "pool", "source": "B", "pence": 5},
    ]
    assert list(one(CLOCK).as_json()) == ["id", "kind", "matches", "result", "steps"]
    assert json.loads(json.dumps(settlement)) == settlement


def test_json_of_a_refused_case_has_no_sources_and_says_why() -> None:
    refused = one(GOOD.replace("level: pool", "level: fund")).as_json()
    assert (refused["matches"], refused["sources"], refused["steps"]) == (False, None, [])
    assert refused["findings"][0]["line"] == 3


def test_one_bad_case_does_not_hide_the_others() -> None:
    text = f"- {_indented(GOOD)}\n- id: bad\n  level: pool\n  level: scheme\n- 7\n- {_indented(CLOCK)}"
    outcomes = tried(text)
    assert [(outcome.id, outcome.refused) for outcome in outcomes] == [
        ("good", False),
        ("bad", True),
        ("case 3", True),
        ("clock", False),
    ]
    bad = [(found.code, found.where.line) for found in outcomes[1].errors]
    assert ("yaml.duplicate_key", 9) in bad
    assert ("yaml.missing_key", 7) in bad
    assert [found.code for found in outcomes[2].errors] == ["worked.not_a_case"]


def test_a_kind_that_is_not_known_is_refused_by_name() -> None:
    outcome = one("id: m\nkind: clocks\n")
    assert (outcome.id, outcome.kind, outcome.matches, outcome.refused) == ("m", "clocks", False, True)
    assert "did you mean clock?" in outcome.errors[0].message


def test_names_that_could_forge_a_line_or_drive_a_terminal_are_shown_harmless() -> None:
    forged = GOOD.replace("id: good", 'id: "good\\nerror: forged"').replace(
        "{by: equal}", '{by: equal, among: ["\\e[2J"]}'
    )
    outcome = one(forged, 'kind: "settlement\\n"\n')
    shown = show.lines(outcome)
    assert outcome.id == "good error: forged"
    assert all(line.isprintable() for line in shown)
    assert one(forged).refused


def test_more_findings_than_anybody_reads_are_counted() -> None:
    found = one(GOOD, "".join(f"key-{i}: 1\n" for i in range(70))).errors
    assert [each.code for each in found] == ["yaml.unknown_key"] * 51
    assert found[-1].message == "and 20 more of the same sort"


def test_the_same_id_twice_is_a_fault_of_the_second() -> None:
    outcomes = tried(f"- {_indented(GOOD)}\n- {_indented(GOOD)}")
    assert [outcome.refused for outcome in outcomes] == [False, True]
    assert "earlier case (line 1)" in outcomes[1].errors[0].message


def test_keys_for_people_are_carried_and_any_other_unknown_key_is_refused() -> None:
    carried = "source: s\nbasis: b\nterm: t\nproof: [1 == 1]\ntriggers: [{x: 1}]\nnote: n\nsomething_expected: 5\n"
    assert one(GOOD, carried, "expect: {A: 5, B: 5}").matches is True
    faults = one(GOOD, "comment: c\n").errors
    assert [(found.code, found.where.line) for found in faults] == [("yaml.unknown_key", 7)]
    clock = one(CLOCK, carried, "rules: []\n").errors
    assert [found.where.key for found in clock] == ["rules"]


def test_codes_in_quotes_and_numbers_without_them_survive_as_codes() -> None:
    text = GOOD.replace("[A, B]", "['00123', 7]").replace("{A: 100, B: 100}", "{'00123': 100, 7: 100}")
    assert one(text, "expect: {00123: 5, '7': 5}").matches is True


def test_a_case_without_an_id_is_told_by_its_place() -> None:
    outcome = tried("- {}\n- {id: ~}")[1]
    assert outcome.id == "case 2"
    assert "yaml.value" in [found.code for found in outcome.errors]


def test_a_fault_of_the_list_itself_is_told_instead_of_its_cases() -> None:
    with pytest.raises(Refused) as refused:
        tried(f"!!seq\n- {_indented(GOOD)}")
    assert [found.code for found in refused.value.findings] == ["yaml.tag"]


@pytest.mark.parametrize("text", ["[]", "5", "some words", "poolbook: terms/1\nyear: 2009-10"])
def test_a_file_without_cases_is_refused(text: str) -> None:
    with pytest.raises(Refused) as refused:
        tried(text)
    assert refused.value.findings[0].code == "worked.no_cases"


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused) as refused:
        worked.read(tmp_path / "none.yaml")
    assert refused.value.findings[0].code == "yaml.unreadable"


def test_cases_read_from_terms_already_are_worked_without_lines() -> None:
    data: list[dict[str, Any]] = [{"id": "a", "kind": "clock"}]
    outcome = worked.run(worked.of_list(data, name="terms.yaml"))[0]
    assert [str(found.where) for found in outcome.errors] == ["terms.yaml", "terms.yaml"]
    assert worked.of_list([], name="terms.yaml") == []


def test_an_outcome_is_shown_with_its_steps_its_answer_and_what_differs() -> None:
    shown = show.lines(one(GOOD, "expect: {A: 6, B: 4}"))
    assert shown == [
        "good (settlement): NOT as expected",
        "  Rule 1: A pays £0.05 and B pays £0.05 for the pool. Nothing is left to settle.",
        "  Came out: A £0.05, B £0.05",
        "  Differs: A: expected £0.06, came out £0.05",
        "  Differs: B: expected £0.04, came out £0.05",
    ]


def test_a_refused_case_is_shown_with_its_faults_and_counted() -> None:
    outcomes = [one(GOOD, "expect: {A: 5, B: 5}"), one("id: x\nkind: y\n"), one(CLOCK), one(GOOD, "expect: {}")]
    shown = show.lines(outcomes[1])
    assert shown[0] == "x (y): refused"
    assert "cases.yaml, line 2, kind" in shown[1]
    assert show.summary(outcomes) == "4 cases: 1 as expected, 1 not, 1 refused, 1 with nothing expected"


def test_a_clock_compares_only_the_stages_that_are_expected() -> None:
    assert one(CLOCK, "expect: {chiefs: 2009-07-27}").matches is True
    wrong = one(CLOCK, "expect: {chiefs: 2009-07-28}")
    assert wrong.differences == ("chiefs: expected 2009-07-28, came out 2009-07-27",)
    unknown = one(CLOCK, "expect: {chief: 2009-07-27}")
    assert (unknown.matches, [found.code for found in unknown.errors]) == (False, ["worked.unknown_stage"])


def test_the_steps_of_a_clock_say_what_happened_to_each_stage() -> None:
    rolled = one(CLOCK.replace("06-01", "11-27"), "roll: next_working_day\nescalated: {officers: 2009-12-01}\n")
    assert rolled.steps[0]["sentence"] == (
        "officers: 4 weeks from 2009-11-27 ends on 2009-12-29, the next working day after 2009-12-25. "
        "It was escalated on 2009-12-01, which changes no date."
    )
    assert rolled.steps[1]["sentence"] == "chiefs: 4 weeks from 2009-12-29 ends on 2010-01-26."
    cut = one(CLOCK, "clock_from: escalation\nescalated: {officers: 2009-06-10}\n")
    assert cut.steps[0]["sentence"] == "officers: from 2009-06-01, escalated on 2009-06-10, which ends it."
    assert "Came out: officers 2009-06-10, chiefs 2009-07-08" in show.lines(cut)[3]


def test_a_clock_that_cannot_run_is_refused_with_every_reason_at_its_line() -> None:
    outcome = one(CLOCK, "escalated:\n  officers: 2009-07-10\n  chiefs: 2008-01-01\n  nobody: 2009-07-01\n")
    assert [(found.where.line, found.where.key) for found in outcome.errors] == [(8, "escalated.nobody")]
    late = one(CLOCK, "escalated:\n  officers: 2009-07-10\n  chiefs: 2008-01-01\n")
    assert [(found.where.line, found.code) for found in late.errors] == [(6, "clock.refused"), (7, "clock.refused")]


@pytest.mark.parametrize(
    ("key", "word"),
    [
        ("starts: 2009-6-1", "write a day of the calendar"),
        ("starts: 2009-02-30", "write a day of the calendar"),
        ("starts: 20090601", "write a day of the calendar as 2009-06-01, not 20090601"),
        ("starts: ", "write a day of the calendar as 2009-06-01: nothing is given"),
        ("stages: []", "this is empty: name one at least"),
        ("stages: [{name: a, length: soon}]", "write a length"),
        ("stages: [{name: a, length: 10}]", "write a length"),
        ("stages: [{name: a, length: 99999 weeks}]", "99999 weeks is longer than any stage: 3,660 weeks at most"),
        (
            f"stages: [{{name: a, length: {'9' * 25} working days}}]",
            "longer than any stage: 3,660 working days at most",
        ),
        ("roll: yes", "write one of: none, next_working_day"),
        ("clock_from: start", "write one of: previous_stage_end, escalation"),
        ("extra_holidays: 2009-06-01", "write a list here"),
    ],
)
def test_a_clock_that_is_written_wrong_is_refused_in_plain_words(key: str, word: str) -> None:
    name = key.partition(":")[0]
    kept = "".join(line + "\n" for line in CLOCK.splitlines() if not line.startswith(f"{name}:"))
    faults = one(kept, key).errors
    assert len(faults) == 1
    assert word in faults[0].message


def _indented(text: str) -> str:
    return text.strip().replace("\n", "\n  ")
