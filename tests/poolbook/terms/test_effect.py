"""Rules that could never move a penny are found, and figures that look like a slip; nothing else is."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from poolbook.terms.check import check
from tests.poolbook.terms.clean import found, ruled, settled

SHARE = {"share": {"by": "contributions"}}
ASSIGN = {"assign": {"to": "PCT"}}


def of(*rules: dict[str, Any]) -> list[str]:
    """What is found of these rules, each with a clause."""
    return found(settled(rules=[{"clause": "5", **rule} for rule in rules]))


NEVER = ["terms.rule_never_applies"]


@pytest.mark.parametrize(
    "rules",
    [
        [{**ASSIGN, "when": "over"}, SHARE],
        [{**ASSIGN, "limit": "£10.00"}, SHARE],
        [{**ASSIGN, "limit": {"pct": 100, "of": "budget"}}, SHARE],
        [{**SHARE, "cap": {"PCT": "£10.00"}}, ASSIGN],
        [{**ASSIGN, "scope": {"group": "older"}}, SHARE],
        [{**SHARE, "when": "over"}, {"hold": {"in": "carry_forward"}}],
        [{"hold": {"in": "carry_forward"}, "when": "under"}, SHARE],
        [{"net": {"among": "all"}}, SHARE],
    ],
)
def test_rules_that_leave_something_for_the_next_are_let_be(rules: list[dict[str, Any]]) -> None:
    assert of(*rules) == []


@pytest.mark.parametrize(
    "rules",
    [
        [SHARE, ASSIGN],
        [SHARE, {"net": {"among": "all"}}],
        [{**SHARE, "when": "over"}, {**ASSIGN, "when": "over", "limit": "£10.00"}, {**SHARE, "when": "under"}],
        [{**SHARE, "when": "under"}, {"hold": {"in": "carry_forward"}}],
        [{**SHARE, "when": "over"}, {**ASSIGN, "when": "under"}, {"share": {"by": "equal"}}],
        [{**ASSIGN, "scope": {"group": "older"}}, {**ASSIGN, "scope": {"group": "older"}, "when": "over"}],
        [{"hold": {"in": "carry_forward"}, "when": "over"}, SHARE],
    ],
)
def test_a_rule_that_could_never_apply_is_found(rules: list[dict[str, Any]]) -> None:
    assert of(*rules) == NEVER


def test_the_rules_that_take_everything_are_named() -> None:
    terms = settled(
        rules=[{"clause": "5", **each} for each in ({**SHARE, "when": "over"}, {**ASSIGN, "when": "under"}, ASSIGN)]
    )
    [finding] = check(terms)
    assert "after rule 1 and 2, so it would never apply" in finding.message
    assert finding.where.key == "settlement.rules[3]"


def test_a_share_by_contributions_leaves_a_scheme_to_which_nobody_contributes() -> None:
    terms = settled(level="scheme", rules=[{"clause": "5", **SHARE}, {"clause": "6", **ASSIGN}])
    assert found(terms) == NEVER
    alone = terms.model_copy(update={"contributions": terms.contributions[:1]})
    assert "terms.rule_never_applies" not in found(alone)


@pytest.mark.parametrize(
    ("one", "other", "codes"),
    [
        (Fraction("50.01"), 50, ["terms.weights_nearly_100"]),
        (Fraction("33.3"), Fraction("66.6"), ["terms.weights_nearly_100"]),
        (50, 50, []),
        (60, 30, []),
        (2, 1, []),
    ],
)
def test_weights_are_proportions_and_only_what_is_nearly_100_is_asked_about(
    one: Fraction, other: Fraction, codes: list[str]
) -> None:
    assert found(ruled(share={"by": "fixed", "weights": {"COUNCIL": one, "PCT": other}})) == codes


def test_a_limit_of_more_than_the_whole_is_asked_about() -> None:
    assert found(ruled(**ASSIGN, limit={"pct": 150, "of": "budget"})) == ["terms.limit_over_100"]
