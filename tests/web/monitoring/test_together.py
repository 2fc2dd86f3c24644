"""Every record of a year comes with one question, as it would come kind by kind."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from pytest_django import DjangoAssertNumQueries

from poolbook_web.monitoring import actions, models, store
from poolbook_web.monitoring.models import Kept
from poolbook_web.monitoring.store.together import together
from poolbook_web.partners.models import FundYear
from tests.web import books

AT = datetime(2025, 6, 3, 8, 15, 30, 123456, tzinfo=UTC)

SAID: list[tuple[type[Kept], dict[str, object]]] = [
    (models.Fact, {"name": "disclosed", "truth": False, "pence": None}),
    (models.Fact, {"name": "shortfall", "truth": None, "pence": -90_071_992_547_409_93}),
    (models.Cause, {"unit": "home-care", "cause": "demand", "pence": 1}),
    (models.Decision, {"body": 'the "board"', "amounts": [["council", 600_000], ["icb", -1]]}),
    (
        models.Forecast,
        {"period": 3, "scheme": "home-care", "method": "override", "pence": 7, "reason": "£\n", "by": "A", "at": AT},
    ),
    (models.Comment, {"period": 3, "scheme": "home-care", "text": "née O’Neil", "by": "A", "at": date(2025, 7, 4)}),
    (
        models.Explanation,
        {"quarter": 1, "scheme": "home-care", "cause": "c", "recurrent": None, "action": "a", "owner": "o", "due": None,
         "effect": None},
    ),
    (
        models.Explanation,
        {"quarter": 1, "scheme": "home-care", "cause": "c", "recurrent": True, "action": "a", "owner": "o",
         "due": date(2025, 9, 30), "effect": -5},
    ),
    (
        models.Measure,
        {"quarter": 1, "code": "M", "name": "m", "target": "80%", "better": "higher", "illustrative": True},
    ),
    (models.Activity, {"quarter": 1, "scheme": "home-care", "name": "Hours", "count": 2**40, "unit_cost": None}),
    (models.Record, {"quarter": 1, "kind": "risk", "text": "t", "by": "b", "on": None, "reference": ""}),
    (models.Due, {"by": "council", "on": date(2025, 7, 1), "pence": 15}),
    (models.Closing, {"year": "2024-25", "balances": [["council", 50_000], ["icb", -2_000]]}),
]  # fmt: skip


@pytest.fixture
def fund_year(db: None) -> FundYear:
    """A year with something of every kind, one of them said anew and one withdrawn."""
    made = books.small()
    rows = [
        actions.keep(fund_year=made, kind=kind, says=says, evidence="Letter, 4 May", by=None, at=AT)
        for kind, says in SAID
    ]
    anew = {**SAID[5][1], "text": "Corrected."}
    actions.keep(fund_year=made, kind=models.Comment, says=anew, supersedes=rows[5], why="Put right", by=None, at=AT)
    actions.withdraw(row=rows[10], why="wrong", by=None, at=AT)
    return made


def test_they_are_the_same_to_the_type_of_each_value(fund_year: FundYear) -> None:
    found = together(store.KINDS, fund_year)
    for kind in store.KINDS:
        one_by_one = list(store.in_force(kind, fund_year))
        assert [store.values(row) for row in found[kind]] == [store.values(row) for row in one_by_one], kind
        assert [row.evidence for row in found[kind]] == [row.evidence for row in one_by_one]
        for row, other in zip(found[kind], one_by_one, strict=True):
            types, wanted = ({name: type(value) for name, value in store.values(each).items()} for each in (row, other))
            assert types == wanted


def test_one_question_is_asked_for_all_of_them(
    fund_year: FundYear, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(1):
        found = together(store.KINDS, fund_year)
    assert not found[models.Record], "it was withdrawn"
    assert [row.text for row in found[models.Comment]] == ["Corrected."]
