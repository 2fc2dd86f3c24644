"""``decide``: recorded decisions, applied or rejected, and what happens without one."""

from __future__ import annotations

from poolbook.settlement.left import left_to_decide
from tests.poolbook.settlement.cases import POOL, THREE, codes, settled, sources

GROUPS = "meta: {X: {group: joint}, Y: {group: own}}"


def test_a_decision_is_applied_when_it_accounts_for_exactly_what_is_left() -> None:
    parts = ("actual: {P: 30100}", "decisions: {BOARD: {A: 130, B: -30}}", "rules: [{decide: {by: BOARD}}]")
    assert sources(POOL, *parts) == {"A": 130, "B": -30}


def test_a_decision_that_does_not_fit_is_rejected_once_and_treated_as_absent() -> None:
    rules = "rules: [{decide: {by: BOARD, default: continue}}, {decide: {by: BOARD}}, {assign: {to: A}}]"
    settlement = settled(POOL, "actual: {P: 30100}", "decisions: {BOARD: {A: 99}}", rules)
    assert settlement.sources == {"A": 0, "B": 0, "C": 0, "undecided": 100}
    assert settlement.rejected_decisions == ("BOARD",)
    assert [found.code for found in settlement.findings] == ["settlement.decision_rejected", "settlement.undecided"]


def test_without_a_decision_what_is_left_becomes_undecided_at_once() -> None:
    rules = "rules: [{decide: {by: BOARD}}, {assign: {to: A}}]"
    assert sources(POOL, "actual: {P: 30100}", rules) == {"undecided": 100}


def test_without_a_decision_and_with_a_default_the_next_rule_goes_on() -> None:
    rules = "rules: [{decide: {by: BOARD, default: continue}}, {assign: {to: A}}]"
    assert sources(POOL, "actual: {P: 30100}", rules) == {"A": 100}


def test_the_total_is_taken_net_over_the_units_in_scope() -> None:
    parts = ("actual: {X: 30100, Y: 29960}", "decisions: {BOARD: {C: 60}}", "rules: [{decide: {by: BOARD}}]")
    assert sources(THREE, *parts) == {"C": 60}


def test_when_and_scope_choose_the_units_that_a_decision_is_about() -> None:
    parts = (GROUPS, "actual: {X: 30100, Y: 29960}", "decisions: {BOARD: {C: 100}}")
    assert sources(THREE, *parts, "rules: [{decide: {by: BOARD}, when: over}]") == {"C": 100, "undecided": -40}
    scoped = "rules: [{decide: {by: BOARD}, scope: {group: joint}}, {assign: {to: A}}]"
    assert sources(THREE, *parts, scoped) == {"C": 100, "A": -40}


def test_where_nothing_is_left_a_decision_is_neither_applied_nor_rejected() -> None:
    settlement = settled(POOL, "actual: {P: 30000}", "decisions: {BOARD: {A: 5}}", "rules: [{decide: {by: BOARD}}]")
    assert settlement.sources == {"A": 0, "B": 0, "C": 0}
    assert settlement.rejected_decisions == ()


def test_a_rule_whose_fact_is_absent_neither_applies_nor_rejects() -> None:
    rules = "rules: [{decide: {by: BOARD}, if: {fact: quorate}}]"
    settlement = settled(POOL, "actual: {P: 30007}", "decisions: {BOARD: {A: 5}}", rules)
    assert settlement.sources["undecided"] == 7
    assert settlement.rejected_decisions == ()


def test_a_decision_may_be_applied_by_each_rule_that_it_fits() -> None:
    rules = """
    rules:
      - decide: {by: BOARD}
        scope: {group: joint}
      - decide: {by: BOARD}
        scope: {group: own}
    """
    parts = (GROUPS, "actual: {X: 30005, Y: 30005}", "decisions: {BOARD: {A: 3, B: 2}}", rules)
    assert sources(THREE, *parts) == {"A": 6, "B": 4}


def test_a_decision_rejected_by_one_rule_may_still_fit_a_later_one() -> None:
    rules = "rules: [{decide: {by: BOARD, default: continue}}, {assign: {to: C}, limit: 10}, {decide: {by: BOARD}}]"
    settlement = settled(POOL, "actual: {P: 30015}", "decisions: {BOARD: {A: 5}}", rules)
    assert settlement.sources == {"A": 5, "B": 0, "C": 10}
    assert settlement.rejected_decisions == ("BOARD",)


