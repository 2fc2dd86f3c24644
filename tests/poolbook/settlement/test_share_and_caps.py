"""``share``: weights, rounding, caps and what becomes of what a cap holds back."""

from __future__ import annotations

import pytest

from tests.poolbook.settlement.cases import POOL, THREE, codes, refusals, settled, sources


def over(pence: int) -> str:
    return f"actual: {{P: {30000 + pence}}}"


def test_leftover_pennies_go_to_the_largest_parts_and_ties_to_the_partner_named_first() -> None:
    assert sources(POOL, over(10), "rules: [{share: {by: equal}}]") == {"A": 4, "B": 3, "C": 3}
    assert sources(POOL, over(11), "rules: [{share: {by: equal}}]") == {"A": 4, "B": 4, "C": 3}


def test_ties_follow_the_agreement_and_not_the_order_in_the_rule() -> None:
    assert sources(POOL, over(1), "rules: [{share: {by: equal, among: [C, B]}}]") == {"B": 1}
    rules = "rules: [{share: {by: fixed, weights: {C: 1, B: 1, A: 1}}}]"
    assert sources(POOL, over(1), rules) == {"A": 1}


def test_an_underspend_is_split_as_its_size_and_turned_round() -> None:
    assert sources(POOL, over(-10), "rules: [{share: {by: equal}}]") == {"A": -4, "B": -3, "C": -3}


def test_weights_with_decimals_are_exact() -> None:
    rules = "rules: [{share: {by: fixed, weights: {A: 1.5, B: 0.1, C: 0.2}}}]"
    assert sources(POOL, over(18), rules) == {"A": 15, "B": 1, "C": 2}


def test_contributions_are_those_to_the_unit_and_a_partner_left_out_has_none() -> None:
    case = "partners: [A, B]\nlevel: scheme\ncontrib: {X: {A: 300, B: 100}, Y: {B: 100}}"
    assert sources(case, "actual: {X: 440, Y: 110}", "rules: [{share: {by: contributions}}]") == {"A": 30, "B": 20}


def test_a_named_table_of_weights_is_looked_up_by_its_name() -> None:
    weights, rules = "weights: {usage: {A: 3, C: 1}}", "rules: [{share: {by: weights, name: usage}}]"
    assert sources(POOL, weights, over(40), rules) == {"A": 30, "C": 10}
    assert codes(POOL, over(40), rules) == ["settlement.unknown_weights"]


def test_a_partner_of_weight_nil_gets_no_penny() -> None:
    rules = "rules: [{share: {by: fixed, weights: {A: 0, B: 1, C: 1}}}]"
    assert sources(POOL, over(1), rules) == {"B": 1}


def test_a_share_with_no_weight_at_all_does_nothing_and_says_so() -> None:
    settlement = settled(POOL, over(5), "rules: [{share: {by: fixed, weights: {A: 0}}}, {assign: {to: C}}]")
    assert settlement.sources == {"A": 0, "B": 0, "C": 5}
    assert "no partner has a weight above nil" in settlement.steps[0].sentence.lower()
    assert [found.code for found in settlement.findings] == ["settlement.no_weights"]


def test_a_share_among_nobody_and_a_cap_on_nobody_are_refused() -> None:
    for rule in ("{share: {by: equal, among: []}}", "{share: {by: equal}, cap: {}}", "{net: {among: []}}"):
        (found,) = refusals(POOL, over(5), f"rules: [{rule}]")
        assert "name" in found.message
        assert "one at least" in found.message


def test_a_negative_contribution_is_refused_only_where_it_is_used_as_a_weight() -> None:
    case = "partners: [A, B]\nlevel: scheme\ncontrib: {X: {A: 300, B: -100}, Y: {A: 100, B: 100}}"
    spent, rules = "actual: {X: 210, Y: 210}", "rules: [{share: {by: contributions}}]"
    assert codes(case, spent, rules) == ["settlement.negative"]
    assert codes(case, "actual: {X: 190, Y: 200}", rules) == ["settlement.negative"]
    assert sources(case, "actual: {X: 200, Y: 210}", rules) == {"A": 5, "B": 5}
    assert sources(case, spent, "rules: [{share: {by: contributions, among: [A]}}]") == {"A": 20}
    assert sources(case, spent, "rules: [{share: {by: equal}}]") == {"A": 10, "B": 10}


def test_a_cap_leaves_the_rest_to_the_next_rule_by_default() -> None:
    capped = "share: {by: equal}, cap: {A: 10}"
    assert sources(POOL, over(90), f"rules: [{{{capped}}}]") == {"A": 10, "B": 30, "C": 30, "undecided": 20}
    assert sources(POOL, over(90), f"rules: [{{{capped}, spill: next}}]")["undecided"] == 20


def test_redistribution_splits_the_whole_of_what_remains_again_by_the_same_weights() -> None:
    rules = "rules: [{share: {by: fixed, weights: {A: 2, B: 1, C: 1}}, cap: {A: 10}, spill: redistribute}]"
    assert sources(POOL, over(41), rules) == {"A": 10, "B": 16, "C": 15}


