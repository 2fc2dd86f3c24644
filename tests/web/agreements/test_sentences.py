"""Every rule that an agreement can have, as a sentence."""

from __future__ import annotations

from typing import Any

import pytest

from poolbook import yamlfile
from poolbook.terms.read import of
from poolbook.terms.waterfall import Rule
from poolbook_web.agreements.queries import sentence
from tests.web import year

EVERY: list[tuple[dict[str, Any], str]] = [
    (
        {"net": {"among": "all"}},
        "Overspends and underspends of all schemes meet each other first, and no money moves between partners.",
    ),
    (
        {"net": {"among": ["HEALTH", "VCS"]}},
        (
            "Overspends and underspends of Health services for adults of working age and Voluntary and community "
            "services meet each other first, and no money moves between partners."
        ),
    ),
    (
        {"assign": {"to": "host"}, "when": "over", "scope": {"part": "incoming"}},
        "Of an overspend on schemes whose part is incoming, all falls to the partner that hosts the scheme.",
    ),
    (
        {
            "share": {"by": "fixed", "weights": {"OCC": 60, "PCT": 40}},
            "when": "over",
            "limit": {"pct": 2, "of": "budget"},
        },
        (
            "Of an overspend, up to 2% of its budget, all is shared between the partners in fixed proportions: "
            "Oxfordshire County Council 60 and Oxfordshire Primary Care Trust 40."
        ),
    ),
    (
        {"share": {"by": "contributions"}, "cap": {"OCC": "£5"}, "spill": "redistribute"},
        (
            "What is left is shared between the partners in proportion to their contributions. At most: £5.00 for "
            "Oxfordshire County Council. What is above that is shared among the others."
        ),
    ),
    (
        {"draw": {"from": "risk_pool"}},
        "An overspend is met from the reserve “risk_pool”, as far as there is money in it.",
    ),
    ({"hold": {"in": "carry_forward"}}, "An underspend is carried forward to next year."),
    ({"hold": {"in": "risk_pool"}, "when": "under"}, "An underspend is kept in the reserve “risk_pool”."),
    (
        {"decide": {"by": "JMG", "default": "continue"}, "if": {"fact": "late"}},
        (
            "Where it is recorded that “late”: What is left is for Mental Health Joint Management Group to decide; "
            "until it has, the next rule applies."
        ),
    ),
]


@pytest.mark.parametrize(("rule", "said"), EVERY)
def test_a_rule_says_what_it_does_in_a_sentence(rule: dict[str, Any], said: str) -> None:
    terms = of(yamlfile.parse(year.terms(), name="terms.yaml"))
    assert sentence(terms, Rule.model_validate(rule)) == said
