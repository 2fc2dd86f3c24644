"""``net`` and ``assign``."""

from __future__ import annotations

from tests.poolbook.settlement.cases import POOL, THREE, codes, refusals, settled, sources

FOUR = """
    partners: [A, B]
    level: scheme
    contrib: {W: {A: 1000}, X: {A: 1000}, Y: {B: 1000}, Z: {B: 1000}}
"""


def test_net_takes_the_smaller_total_off_both_sides_in_proportion() -> None:
    settlement = settled(FOUR, "actual: {W: 1200, X: 1100, Y: 900, Z: 950}", "rules: [{net: {among: all}}]")
    assert settlement.steps[0].remaining == {"W": 100, "X": 50, "Y": 0, "Z": 0}


def test_net_splits_by_largest_remainder_with_ties_to_the_earlier_unit() -> None:
    settlement = settled(FOUR, "actual: {W: 1010, X: 1010, Y: 995, Z: 1000}", "rules: [{net: {among: all}}]")
    assert settlement.steps[0].remaining == {"W": 7, "X": 8, "Y": 0, "Z": 0}


def test_net_moves_no_money_between_partners() -> None:
    settlement = settled(FOUR, "actual: {W: 1200, X: 1000, Y: 800, Z: 1000}", "rules: [{net: {among: all}}]")
    assert settlement.sources == {"A": 0, "B": 0}
    assert [(move.unit, move.source, move.pence) for move in settlement.steps[0].moves] == [
        ("W", "unit:Y", 200),
        ("Y", "unit:W", -200),
    ]


def test_net_leaves_units_that_are_not_named_alone() -> None:
    settlement = settled(FOUR, "actual: {W: 1200, X: 900, Y: 800, Z: 1000}", "rules: [{net: {among: [W, X]}}]")
    assert settlement.steps[0].remaining == {"W": 100, "X": 0, "Y": -200, "Z": 0}


def test_net_does_nothing_at_the_level_of_the_pool_even_by_name() -> None:
    pooled = FOUR.replace("scheme", "pool")
    settlement = settled(pooled, "actual: {W: 1200, X: 900, Y: 1000, Z: 1000}", "rules: [{net: {among: [W, X]}}]")
    assert settlement.steps[0].moves == ()
    assert settlement.sources["undecided"] == 100


def test_net_sees_residuals_as_they_stand_when_it_runs() -> None:
    rules = "rules: [{assign: {to: A}, when: over}, {net: {among: all}}, {assign: {to: B}}]"
    assert sources(FOUR, "actual: {W: 1200, X: 900, Y: 1000, Z: 1000}", rules) == {"A": 200, "B": -100}


def test_net_takes_no_modifier_and_says_so_by_name() -> None:
    found = refusals(FOUR, "actual: {W: 1, X: 1, Y: 1, Z: 1}", "rules: [{net: {among: all}, when: over, limit: 5}]")
    assert [fault.where.key for fault in found] == ["rules[1].when", "rules[1].limit"]
    assert "net does not take when" in found[0].message


def test_net_names_units_that_exist() -> None:
    spent = "actual: {W: 1, X: 1, Y: 1, Z: 1}"
    assert codes(FOUR, spent, "rules: [{net: {among: [W, V]}}]") == ["settlement.unknown_unit"]
    assert codes(FOUR, spent, "rules: [{net: {among: W}}]") == ["yaml.value"]
    assert codes(FOUR, spent, "rules: [{net: {}}]") == ["yaml.missing_key"]


def test_assign_sends_an_overspend_and_an_underspend_to_the_same_partner() -> None:
    assert sources(THREE, "actual: {X: 30500, Y: 29900}", "rules: [{assign: {to: B}}]") == {"B": 400}


def test_assign_resolves_host_lead_and_responsible_from_each_unit() -> None:
    meta = "meta: {X: {host: A, lead: B, responsible: C}, Y: {host: C, lead: A, responsible: B}}"
    spent = "actual: {X: 30001, Y: 30010}"
    assert sources(THREE, meta, spent, "rules: [{assign: {to: host}}]") == {"A": 1, "C": 10}
    assert sources(THREE, meta, spent, "rules: [{assign: {to: lead}}]") == {"B": 1, "A": 10}
    assert sources(THREE, meta, spent, "rules: [{assign: {to: responsible}}]") == {"C": 1, "B": 10}


def test_a_unit_that_lacks_the_role_is_refused_only_where_it_has_something_to_move() -> None:
    meta, rules = "meta: {X: {host: A}}", "rules: [{assign: {to: host}}]"
    assert sources(THREE, meta, "actual: {X: 30001, Y: 30000}", rules) == {"A": 1}
    assert codes(THREE, meta, "actual: {X: 30001, Y: 30002}", rules) == ["settlement.missing_role"]
    scoped = "rules: [{assign: {to: host}, scope: {host: A}}]"
    assert sources(THREE, meta, "actual: {X: 30001, Y: 30002}", scoped) == {"A": 1, "undecided": 2}


def test_a_role_held_by_nobody_who_settles_is_refused() -> None:
    meta, rules = "meta: {X: {host: D}, Y: {host: ~}}", "rules: [{assign: {to: host}}]"
    found = codes(THREE, meta, "actual: {X: 30001, Y: 30002}", rules)
    assert found == ["settlement.unknown_partner", "settlement.missing_role"]


def test_no_other_word_is_resolved_from_the_data() -> None:
    rules = "rules: [{assign: {to: owner}}]"
    assert codes(POOL, "meta: {P: {owner: A}}", "actual: {P: 1}", rules) == ["settlement.unknown_partner"]
    for word in ("carry_forward", "undecided", "reserve:r"):
        found = codes(POOL, "actual: {P: 1}", f"rules: [{{assign: {{to: '{word}'}}}}]")
        assert found == ["settlement.unknown_partner"]
