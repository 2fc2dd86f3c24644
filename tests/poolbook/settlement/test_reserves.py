"""``draw`` and ``hold``: what reserves pay, what they take in, and how their balances move."""

from __future__ import annotations

import pytest

from tests.poolbook.settlement.cases import POOL, THREE, codes, refusals, settled, sources


def test_a_draw_pays_up_to_the_balance_and_leaves_the_rest() -> None:
    parts = ("reserves: {r: 60}", "actual: {P: 30100}", "rules: [{draw: {from: r}}]")
    assert sources(POOL, *parts) == {"reserve:r": 60, "undecided": 40}
    assert settled(POOL, *parts).reserves == {"r": 0}


def test_a_draw_passes_over_underspends() -> None:
    parts = ("reserves: {r: 60}", "actual: {X: 30010, Y: 29900}", "rules: [{draw: {from: r}}]")
    assert sources(THREE, *parts) == {"reserve:r": 10, "undecided": -100}
    assert sources(THREE, *parts[:2], "rules: [{draw: {from: r}, when: under}]") == {"undecided": -90}


def test_a_draw_meets_all_units_in_scope_as_one_need_and_then_in_proportion() -> None:
    parts = ("reserves: {r: 100}", "actual: {X: 30200, Y: 30100}", "rules: [{draw: {from: r}}]")
    assert settled(THREE, *parts).steps[0].remaining == {"X": 133, "Y": 67}


def test_several_reserves_give_equal_parts_unless_a_split_is_given() -> None:
    reserves, spent = "reserves: {r: 100, s: 100}", "actual: {P: 30061}"
    equal = sources(POOL, reserves, spent, "rules: [{draw: {from: [s, r]}}]")
    assert equal == {"reserve:s": 31, "reserve:r": 30}  # the tie goes to the first of `from`
    by_split = sources(POOL, reserves, spent, "rules: [{draw: {from: [s, r], split: [1, 2.5]}}]")
    assert by_split == {"reserve:s": 17, "reserve:r": 44}


def test_only_what_an_exhausted_reserve_could_not_give_is_split_again() -> None:
    reserves, spent = "reserves: {a: 1, b: 50, c: 50}", "actual: {P: 30010}"
    rules = "rules: [{draw: {from: [a, b, c], split: [3, 1, 1]}}]"
    # first 6, 2 and 2; a gives 1 and the 5 it lacks are split 3 and 2, on top of what b and c give
    assert sources(POOL, reserves, spent, rules) == {"reserve:a": 1, "reserve:b": 5, "reserve:c": 4}


def test_rounding_again_differs_from_splitting_the_whole_remainder() -> None:
    reserves, spent = "reserves: {a: 0, b: 50, c: 50}", "actual: {P: 30005}"
    rules = "rules: [{draw: {from: [a, b, c], split: [1, 2, 2]}}]"
    # 1, 2 and 2 at first; the penny that a lacks goes to b
    assert sources(POOL, reserves, spent, rules) == {"reserve:b": 3, "reserve:c": 2}


def test_a_reserve_of_split_nil_gives_nothing_even_when_the_others_are_empty() -> None:
    reserves, spent = "reserves: {a: 5, b: 50}", "actual: {P: 30010}"
    drawn = sources(POOL, reserves, spent, "rules: [{draw: {from: [a, b], split: [1, 0]}}]")
    assert drawn == {"reserve:a": 5, "undecided": 5}
    assert sources(POOL, reserves, spent, "rules: [{draw: {from: [a], split: [0]}}]") == {"undecided": 10}


def test_drawing_on_an_unrecorded_reserve_finds_nil_and_says_so() -> None:
    settlement = settled(POOL, "reserves: {r: 4}", "actual: {P: 30010}", "rules: [{draw: {from: [gone, r]}}]")
    assert settlement.sources == {"A": 0, "B": 0, "C": 0, "reserve:r": 4, "undecided": 6}
    assert [found.code for found in settlement.findings] == ["settlement.reserve_missing", "settlement.undecided"]


def test_a_rule_further_down_draws_on_what_was_put_by() -> None:
    rules = "rules: [{hold: {in: new}}, {draw: {from: new}}]"
    settlement = settled(THREE, "actual: {X: 30070, Y: 29900}", rules)
    assert settlement.sources == {"A": 0, "B": 0, "C": 0, "reserve:new": -30}
    assert settlement.by_unit == {"X": {"reserve:new": 70}, "Y": {"reserve:new": -100}}
    assert settlement.reserves == {"new": 30}
    assert settlement.findings == ()  # hold opens a reserve


