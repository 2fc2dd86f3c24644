"""The frame: units, variance, the order of rules, and what is left at the end."""

from __future__ import annotations

from tests.poolbook.settlement.cases import POOL, THREE, codes, settled, sources


def test_the_variance_of_a_unit_is_its_actual_less_its_funding() -> None:
    assert settled(THREE, "actual: {X: 30500, Y: 29000}", "rules: []").variance == {"X": 500, "Y": -1000}


def test_budget_defaults_to_contributions_and_funding_to_budget_unit_by_unit() -> None:
    parts = ("budget: {X: 40000}", "funding: {Y: 29000}", "actual: {X: 40000, Y: 30000}", "rules: []")
    assert settled(THREE, *parts).variance == {"X": 0, "Y": 1000}


def test_a_budget_of_its_own_does_not_change_funding_that_is_given() -> None:
    parts = ("budget: {P: 99999}", "funding: {P: 30000}", "actual: {P: 30010}", "rules: []")
    assert settled(POOL, *parts).variance == {"pool": 10}


def test_at_the_level_of_the_pool_everything_is_summed_into_one_unit() -> None:
    parts = """
    actual: {X: 31000, Y: 29500}
    causes: {X: {c: 100}, Y: {c: 150, d: 5}}
    rules: [{assign: {to: A}, cause: c}, {assign: {to: B}, cause: d}]
    """
    pooled = THREE.replace("level: scheme", "level: pool")
    assert sources(pooled, parts) == {"A": 250, "B": 5, "undecided": 245}


def test_merged_data_takes_the_last_unit_that_has_a_key() -> None:
    parts = """
    actual: {X: 31000, Y: 30000}
    meta: {Y: {lead: B}, X: {lead: A, host: C}}
    rules: [{assign: {to: lead}, limit: 600}, {assign: {to: host}}]
    """
    pooled = THREE.replace("level: scheme", "level: pool")
    assert sources(pooled, parts) == {"B": 600, "C": 400}  # the order of contrib, not of meta


def test_rules_run_from_the_top_each_over_all_units_before_the_next() -> None:
    rules = "rules: [{assign: {to: A}, limit: 100}, {share: {by: equal}}]"
    assert sources(THREE, "actual: {X: 30300, Y: 30400}", rules) == {"A": 367, "B": 167, "C": 166}


def test_what_no_rule_moves_is_undecided_and_never_spread() -> None:
    settlement = settled(POOL, "actual: {P: 30500}", "rules: [{assign: {to: A}, limit: 200}]")
    assert settlement.sources == {"A": 200, "B": 0, "C": 0, "undecided": 300}
    assert not settlement.settled
    assert settlement.steps[-1].rule == 0


def test_undecided_sums_that_cancel_out_are_still_not_settled() -> None:
    settlement = settled(THREE, "actual: {X: 30500, Y: 29500}", "rules: []")
    assert settlement.sources["undecided"] == 0
    assert {unit: by["undecided"] for unit, by in settlement.by_unit.items()} == {"X": 500, "Y": -500}
    assert not settlement.settled
    assert "settlement.undecided_nil" in [found.code for found in settlement.findings]


def test_a_year_without_variance_is_settled_with_nothing_to_bear() -> None:
    settlement = settled(POOL, "actual: {P: 30000}", "rules: [{share: {by: equal}}]")
    assert settlement.settled
    assert settlement.sources == {"A": 0, "B": 0, "C": 0}


def test_reversing_the_order_of_units_changes_nothing_without_a_cap_or_a_tie() -> None:
    rules = "rules: [{net: {among: all}}, {share: {by: contributions}}]"
    spent = "actual: {X: 31001, Y: 29500}"
    contributions = "{A: 10000, B: 10000, C: 10000}"
    turned = f"partners: [A, B, C]\nlevel: scheme\ncontrib: {{Y: {contributions}, X: {contributions}}}"
    assert sources(THREE, spent, rules) == sources(turned, spent, rules)


def test_each_rule_sees_a_residual_as_it_stands_and_not_its_first_sign() -> None:
    parts = """
    actual: {P: 30100}
    decisions: {BOARD: {A: 100}}
    rules: [{assign: {to: A}, when: over}, {assign: {to: B}, when: over}, {decide: {by: BOARD}}]
    """
    settlement = settled(POOL, parts)
    assert settlement.sources == {"A": 100, "B": 0, "C": 0}
    assert settlement.rejected_decisions == ()  # nothing was left to decide, so nothing was rejected


def test_an_actual_that_is_missing_is_refused_at_either_level() -> None:
    assert codes(THREE, "actual: {X: 1}", "rules: []") == ["settlement.missing_actual"]
    assert codes(THREE.replace("scheme", "pool"), "actual: {X: 1}", "rules: []") == ["settlement.missing_actual"]


def test_by_unit_and_netted_add_up_to_the_variance_of_each_unit() -> None:
    parts = """
    actual: {X: 31001, Y: 29500}
    reserves: {r: 77}
    rules: [{net: {among: all}}, {draw: {from: r}}, {share: {by: equal}}]
    """
    settlement = settled(THREE, parts)
    assert settlement.netted == {"X": 500, "Y": -500}
    for unit, variance in settlement.variance.items():
        assert sum(settlement.by_unit[unit].values()) + settlement.netted[unit] == variance
