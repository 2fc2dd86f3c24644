"""Each step says what was moved and what is left, in a sentence that anyone can read."""

from __future__ import annotations

import pytest

from tests.poolbook.settlement.cases import POOL, THREE, settled

OVER = "actual: {P: 30010}"


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ("{assign: {to: A}, if: {fact: f}}", "does not apply: the fact f is not recorded."),
        ("{assign: {to: A}, when: under}", "does nothing: none of its units has an underspend now."),
        ("{assign: {to: A}, scope: {group: g}}", "does nothing: no unit has group g."),
        ("{assign: {to: A}, cause: c}", "does nothing: none of what is left is evidenced to the cause c."),
        ("{assign: {to: A}, limit: 0}", "does nothing: its limit is nil."),
        ("{hold: {in: r}}", "does nothing: none of its units has an underspend now."),
        ("{net: {among: all}}", "does nothing: there is one unit only."),
        ("{draw: {from: gone}}", "moves nothing: there is nothing to give in gone."),
        (
            "{share: {by: equal}, cap: {A: 0, B: 0, C: 0}}",
            "moves nothing: every partner that would bear it is at its cap.",
        ),
    ],
)
def test_a_rule_that_did_nothing_says_why(rule: str, said: str) -> None:
    step = settled(POOL, OVER, f"rules: [{rule}]").steps[0]
    assert step.sentence == f"Rule 1 {said} Left to settle: £0.10 of overspend on the pool."
    assert step.moves == ()


def test_a_rule_that_comes_when_all_is_settled_says_so() -> None:
    step = settled(POOL, OVER, "rules: [{assign: {to: A}}, {assign: {to: B}}]").steps[1]
    assert step.sentence == "Rule 2 has nothing to do. Nothing is left to settle."


def test_amounts_units_and_the_clause_are_in_the_sentence() -> None:
    rules = "rules: [{share: {by: fixed, weights: {A: 2, B: 1}}, clause: 7.2}]"
    step = settled(THREE, "actual: {X: 30030, Y: 29985}", rules).steps[0]
    assert step.sentence == (
        "Rule 1, clause 7.2: A pays £0.20 and B pays £0.10 for X; A receives £0.10 and B receives £0.05 for Y. "
        "Nothing is left to settle."
    )


def test_the_moves_of_a_step_and_what_remains_are_recorded_in_pence() -> None:
    step = settled(THREE, "actual: {X: 30030, Y: 29985}", "rules: [{assign: {to: A}, limit: 20}]").steps[0]
    assert [(move.unit, move.source, move.pence) for move in step.moves] == [("X", "A", 20), ("Y", "A", -15)]
    assert step.remaining == {"X": 10, "Y": 0}
    assert step.sentence.endswith("Left to settle: £0.10 of overspend on X.")


def test_decisions_reserves_and_next_year_read_as_words() -> None:
    parts = ("decisions: {BOARD: {carry_forward: -5, A: -5}}", "actual: {P: 29990}", "rules: [{decide: {by: BOARD}}]")
    assert settled(POOL, *parts).steps[0].sentence == (
        "Rule 1: As BOARD decided: £0.05 is carried forward and A receives £0.05 for the pool. "
        "Nothing is left to settle."
    )
    drawn = settled(POOL, "reserves: {r: 4}", OVER, "rules: [{draw: {from: r}}]").steps
    assert drawn[0].sentence.startswith("Rule 1: The reserve r pays £0.04 for the pool. Left to settle: £0.06")
    assert drawn[1].sentence == "After the last rule: £0.06 of overspend stays undecided for the pool."


def test_many_units_are_counted_and_not_named() -> None:
    units = ", ".join(f"U{i}: {{A: 100}}" for i in range(6))
    spent = ", ".join(f"U{i}: 101" for i in range(6))
    case = f"partners: [A]\nlevel: scheme\ncontrib: {{{units}}}\nactual: {{{spent}}}"
    steps = settled(case, "rules: [{assign: {to: A}, limit: 0}, {assign: {to: A}}]").steps
    assert steps[0].sentence.endswith("Left to settle: £0.06 of overspend on 6 units.")
    assert "A pays £0.06 for 6 units" in steps[1].sentence


def test_an_agreement_without_rules_says_that_it_has_none() -> None:
    steps = settled(POOL, OVER, "rules: []").steps
    assert [step.sentence for step in steps] == [
        "The agreement has no rule for it: £0.10 of overspend stays undecided for the pool."
    ]
