"""Laws that hold for every case, by hypothesis."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from poolbook import money
from poolbook.settlement.attribution import spread, spread_signed
from poolbook.settlement.model import Case
from poolbook.settlement.settle import settle
from poolbook.terms.waterfall import Rule
from poolbook.worked.settlements import SettlementCase
from tests.poolbook.settlement import random_cases

seeds = st.integers(min_value=0, max_value=2**32)
PENCE = st.integers(min_value=-(10**9), max_value=10**9)
WEIGHTS = st.lists(
    st.integers(0, 100) | st.fractions(min_value=0, max_value=5, max_denominator=40), min_size=1, max_size=6
).filter(any)


def case_of(data: dict[str, Any]) -> Case:
    """The same, to settle."""
    return SettlementCase.model_validate(data).case()


def mirrored(case: Case) -> Case:
    """The case with every variance turned round."""
    variance = settle(replace(case, rules=())).variance
    if case.level == "pool":
        first = next(iter(case.actual))
        return replace(case, actual={**case.actual, first: case.actual[first] - 2 * variance["pool"]})
    return replace(case, actual={unit: pence - 2 * variance[unit] for unit, pence in case.actual.items()})


def both_ways(rule: dict[str, Any]) -> bool:
    """Whether a rule does not care for the direction."""
    return "when" not in rule and any(verb in rule for verb in ("net", "assign", "share"))


@given(seeds)
def test_turning_every_variance_round_turns_every_source_round(seed: int) -> None:
    data = random_cases.case(seed)
    data["rules"] = [rule for rule in data["rules"] if both_ways(rule)]
    case = case_of(data)
    forth, back = settle(case), settle(mirrored(case))
    assert {source: -pence for source, pence in forth.sources.items()} == back.sources


@given(seeds)
def test_the_order_of_units_changes_nothing_without_caps_and_ties(seed: int) -> None:
    data = random_cases.case(seed)
    data["rules"] = [
        {key: value for key, value in rule.items() if key not in ("cap", "spill")}
        for rule in data["rules"]
        if any(verb in rule for verb in ("assign", "share", "hold", "decide"))
    ]
    data["level"] = "scheme"
    turned = {**data, "contrib": dict(reversed(data["contrib"].items()))}
    assert settle(case_of(data)).sources == settle(case_of(turned)).sources


@given(seeds, st.integers(0, 5))
def test_a_rule_with_a_limit_of_nil_changes_nothing_wherever_it_stands(seed: int, place: int) -> None:
    case = case_of(random_cases.case(seed))
    idle = Rule.model_validate({"assign": {"to": case.partners[0]}, "limit": 0})
    rules = (*case.rules[:place], idle, *case.rules[place:])
    assert settle(replace(case, rules=rules)).sources == settle(case).sources


@given(seeds)
def test_the_same_case_always_gives_the_same_settlement(seed: int) -> None:
    case = case_of(random_cases.case(seed))
    assert settle(case) == settle(case)


@given(PENCE, WEIGHTS)
def test_a_split_is_exact_and_no_part_is_a_penny_away_from_its_share(pence: int, weights: list[int | Fraction]) -> None:
    parts = money.split(pence, weights)
    assert sum(parts) == pence
    for part, weight in zip(parts, weights, strict=True):
        assert abs(part - Fraction(pence) * weight / sum(weights)) < 1
        assert weight or not part


@given(PENCE, WEIGHTS)
def test_a_split_is_the_same_for_weights_in_the_same_proportion(pence: int, weights: list[int | Fraction]) -> None:
    assert money.split(pence, weights) == money.split(pence, [weight * 7 for weight in weights])


@given(st.lists(st.integers(0, 1000), min_size=1, max_size=5), st.data())
def test_what_sources_gave_is_spread_over_units_exactly_and_never_below_nil(
    units: list[int], data: st.DataObject
) -> None:
    cuts = sorted(data.draw(st.lists(st.integers(0, sum(units)), max_size=4)))
    sources = [high - low for low, high in zip([0, *cuts], [*cuts, sum(units)], strict=True)]
    rows = spread(sources, units)
    assert [sum(row) for row in rows] == units
    assert [sum(column) for column in zip(*rows, strict=True)] == sources
    assert all(part >= 0 for row in rows for part in row)


@given(st.lists(st.integers(1, 1000), min_size=1, max_size=5), st.lists(st.integers(-500, 500), max_size=4))
def test_sources_that_pay_and_receive_are_spread_exactly(units: list[int], sources: list[int]) -> None:
    sources = [*sources, sum(units) - sum(sources)]
    rows = spread_signed(sources, units, units)
    assert [sum(row) for row in rows] == units
    assert [sum(column) for column in zip(*rows, strict=True)] == sources
