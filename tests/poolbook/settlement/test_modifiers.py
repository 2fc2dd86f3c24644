"""``when``, ``if``, ``scope``, ``cause`` and ``limit``."""

from __future__ import annotations

import pytest

from tests.poolbook.settlement.cases import POOL, THREE, codes, refusals, settled, sources


def test_when_picks_the_direction_of_each_unit() -> None:
    spent = "actual: {X: 30010, Y: 29980}"
    assert sources(THREE, spent, "rules: [{assign: {to: A}, when: over}]") == {"A": 10, "undecided": -20}
    assert sources(THREE, spent, "rules: [{assign: {to: A}, when: under}]") == {"A": -20, "undecided": 10}


@pytest.mark.parametrize(
    ("facts", "applies"),
    [("{f: true}", True), ("{f: 5}", True), ("{f: -5}", True), ("{f: 0}", False), ("{f: false}", False), ("{}", False)],
)
def test_if_applies_where_its_fact_is_true_or_any_sum_but_nil(facts: str, applies: bool) -> None:
    parts = ("actual: {P: 30010}", f"facts: {facts}", "rules: [{assign: {to: A}, if: {fact: f}}]")
    assert sources(POOL, *parts) == ({"A": 10} if applies else {"undecided": 10})


def test_scope_matches_units_by_every_key_that_it_gives() -> None:
    parts = ("actual: {X: 30010, Y: 30020}", "meta: {X: {group: bcf, ward: 7}, Y: {group: bcf}}")
    assert sources(THREE, *parts, "rules: [{assign: {to: A}, scope: {group: bcf}}]") == {"A": 30}
    both = sources(THREE, *parts, "rules: [{assign: {to: A}, scope: {group: bcf, ward: 7}}]")
    assert both == {"A": 10, "undecided": 20}
    assert sources(THREE, *parts, "rules: [{assign: {to: A}, scope: {}}]") == {"A": 30}


def test_data_and_scope_are_compared_as_they_are_written() -> None:
    meta = "meta: {X: {flag: true, share: 1.50, ward: '007'}, Y: {flag: no}}"
    spent = "actual: {X: 30010, Y: 30020}"
    for scope in ("{flag: true}", "{share: 1.50}", "{ward: 007}"):
        assert sources(THREE, meta, spent, f"rules: [{{assign: {{to: A}}, scope: {scope}}}]")["A"] == 10
    assert sources(THREE, meta, spent, "rules: [{assign: {to: A}, scope: {flag: no}}]")["A"] == 20


def test_a_cause_bounds_the_slice_and_never_exceeds_the_residual() -> None:
    causes = "causes: {P: {c: 30}}"
    assert sources(POOL, causes, "actual: {P: 30100}", "rules: [{assign: {to: A}, cause: c}]")["A"] == 30
    assert sources(POOL, causes, "actual: {P: 30010}", "rules: [{assign: {to: A}, cause: c}]") == {"A": 10}


def test_a_cause_is_a_size_whichever_way_the_residual_points() -> None:
    causes = "causes: {P: {c: 30}}"
    assert sources(POOL, causes, "actual: {P: 29900}", "rules: [{assign: {to: A}, cause: c}]")["A"] == -30


def test_only_rules_that_name_a_cause_use_it_up() -> None:
    rules = "rules: [{assign: {to: B}, limit: 50}, {assign: {to: A}, cause: c}, {assign: {to: C}, cause: c}]"
    assert sources(POOL, "causes: {P: {c: 30}}", "actual: {P: 30100}", rules) == {"A": 30, "B": 50, "undecided": 20}


def test_a_cause_applies_before_a_limit_and_keeps_what_the_limit_left() -> None:
    rules = "rules: [{assign: {to: A}, cause: c, limit: 10}, {assign: {to: B}, cause: c}]"
    assert sources(POOL, "causes: {P: {c: 30}}", "actual: {P: 30100}", rules) == {"A": 10, "B": 20, "undecided": 70}


def test_a_cause_keeps_what_a_cap_held_back() -> None:
    rules = "rules: [{share: {by: equal}, cause: c, cap: {A: 4}}, {assign: {to: C}, cause: c}]"
    found = sources(POOL, "causes: {P: {c: 30}}", "actual: {P: 30100}", rules)
    assert found == {"A": 4, "B": 10, "C": 16, "undecided": 70}


def test_a_cause_that_no_unit_has_moves_nothing_and_is_no_fault() -> None:
    assert sources(POOL, "actual: {P: 30100}", "rules: [{assign: {to: A}, cause: unheard}]") == {"undecided": 100}


def test_a_limit_holds_for_each_unit_and_each_rule_and_is_not_remembered() -> None:
    rules = "rules: [{assign: {to: A}, limit: 10}, {assign: {to: B}, limit: 10}]"
    assert sources(THREE, "actual: {X: 30015, Y: 30040}", rules) == {"A": 20, "B": 15, "undecided": 20}


def test_a_limit_bounds_an_underspend_as_well() -> None:
    assert sources(POOL, "actual: {P: 29900}", "rules: [{assign: {to: A}, limit: 10}]")["A"] == -10


