"""What is refused before any rule runs: every reason at once, each at its line."""

from __future__ import annotations

import time

import pytest

from poolbook import worked, yamlfile
from tests.poolbook.settlement.cases import POOL, codes, refusals

EVERYTHING_WRONG = """\
id: wrong
partners: [A, B]
level: scheme
contrib: {X: {A: 100, D: 100}, Y: {B: 100}}
actual: {X: 300, Z: 100}
budget: {Q: 5}
funding: {R: 5}
causes: {X: {c: -5}, S: {c: 1}}
meta: {T: {host: A}}
reserves: {r: -1}
weights: {w: {A: 1, E: 2}}
decisions: {BOARD: {F: 5}}
rules:
  - share: {by: weights, name: v, among: [A, G]}
    cap: {H: 5, A: {contrib: I}}
  - assign: {to: J}
  - net: {among: [X, K]}
  - share: {by: fixed, weights: {L: 1}}
"""


def test_every_fault_of_a_case_is_told_at_once_with_its_line() -> None:
    found = worked.run(worked.read(yamlfile.parse(EVERYTHING_WRONG, name="wrong.yaml")))[0].errors
    where = {(fault.where.line, fault.where.key) for fault in found}
    assert where == {
        (4, "contrib.X.D"),
        (5, "actual.Z"),
        (5, "actual"),
        (6, "budget.Q"),
        (7, "funding.R"),
        (8, "causes.X.c"),
        (8, "causes.S"),
        (9, "meta.T"),
        (10, "reserves.r"),
        (11, "weights.w.E"),
        (12, "decisions.BOARD.F"),
        (14, "rules[1].share.name"),
        (14, "rules[1].share.among[2]"),
        (15, "rules[1].cap.H"),
        (15, "rules[1].cap.A.contrib"),
        (16, "rules[2].assign.to"),
        (17, "rules[3].net.among[2]"),
        (18, "rules[4].share.weights.L"),
    }


def test_faults_of_form_do_not_hide_faults_of_meaning() -> None:
    found = codes(POOL, "actual: {P: 1.5}", "causes: {Q: {c: 1}}", "rules: [{asign: {to: A}}, {assign: {to: Z}}]")
    assert sorted(found) == [
        "settlement.unknown_partner",
        "settlement.unknown_unit",
        "yaml.unknown_key",
        "yaml.value",
        "yaml.value",
    ]


@pytest.mark.parametrize(
    ("part", "word"),
    [
        ("rules: [{assign: {to: A}, limit: -1}]", "negative"),
        ("rules: [{assign: {to: A}, limit: {pct: -2.5, of: budget}}]", "negative"),
        ("rules: [{share: {by: equal}, cap: {A: -1}}]", "negative"),
        ("rules: [{share: {by: fixed, weights: {A: -1}}}]", "negative"),
        ("rules: [{draw: {from: [a, b], split: [1, -1]}}]", "negative"),
        ("rules: [{assign: {to: A}, limit: true}]", "whole pence"),
        ("rules: [{assign: {to: A}, limit: 1_000}]", "whole pence"),
        ("rules: [{assign: {to: A}, limit: 12.50}]", "whole pence"),
        ("rules: [{assign: {to: A}, limit: {pct: 5%, of: budget}}]", "write a number"),
        ("rules: [{assign: {to: A}, limit: {pct: 5, of: spend}}]", "write one of: budget"),
        ("rules: [{assign: {to: A}, if: {fact: f, is: true}}]", "not a key that is known"),
        ("rules: [{assign: {to: A}, when: underspend}]", "write one of: over, under"),
        ("rules: [{share: {by: equal}, cap: {A: 1}, spill: last}]", "write one of: redistribute, next"),
        ("rules: [{assign: {to: A}, clauses: 1}]", "did you mean clause?"),
        ("rules: [{clause: 1}]", "this has none"),
        ("rules: [{assign: {to: A}, hold: {in: r}}]", "this has assign and hold"),
        ("rules: [{assign: }]", "assign needs its own keys"),
        ("rules: {assign: {to: A}}", "write a list here"),
    ],
)
def test_a_rule_that_is_written_wrong_is_refused_in_plain_words(part: str, word: str) -> None:
    found = refusals(POOL, "actual: {P: 30001}", part)
    assert any(word in fault.message for fault in found), [fault.message for fault in found]
    assert all(fault.where.line is not None for fault in found)


@pytest.mark.parametrize("code", ["carry_forward", "undecided", "host", "lead", "responsible", "reserve:r", "unit:X"])
def test_a_partner_cannot_have_the_name_of_something_else(code: str) -> None:
    case = f"partners: [A, '{code}']\nlevel: pool\ncontrib: {{P: {{A: 1}}}}\nactual: {{P: 1}}\nrules: []"
    assert codes(case) == ["settlement.reserved_word"]


def test_a_name_that_is_given_twice_is_refused() -> None:
    assert codes("partners: [A, A]\nlevel: pool\ncontrib: {P: {A: 1}}\nactual: {P: 1}\nrules: []") == [
        "settlement.repeated"
    ]
    rules = "rules: [{share: {by: equal, among: [A, A]}}, {net: {among: [P, P]}}]"
    assert codes(POOL, "actual: {P: 1}", rules) == ["settlement.repeated"] * 2


@pytest.mark.parametrize("key", ["when", "if", "scope", "cause", "limit", "cap", "spill", "clause"])
def test_a_modifier_without_a_value_is_refused(key: str) -> None:
    (found,) = refusals(POOL, "actual: {P: 30001}", f"rules: [{{share: {{by: equal}}, {key}: }}]")
    assert found.message == f"{key} is given without a value: take it out or fill it in"
    assert found.where.key == f"rules[1].{key}"


def test_a_blank_within_a_verb_is_refused_as_well() -> None:
    (found,) = refusals(POOL, "actual: {P: 30001}", "rules: [{share: {by: equal, among: }}]")
    assert found.message == "among is given without a value: take it out or fill it in"


@pytest.mark.slow
def test_thousands_of_unknown_names_are_counted_and_cost_nothing() -> None:
    units = ", ".join(f"unit-{i}: 5" for i in range(2000))
    near = ", ".join(f"unit-{i}x: {{A: 1}}" for i in range(60))
    text = f"partners: [A]\nlevel: scheme\ncontrib: {{{near}}}\nactual: {{{units}}}\nrules: []"
    started = time.process_time()
    unknown = [found for found in refusals(text) if found.code == "settlement.unknown_unit"]
    assert time.process_time() - started < 2  # nearly all of it reading
    assert len(unknown) == 51
    assert unknown[0].message == "unit-0 is not a unit of this settlement: did you mean unit-0x?"
    assert unknown[20].message == "unit-20 is not a unit of this settlement"
    assert unknown[-1].message == "and 1,950 more of the same sort"


def test_the_nearest_name_is_offered() -> None:
    case = "partners: [COUNCIL]\nlevel: pool\ncontrib: {P: {COUNCIL: 1}}\nactual: {P: 1}"
    assert "did you mean COUNCIL?" in refusals(case, "rules: [{assign: {to: COUNSIL}}]")[0].message