def test_residuals_that_cancel_out_fit_a_decision_that_comes_to_nil() -> None:
    spent = "actual: {X: 30007, Y: 29993}"
    rules = "rules: [{decide: {by: BOARD}}]"
    assert settled(THREE, spent, "decisions: {BOARD: {}}", rules).settled
    moved = settled(THREE, spent, "decisions: {BOARD: {A: 9, B: -9}}", rules)
    assert moved.sources == {"A": 9, "B": -9, "C": 0}
    assert sum(moved.by_unit["X"].values()) + moved.netted["X"] == 7


def test_residuals_that_cancel_out_stay_undecided_unit_by_unit_without_a_decision() -> None:
    settlement = settled(THREE, "actual: {X: 30007, Y: 29993}", "rules: [{decide: {by: BOARD}}]")
    assert not settlement.settled


def test_a_body_may_carry_forward_or_leave_part_undecided_in_so_many_words() -> None:
    decisions = "decisions: {BOARD: {A: 60, carry_forward: 30, undecided: 10}}"
    settlement = settled(POOL, "actual: {P: 30100}", decisions, "rules: [{decide: {by: BOARD}}]")
    assert settlement.sources == {"A": 60, "B": 0, "C": 0, "carry_forward": 30, "undecided": 10}
    assert not settlement.settled
    assert [found.code for found in settlement.findings] == ["settlement.decision_leaves_open", "settlement.undecided"]
    assert settlement.findings[0].message == "BOARD has decided to leave £0.10 undecided: that part is not settled"


def test_each_source_of_a_decision_is_spread_over_units_and_the_last_closes_them() -> None:
    parts = ("actual: {X: 30100, Y: 30051}", "decisions: {BOARD: {A: 100, B: -50, C: 101}}")
    settlement = settled(THREE, *parts, "rules: [{decide: {by: BOARD}}]")
    assert settlement.by_unit == {"X": {"A": 66, "B": -33, "C": 67}, "Y": {"A": 34, "B": -17, "C": 34}}


def test_units_both_ways_meet_each_other_before_a_decision_is_spread() -> None:
    parts = ("actual: {X: 30100, Y: 29960}", "decisions: {BOARD: {C: 60}}", "rules: [{decide: {by: BOARD}}]")
    settlement = settled(THREE, *parts)
    assert settlement.netted == {"X": 40, "Y": -40}
    assert settlement.by_unit == {"X": {"C": 60}, "Y": {}}


def test_a_decision_names_partners_and_sources_that_exist_even_if_no_rule_reads_it() -> None:
    decisions = 'decisions: {BOARD: {D: 1, "reserve:": 1, "reserve:r": 1, carryforward: 1}}'
    found = codes(POOL, "actual: {P: 30000}", decisions, "rules: []")
    assert found == ["settlement.unknown_source"] * 3


def test_decide_takes_no_limit_and_no_other_default() -> None:
    assert codes(POOL, "actual: {P: 1}", "rules: [{decide: {by: B}, limit: 5}]") == ["yaml.value"]
    assert codes(POOL, "actual: {P: 1}", "rules: [{decide: {by: B, default: share}}]") == ["yaml.value"]


def left(*parts: str) -> list[tuple[str, dict[str, int]]]:
    """What is left to each body, by unit."""
    return [(each.body, dict(each.by_unit)) for each in left_to_decide(settled(*parts))]


def test_what_is_left_to_a_body_is_said_by_unit_whether_it_has_decided_or_not() -> None:
    parts = ("actual: {X: 30100, Y: 29960}", "rules: [{assign: {to: A}, limit: 10}, {decide: {by: BOARD}}]")
    stands = [("BOARD", {"X": 90, "Y": -30})]
    assert left(THREE, *parts) == stands
    assert left(THREE, *parts, "decisions: {BOARD: {C: 60}}") == stands


def test_what_is_left_to_a_body_keeps_to_its_rule_though_the_agreement_may_go_on() -> None:
    over = "{decide: {by: BOARD, default: continue}, when: over}"
    absent = "{decide: {by: BOARD}, if: {fact: quorate}}"
    rules = f"rules: [{over}, {absent}, {{assign: {{to: A}}}}, {{decide: {{by: GROUP}}}}]"
    assert left(THREE, "actual: {X: 30100, Y: 29960}", rules) == [("BOARD", {"X": 100})]