@pytest.mark.parametrize(
    ("limit", "moved"),
    [
        ("{pct: 2, of: budget}", 22),
        ("{pct: 2.5, of: budget}", 27),  # 2.5% of 1,111 is 27.775
        ("{pct: 0, of: budget}", 0),
        ("{pct: 10, of: contributions}", 100),
        ("{pct: 33.3, of: contributions}", 333),
        ("{pct: 200, of: contributions}", 889),
        ("£0.15", 15),
    ],
)
def test_a_percentage_is_of_that_unit_exact_and_rounded_down(limit: str, moved: int) -> None:
    case = "partners: [A, B]\nlevel: scheme\ncontrib: {X: {A: 700, B: 300}, Y: {B: 5000}}\nbudget: {X: 1111}"
    rules = f"rules: [{{assign: {{to: A}}, limit: {limit}}}]"
    assert sources(case, "actual: {X: 2000, Y: 5000}", rules).get("A", 0) == moved


def test_at_the_level_of_the_pool_a_percentage_is_of_the_pool() -> None:
    pooled = THREE.replace("scheme", "pool")
    rules = "rules: [{assign: {to: A}, limit: {pct: 1, of: contributions}}]"
    assert sources(pooled, "actual: {X: 31000, Y: 30000}", rules)["A"] == 600


def test_a_percentage_of_the_contributions_of_those_who_share() -> None:
    rules = "rules: [{share: {by: equal, among: [B, C]}, limit: {pct: 0.1, of: contributions_among}}]"
    assert sources(POOL, "actual: {P: 30100}", rules) == {"B": 10, "C": 10, "undecided": 80}


def test_contributions_among_needs_partners_to_share_among() -> None:
    limit = "limit: {pct: 1, of: contributions_among}"
    for verb in ("share: {by: equal}", "assign: {to: A}"):
        found = refusals(POOL, "actual: {P: 30100}", f"rules: [{{{verb}, {limit}}}]")
        assert [fault.where.key for fault in found] == ["rules[1].limit.of"]


@pytest.mark.parametrize("facts", ["{}", "{f: true}", "{f: false}"])
@pytest.mark.parametrize(
    "rule", ["limit: {fact: f}", "when: under, limit: {fact: f}", "limit: {fact: f}, if: {fact: g}"]
)
def test_a_limit_that_reads_a_fact_needs_pence_whether_or_not_it_binds(facts: str, rule: str) -> None:
    rules = f"rules: [{{assign: {{to: A}}, {rule}}}]"
    found = refusals(POOL, f"facts: {facts}", "actual: {P: 30010}", rules)
    assert [(each.code, each.where.key) for each in found] == [("settlement.fact_needs_pence", "rules[1].limit")]
    assert found[0].message.endswith("record its sum (facts), £0.00 if there is none")


def test_every_limit_and_cap_that_reads_no_sum_is_told_at_once() -> None:
    rules = "rules: [{hold: {in: r}, limit: {fact: f}}, {share: {by: equal}, cap: {A: {fact: g}, B: {fact: h}}}]"
    found = refusals(POOL, "facts: {g: true, h: -5}", "actual: {P: 30000}", rules)
    assert [(each.code, each.where.key) for each in found] == [
        ("settlement.fact_needs_pence", "rules[1].limit"),
        ("settlement.fact_needs_pence", "rules[2].cap.A"),
        ("settlement.negative", "rules[2].cap.B"),
    ]


def test_facts_that_could_not_be_read_are_not_said_to_be_missing() -> None:
    rules = "rules: [{assign: {to: A}, limit: {fact: f}}]"
    assert codes(POOL, "facts: {f: 1.5}", "actual: {P: 30010}", rules) == ["yaml.value"]


def test_a_recorded_sum_of_nil_is_a_limit_of_nil() -> None:
    rules = "rules: [{assign: {to: A}, limit: {fact: f}}]"
    assert sources(POOL, "facts: {f: 0}", "actual: {P: 30010}", rules) == {"undecided": 10}


def test_a_percentage_of_something_negative_is_refused() -> None:
    parts = ("budget: {P: -100}", "funding: {P: 0}", "actual: {P: 50}")
    rules = "rules: [{assign: {to: A}, limit: {pct: 1, of: budget}}]"
    assert codes(POOL, *parts, rules) == ["settlement.negative"]


def test_all_faults_of_a_rule_that_cannot_be_applied_are_told_together() -> None:
    rules = "rules: [{assign: {to: host}}, {assign: {to: lead}}]"
    assert codes(THREE, "actual: {X: 30010, Y: 30010}", rules) == ["settlement.missing_role"] * 2


def test_a_clause_goes_with_every_verb_and_is_kept_as_written() -> None:
    rules = """
    rules:
      - {net: {among: all}, clause: 6.10}
      - {decide: {by: B, default: continue}, clause: 12}
      - {assign: {to: A}, clause: schedule 3 (b)}
    """
    steps = settled(POOL, "actual: {P: 30010}", rules).steps
    assert [step.clause for step in steps] == ["6.10", "12", "schedule 3 (b)"]
    assert steps[2].sentence == "Rule 3, schedule 3 (b): A pays £0.10 for the pool. Nothing is left to settle."
