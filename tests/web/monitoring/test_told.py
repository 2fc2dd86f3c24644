"""What is recorded, as the history tells it: plain sentences, sums in pounds, and nothing of what was left empty."""

from __future__ import annotations

import re
from datetime import date
from html import unescape
from typing import Any

import pytest
from django.test import Client

from poolbook_web.audit import queries as audit
from poolbook_web.base.pence import Pence
from poolbook_web.monitoring import actions, models, store
from poolbook_web.monitoring.models import Kept
from poolbook_web.partners.models import FundYear
from tests.web import year
from tests.web.cast import Cast
from tests.web.year import AT

TOLD: list[tuple[type[Kept], dict[str, Any], str]] = [
    (models.Fact, {"name": "agreed"}, "the fact agreed"),
    (models.Cause, {"unit": "CARE", "cause": "prices"}, "the cause prices of CARE"),
    (models.Decision, {"body": "JMG"}, "the decision of JMG"),
    (models.Forecast, {"scheme": "CARE", "period": 6}, "the forecast of CARE at the end of September 2009"),
    (models.Comment, {"scheme": "CARE", "period": 13}, "a comment on CARE in adjustment period 13"),
    (models.Explanation, {"scheme": "CARE", "quarter": 2}, "an explanation of CARE in quarter 2"),
    (models.Measure, {"name": "At home", "quarter": 2}, "the measure At home of quarter 2"),
    (models.Activity, {"name": "Hours", "quarter": 2}, "the count of Hours in quarter 2"),
    (models.Due, {"by": "OCC", "on": date(2009, 7, 1)}, "what is due from OCC on 1 July 2009"),
    (models.Closing, {"year": "2008-09"}, "the closing figures of 2008-09"),
    *(
        (models.Record, {"kind": kind, "quarter": 1}, f"{said} quarter 1")
        for kind, said in {
            "decision": "a decision in",
            "delegation": "a delegation in",
            "variation": "a variation in",
            "virement": "a virement in",
            "contract": "a contract in",
            "dispute": "a dispute in",
            "risk": "a risk in",
            "lead_commissioning": "how the lead commissioner acted in",
            "prepared": "who prepared the report of",
            "checked": "who checked the report of",
            "statement": "what was stated in the report of",
            "received": "who received the report of",
        }.items()
    ),
]


@pytest.fixture
def fund_year(cast: Cast) -> FundYear:
    """Half a year."""
    return year.furnished(cast)


def history(manager: Client, fund_year: FundYear) -> str:
    """The history's page."""
    return unescape(manager.get(f"/funds/{fund_year.fund.slug}/history/").content.decode())


@pytest.mark.parametrize(("kind", "says", "told"), TOLD, ids=lambda each: each if isinstance(each, str) else "")
def test_a_record_is_called_what_a_sentence_calls_it(
    fund_year: FundYear, kind: type[Kept], says: dict[str, Any], told: str
) -> None:
    assert str(kind(fund_year=fund_year, **says)) == told


def test_every_kind_of_record_has_its_sentence() -> None:
    assert {kind for kind, _, _ in TOLD} == set(store.KINDS)
    assert {says["kind"] for _, says, _ in TOLD if "kind" in says} == {kind for kind, _ in models.RECORD_KINDS}


def test_the_history_says_who_prepared_a_report_and_leaves_out_what_was_left_empty(
    fund_year: FundYear, manager: Client
) -> None:
    says = {"quarter": 1, "kind": "prepared", "text": "Prepared from the books.", "by": "Pool manager"}
    row = actions.keep(fund_year=fund_year, kind=models.Record, says=says, by=None, at=AT)
    page = history(manager, fund_year)
    assert "<strong>Poolbook</strong> recorded who prepared the report of quarter 1." in page
    assert "By: Pool manager" in page
    assert "Kind: Prepared" in page
    assert "Reference:" not in page
    actions.withdraw(row=row, why="Said twice", by=None, at=AT)
    assert "withdrew the record of who prepared the report of quarter 1." in history(manager, fund_year)


def test_the_history_shows_yes_and_no_and_sums_in_pounds(fund_year: FundYear, manager: Client) -> None:
    measure = {"quarter": 2, "code": "H", "name": "At home", "better": "higher", "actual": "60%"}
    actions.keep(fund_year=fund_year, kind=models.Measure, says=measure, by=None, at=AT)
    due = {"by": "OCC", "on": date(2009, 7, 1), "pence": Pence(150_00)}
    actions.keep(fund_year=fund_year, kind=models.Due, says=due, by=None, at=AT)
    page = history(manager, fund_year)
    for told in ("Illustrative: no", "Better is: Higher", "Amount: £150.00"):
        assert told in page
    assert "Definition" not in page


@pytest.mark.parametrize(
    ("kind", "says", "told"),
    [
        (models.Forecast, {"scheme": "CARE", "period": 6, "method": "override", "pence": Pence(1), "reason": "Moves"},
         "the forecast of Care management, work and day services at the end of September 2009"),
        (models.Comment, {"scheme": "CARE", "period": 6, "text": "As planned."},
         "a comment on Care management, work and day services in September 2009"),
        (models.Cause, {"unit": "whole_fund", "cause": "accommodation_pressure", "pence": Pence(1)},
         "the cause Social care accommodation and support of the whole fund"),
        (models.Decision, {"body": "JMG", "amounts": [["OCC", 150_00], ["carry_forward", -50_00]]},
         "the decision of Mental Health Joint Management Group"),
        (models.Due, {"by": "OCC", "on": date(2009, 7, 1), "pence": Pence(1)},
         "what is due from Oxfordshire County Council on 1 July 2009"),
    ],
    ids=lambda each: each if isinstance(each, str) else "",
)  # fmt: skip
def test_the_history_names_what_a_record_knows_by_a_code(
    fund_year: FundYear, kind: type[Kept], says: dict[str, Any], told: str
) -> None:
    signed = {"by": "S. Lead", "at": AT} if kind in (models.Forecast, models.Comment) else {}
    given: dict[str, Any] = {"fund_year": fund_year, "kind": kind, "says": signed | says, "by": None, "at": AT}
    first = actions.keep(**given, evidence="minute 1")
    second = actions.keep(**given, evidence="minute 2", why="Another paper", supersedes=first)
    actions.withdraw(row=second, why="Said twice", by=None, at=AT)
    events = audit.history(fund_year.history_scope).filter(event__startswith="record.").order_by("number")
    found = [audit.told(each) for each in events]
    assert [each.says for each in found] == [*[f"recorded {told}"] * 2, f"withdrew the record of {told}"]
    changes = "; ".join(change.says for each in found for change in each.changes)
    assert not re.search("[A-Z]{3}|_", changes), "no code stands in what was said"
    assert ("month: September 2009" in changes) is ("period" in says)
    assert store.values(second) == store.values(first), "the record itself keeps its codes"


def test_what_each_bears_is_told_in_pounds() -> None:
    decision = models.Decision(body="JMG", amounts=[["OCC", 150_00], ["OPCT", -150_00]])
    assert store.told(decision) == {"body": "JMG", "who bears what": "OCC £150.00; OPCT -£150.00"}