def test_hold_passes_over_overspends_and_takes_a_limit_and_a_cause() -> None:
    spent = "actual: {X: 30070, Y: 29900}"
    assert sources(THREE, spent, "rules: [{hold: {in: r}, when: over}]") == {"undecided": -30}
    assert sources(THREE, spent, "rules: [{hold: {in: r}, limit: 40}]") == {"reserve:r": -40, "undecided": 10}
    causes = "causes: {Y: {saved: 25}}"
    rules = "rules: [{hold: {in: carry_forward}, cause: saved}, {hold: {in: r}, cause: saved}]"
    assert sources(THREE, causes, spent, rules) == {"carry_forward": -25, "undecided": -5}


def test_a_decision_may_overdraw_a_reserve_and_a_draw_then_takes_nothing_from_it() -> None:
    parts = """
    actual: {X: 30100, Y: 30050}
    meta: {X: {group: first}}
    reserves: {r: 30}
    decisions: {BOARD: {"reserve:r": 100}}
    rules: [{decide: {by: BOARD}, scope: {group: first}}, {draw: {from: r}}]
    """
    settlement = settled(THREE, parts)
    assert settlement.sources == {"A": 0, "B": 0, "C": 0, "reserve:r": 100, "undecided": 50}
    assert settlement.reserves == {"r": -70}
    assert [found.code for found in settlement.findings] == ["settlement.reserve_below_nil", "settlement.undecided"]


def test_what_is_held_first_makes_an_overdrawn_reserve_good() -> None:
    parts = """
    partners: [A]
    level: scheme
    contrib: {X: {A: 100}, Y: {A: 200}, Z: {A: 100}}
    actual: {X: 200, Y: 120, Z: 150}
    meta: {X: {group: first}}
    reserves: {r: 30}
    decisions: {BOARD: {"reserve:r": 100}}
    rules: [{decide: {by: BOARD}, scope: {group: first}}, {hold: {in: r}}, {draw: {from: r}}]
    """
    settlement = settled(parts)
    assert settlement.by_unit["Z"] == {"reserve:r": 10, "undecided": 40}  # 30 - 100 + 80
    assert settlement.reserves == {"r": 0}


def test_a_decision_that_names_a_new_reserve_opens_it_with_a_finding() -> None:
    decisions = 'decisions: {BOARD: {"reserve:new": -100}}'
    settlement = settled(POOL, decisions, "actual: {P: 29900}", "rules: [{decide: {by: BOARD}}]")
    assert settlement.reserves == {"new": 100}
    assert [found.code for found in settlement.findings] == ["settlement.reserve_missing"]


def test_a_reserve_that_opens_below_nil_is_refused() -> None:
    parts = ("reserves: {r: -1}", "actual: {P: 30000}", "rules: []")
    assert codes(POOL, *parts) == ["settlement.negative"]


def test_the_name_of_a_reserve_is_written_alone() -> None:
    rules = "rules: [{draw: {from: ['reserve:a']}}, {hold: {in: 'reserve:b'}}]"
    found = refusals(POOL, 'reserves: {"reserve:c": 5}', "actual: {P: 1}", rules)
    assert [each.code for each in found] == ["settlement.unknown_source"] * 3
    assert found[0].message == "reserve:c is not the name of a reserve: write the name alone, as c"


@pytest.mark.parametrize("name", ["A", "carry_forward", "undecided"])
def test_a_reserve_with_the_name_of_something_else_is_refused(name: str) -> None:
    assert codes(POOL, f"reserves: {{{name}: 5}}", "actual: {P: 1}", "rules: []") == ["settlement.reserved_word"]
    draw = codes(POOL, "actual: {P: 1}", f"rules: [{{draw: {{from: {name}}}}}]")
    assert draw == ["settlement.reserved_word"]
    if name != "carry_forward":
        assert codes(POOL, "actual: {P: 1}", f"rules: [{{hold: {{in: {name}}}}}]") == ["settlement.reserved_word"]


def test_the_words_of_a_draw_are_checked() -> None:
    for body in ("{from: [a, b], split: [1]}", "{from: [a], split: [-1]}", "{form: a}"):
        assert "settlement." not in codes(POOL, "actual: {P: 1}", f"rules: [{{draw: {body}}}]")[0]
    repeated = codes(POOL, "actual: {P: 1}", "rules: [{draw: {from: [a, a]}}]")
    assert repeated == ["settlement.repeated"]
    assert codes(POOL, "actual: {P: 1}", "rules: [{draw: {from: []}}]") == ["yaml.value"]
    assert codes(POOL, "actual: {P: 1}", "rules: [{draw: {from: a}, limit: 5, cause: c}]") == ["yaml.value"] * 2