def test_redistribution_goes_on_until_nobody_is_over_and_then_spills() -> None:
    cap = "cap: {A: 10, B: 35}"
    rules = f"rules: [{{share: {{by: equal}}, {cap}, spill: redistribute}}]"
    assert sources(POOL, over(90), rules) == {"A": 10, "B": 35, "C": 45}
    everyone = "rules: [{share: {by: equal}, cap: {A: 10, B: 35, C: 40}, spill: redistribute}]"
    assert sources(POOL, over(90), everyone) == {"A": 10, "B": 35, "C": 40, "undecided": 5}


def test_a_partner_of_weight_nil_takes_nothing_of_what_others_spill() -> None:
    rules = "rules: [{share: {by: fixed, weights: {A: 1, B: 0}}, cap: {A: 10}, spill: redistribute}]"
    assert sources(POOL, over(30), rules) == {"A": 10, "undecided": 20}


def test_headroom_counts_every_rule_before_and_every_unit() -> None:
    rules = "rules: [{assign: {to: A}, limit: 30}, {share: {by: equal}, cap: {A: 70}}]"
    spent = "actual: {X: 30060, Y: 30090}"
    # 60 by the first rule, 10 of the first unit's 30, then nothing is left under the cap of 70
    assert sources(THREE, spent, rules) == {"A": 70, "B": 30, "C": 30, "undecided": 20}


def test_headroom_is_kept_apart_by_direction() -> None:
    rules = "rules: [{share: {by: equal}, cap: {A: 20}}]"
    settlement = settled(THREE, "actual: {X: 30090, Y: 29910}", rules)
    assert [move.pence for move in settlement.steps[0].moves if move.source == "A"] == [20, -20]


def test_a_cap_never_takes_back_what_an_earlier_rule_charged() -> None:
    rules = "rules: [{assign: {to: A}, limit: 50}, {share: {by: equal}, cap: {A: 20}, spill: redistribute}]"
    assert sources(POOL, over(90), rules) == {"A": 50, "B": 20, "C": 20}


def test_a_recorded_decision_uses_up_headroom() -> None:
    parts = """
    actual: {X: 30060, Y: 30090}
    meta: {X: {group: joint}, Y: {group: own}}
    decisions: {BOARD: {A: 45, B: 15}}
    rules:
      - decide: {by: BOARD}
        scope: {group: joint}
      - share: {by: equal}
        cap: {A: 50}
        spill: redistribute
    """
    assert sources(THREE, parts) == {"A": 50, "B": 15 + 43, "C": 42}


def test_a_cap_may_be_a_recorded_sum_or_contributions_over_all_units() -> None:
    facts = "facts: {ceiling: 7}"
    assert sources(POOL, facts, over(90), "rules: [{share: {by: equal}, cap: {A: {fact: ceiling}}}]")["A"] == 7
    rules = "rules: [{share: {by: equal, among: [A]}, cap: {A: {contrib: B}}}]"
    assert sources(THREE, "actual: {X: 45000, Y: 45000}", rules) == {"A": 20000, "undecided": 10000}


def test_a_cap_of_nil_spares_the_partner_altogether() -> None:
    assert sources(POOL, over(9), "rules: [{share: {by: equal}, cap: {B: 0}, spill: redistribute}]") == {"A": 5, "C": 4}


@pytest.mark.parametrize("fact", ["{}", "{ceiling: true}", "{ceiling: false}", "{ceiling: -1}"])
def test_a_cap_that_reads_a_fact_without_a_sum_is_refused_whether_or_not_it_binds(fact: str) -> None:
    rules = "rules: [{share: {by: equal}, cap: {A: {fact: ceiling}}}]"
    expected = ["settlement.negative" if "-1" in fact else "settlement.fact_needs_pence"]
    assert codes(POOL, f"facts: {fact}", over(9), rules) == expected
    assert codes(POOL, f"facts: {fact}", over(0), rules) == expected


def test_a_cap_by_contributions_below_nil_is_refused() -> None:
    case = "partners: [A, B]\nlevel: pool\ncontrib: {P: {A: 300, B: -100}}\nactual: {P: 210}"
    assert codes(case, "rules: [{share: {by: equal}, cap: {A: {contrib: B}}}]") == ["settlement.negative"]


def test_spill_without_a_cap_is_pointed_out_and_changes_nothing() -> None:
    settlement = settled(POOL, over(9), "rules: [{share: {by: equal}, spill: redistribute}]")
    assert settlement.sources == {"A": 3, "B": 3, "C": 3}
    assert [found.code for found in settlement.findings] == ["settlement.spill_without_cap"]


def test_only_share_takes_a_cap_and_says_so_by_name() -> None:
    assert codes(POOL, over(9), "rules: [{assign: {to: A}, cap: {A: 1}, spill: next}]") == ["yaml.value", "yaml.value"]


def test_the_basis_of_a_share_and_its_weights_go_together() -> None:
    for body in ("{by: fixed}", "{by: equal, weights: {A: 1}}", "{by: weights}", "{by: equal, name: w}", "{by: usage}"):
        assert codes(POOL, over(9), f"rules: [{{share: {body}}}]") == ["yaml.value"]
    (found,) = refusals(POOL, over(9), "rules: [{share: {by: fixed}}]")
    assert found.message == "by: fixed needs weights: {PARTNER: number}"
