"""A small agreement that nothing is wrong with, for tests to change in one place at a time."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from poolbook.terms.check import check
from poolbook.terms.model import Terms

CLEAN: dict[str, Any] = {
    "poolbook": "terms/1",
    "fund": {"code": "equipment", "name": "Equipment pooled fund"},
    "year": "2009-10",
    "agreement": {
        "title": "Equipment agreement",
        "status": "in_force",
        "starts": "2009-04-01",
        "ends": "2010-03-31",
    },
    "partners": [
        {
            "code": "COUNCIL",
            "name": "The Council",
            "kind": "local_authority",
            "units": [{"code": "CARE", "name": "Care"}],
        },
        {"code": "PCT", "name": "The PCT", "kind": "nhs_body"},
    ],
    "host": {"partner": "COUNCIL"},
    "pool_manager": {"post": "Pool manager", "partner": "COUNCIL"},
    "schemes": [
        {"code": "BEDS", "name": "Beds", "side": "nhs", "data": {"group": "older"}},
        {"code": "RAILS", "name": "Rails", "side": "health_related", "responsible": "COUNCIL"},
    ],
    "contributions": [
        {"by": "CARE", "scheme": "RAILS", "gross": "£100.00", "net": "£90.00", "basis": "net"},
        {"by": "PCT", "scheme": "BEDS", "amount": "£200.00", "basis": "net"},
    ],
    "pressures": [
        {
            "code": "backlog",
            "name": "Backlog",
            "amount": "£20.00",
            "scheme": "RAILS",
            "borne_by": "COUNCIL",
            "proved_by": "the pool manager, from orders",
            "extent": "ceiling",
            "indexed": "no",
            "efficiencies_first": "no",
        }
    ],
    "opening_balance": {"policy": "clean", "made_good_by": "COUNCIL"},
    "clauses": [
        {
            "number": "1",
            "about": "everything else",
            "status": "text_held",
            "topics": [
                "aims", "varying_contributions", "functions", "who_and_what", "in_kind", "review", "termination",
                "management",
            ],
        }
    ],
    "bodies": [{"code": "BOARD", "name": "The Board", "form": "joint_committee"}],
    "settlement": {
        "level": "scheme",
        "basis": "net",
        "reserves": {"risk": "£10.00"},
        "weights": {"use": {"COUNCIL": 1, "PCT": 2}},
        "causes": [{"code": "prices", "name": "Prices", "proved_by": "the index"}],
        "facts": [{"code": "agreed_sum", "name": "Sum agreed", "kind": "pounds"}],
        "rules": [{"share": {"by": "contributions"}, "clause": "5"}],
    },
}  # fmt: skip


def but(**changes: Any) -> Terms:
    """The clean terms with these keys in place of its own; None takes a key out."""
    data = {**deepcopy(CLEAN), **changes}
    return Terms.model_validate({key: value for key, value in data.items() if value is not None})


def part(key: str, place: int = 0, **changes: Any) -> list[Any]:
    """One of the lists of the clean terms with one item changed; None takes a key out of it."""
    items = deepcopy(CLEAN[key])
    merged = {**items[place], **changes}
    items[place] = {name: value for name, value in merged.items() if value is not None}
    return list(items)


def settled(**changes: Any) -> Terms:
    """The clean terms with these keys of their settlement changed."""
    return but(settlement={**deepcopy(CLEAN["settlement"]), **changes})


def ruled(**rule: Any) -> Terms:
    """The clean terms with one rule; ``if_`` stands for ``if``."""
    return settled(rules=[{"clause": "5", **{key.rstrip("_"): value for key, value in rule.items()}}])


def found(terms: Terms) -> list[str]:
    """The codes of what the checks find, in order."""
    return [finding.code for finding in check(terms)]


def places(terms: Terms, code: str) -> list[str]:
    """Where the checks find one code."""
    return [finding.where.key for finding in check(terms) if finding.code == code]
