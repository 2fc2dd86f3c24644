"""Records: by whom they may be kept, said anew and withdrawn, and what the pages show of them."""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import partial
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from poolbook.findings import Refused
from poolbook_web.agreements import actions as agreements
from poolbook_web.monitoring import actions, models, store
from poolbook_web.monitoring.models import Kept
from poolbook_web.monitoring.permissions import KEEPERS
from poolbook_web.monitoring.queries import recorded
from poolbook_web.monitoring.queries.kinds import KINDS
from poolbook_web.partners.models import FundYear
from poolbook_web.people.models import Role
from poolbook_web.people.permissions import TABLE
from tests.web import year
from tests.web.cast import Cast

#: What somebody fills in for each kind, and a word that the list then shows.
GIVEN: dict[str, tuple[dict[str, str], str]] = {
    "causes": (
        {"unit": "ACCOMMODATION", "cause": "accommodation_pressure", "pence": "364,000", "evidence": "minute 3"},
        "364,000.00",
    ),
    "decisions": (
        {"body": "JMG", "amount_0": "1000", "amount_1": "-250.50", "evidence": "minute 6"},
        "Oxfordshire Primary Care Trust -£250.50",
    ),
    "forecasts": ({"scheme": "CARE", "period": "6", "pence": "4010000", "reason": "Two moves"}, "Two moves"),
    "comments": ({"scheme": "CARE", "period": "6", "text": "As planned."}, "As planned."),
    "explanations": (
        {"scheme": "CARE", "quarter": "2", "cause": "Premises", "action": "None", "owner": "Lead", "effect": "-45",
         "due_0": "31", "due_1": "3", "due_2": "2010"},
        "31 Mar 2010",
    ),
    "measures": ({"quarter": "2", "code": "HOME", "name": "Lives at home", "better": "higher"}, "Lives at home"),
    "activity": ({"scheme": "CARE", "quarter": "2", "name": "People", "count": "94"}, "94"),
    "sign-offs": (
        {"quarter": "2", "kind": "prepared", "text": "From both ledgers", "by": "Pool manager"}, "From both ledgers",
    ),
    "closing": (
        {"amount_0": "125", "amount_1": "-25", "evidence": "minute 2"}, "Oxfordshire Primary Care Trust -£25.00",
    ),
    "dues": ({"by": "OCC", "on_0": "1", "on_1": "7", "on_2": "2009", "pence": "100"}, "1 Jul 2009"),
}  # fmt: skip


#: Terms that hold what they must and nothing else: no contribution, no pressure, no body, no rule.
SHORT = """\
poolbook: terms/1
fund: {code: oxfordshire-mental-health, name: Oxfordshire mental health pooled fund}
year: 2009-10
agreement: {title: The agreement, status: in_force}
partners:
  - {code: OCC, name: Oxfordshire County Council, kind: local_authority, body: county council}
  - {code: PCT, name: Oxfordshire Primary Care Trust, kind: nhs_body, body: primary care trust}
host: {partner: OCC}
schemes:
  - {code: CARE, name: Care management, side: joint, budget: £100}
"""


@pytest.fixture
def fund_year(cast: Cast) -> FundYear:
    """Half a year."""
    return year.furnished(cast)


def at(fund_year: FundYear, page: str = "") -> str:
    """The address of a page of the records."""
    return f"/funds/{fund_year.fund.slug}/{fund_year.year}/records/{page}"


def the_only(kind: type[Kept], fund_year: FundYear) -> Any:
    """The one record of a kind that stands."""
    return store.in_force(kind, fund_year).get()


@pytest.mark.parametrize("slug", GIVEN)
def test_each_kind_is_recorded_by_its_form_and_stands_in_its_list_and_files(
    fund_year: FundYear, manager: Client, slug: str
) -> None:
    given, word = GIVEN[slug]
    page = manager.post(at(fund_year, f"{slug}/new/"), given, follow=True).content.decode()
    assert "It is recorded." in page
    assert word in page
    row = the_only(KINDS[slug].kind, fund_year)
    assert row.recorded_by.name == "Priya Nair"
    assert word in manager.get(at(fund_year, f"{slug}/{row.pk}/")).content.decode()
    assert manager.get(at(fund_year, f"{slug}.csv")).content.decode("utf-8-sig").count("\r\n") == 2
    assert manager.get(at(fund_year, f"{slug}.xlsx")).content.startswith(b"PK")


@pytest.mark.parametrize("slug", KINDS)
def test_an_empty_form_is_answered_in_words_and_keeps_nothing(fund_year: FundYear, manager: Client, slug: str) -> None:
    page = manager.post(at(fund_year, f"{slug}/new/"), {}).content.decode()
    assert "There is a problem" in page
    assert "This field is required" not in page
    assert not KINDS[slug].kind._default_manager.exists()


def test_a_record_said_anew_takes_the_place_of_the_old_and_both_can_be_read(
    fund_year: FundYear, manager: Client
) -> None:
    first = year.pressure(fund_year)
    url = at(fund_year, f"causes/{first.pk}/")
    form = manager.get(f"{url}change/").content.decode()
    assert 'value="364000.00"' in form
    assert "disabled" in form, "what tells it from another stays as it is"
    given = {"pence": "300000", "evidence": "minute 9", "why": "The auditor found less"}
    manager.post(f"{url}change/", given)
    row = the_only(models.Cause, fund_year)
    assert (row.pence, row.supersedes_id, row.unit) == (300_000_00, first.pk, "ACCOMMODATION")
    page = manager.get(at(fund_year, f"causes/{row.pk}/")).content.decode()
    assert "The auditor found less" in page
    assert "364,000.00" in page
    assert "This was said anew since" in manager.get(url).content.decode()
    again = manager.post(f"{url}change/", given).content.decode()
    assert "was changed or withdrawn since" in again, "somebody else was first"


#: Two records of each kind of which there can be only one: the second says the same thing anew.
TWICE: dict[str, dict[str, str]] = {
    "causes": {"pence": "300,000"},
    "decisions": {"amount_0": "2000", "amount_1": "-250.50"},
    "measures": {"actual": "69%"},
    "closing": {"amount_0": "225", "why": "Agreed otherwise"},
}


@pytest.mark.parametrize("slug", TWICE)
def test_another_record_of_which_there_can_be_only_one_is_refused_and_leads_to_the_first(
    fund_year: FundYear, manager: Client, slug: str
) -> None:
    kind, given = KINDS[slug].kind, GIVEN[slug][0]
    manager.post(at(fund_year, f"{slug}/new/"), given)
    first = the_only(kind, fund_year)
    page = manager.post(at(fund_year, f"{slug}/new/"), given | TWICE[slug]).content.decode()
    assert "is recorded already: say that record anew, with the reason why it changes" in page
    assert f'href="{at(fund_year, f"{slug}/{first.pk}/change/")}"' in page
    assert the_only(kind, fund_year) == first
    assert kind._default_manager.count() == 1


def test_a_record_changes_with_a_reason_and_does_not_take_the_place_of_a_third(fund_year: FundYear, cast: Cast) -> None:
    first: Any = year.pressure(fund_year)
    says = store.values(first) | {"pence": 5}
    third = year.record(fund_year, models.Cause, "minute 1", **says | {"unit": "CARE"})
    keep = partial(
        actions.keep, fund_year=fund_year, kind=models.Cause, evidence="minute 2", by=cast.manager, at=year.AT
    )
    asked: tuple[tuple[dict[str, Any], str], ...] = (
        ({"says": says, "supersedes": first}, "monitoring.no_reason"),
        ({"says": store.values(third), "supersedes": first, "why": "Moved"}, "monitoring.there_already"),
        ({"says": says}, "monitoring.there_already"),
    )
    for more, why_not in asked:
        with pytest.raises(Refused) as refused:
            keep(**more)
        assert [each.code for each in refused.value.findings] == [why_not]
    anew = keep(says=says, supersedes=first, why="The auditor found less")
    assert set(store.in_force(models.Cause, fund_year)) == {anew, third}
    assert [store.values(each)["pence"] for each in recorded.line(anew)] == [5, store.values(first)["pence"]]


@pytest.mark.parametrize(
    ("target", "actual", "said"),
    [("1e400", "abc", "target is no plain number"), ("80%", "76", "target and actual have two units"), ("4", "5", "")],
)
def test_a_measure_that_cannot_be_rated_says_why_where_it_is_recorded(
    fund_year: FundYear, manager: Client, target: str, actual: str, said: str
) -> None:
    form = manager.get(at(fund_year, "measures/new/")).content.decode()
    assert "A plain number, sum or percentage, such as 80%. Words are printed, and not rated." in form
    given = GIVEN["measures"][0] | {"target": target, "actual": actual}
    manager.post(at(fund_year, "measures/new/"), given)
    row = the_only(models.Measure, fund_year)
    for page in ("measures/", f"measures/{row.pk}/"):
        shown = manager.get(at(fund_year, page)).content.decode()
        reasons = [each for each in ("target is no plain number", "target and actual have two units") if each in shown]
        assert reasons == ([said] if said else [])


def test_a_receipt_of_a_report_is_not_offered_among_the_sign_offs(fund_year: FundYear, manager: Client) -> None:
    page = manager.get(at(fund_year, "sign-offs/new/")).content.decode()
    assert '<option value="risk">' in page
    assert '<option value="received">' not in page


def test_a_record_is_withdrawn_with_a_reason_and_counts_no_more(fund_year: FundYear, manager: Client) -> None:
    row = year.pressure(fund_year)
    url = at(fund_year, f"causes/{row.pk}/")
    assert "Say why it is withdrawn." in manager.post(f"{url}withdraw/", {}).content.decode()
    manager.post(f"{url}withdraw/", {"why": "Recorded twice"})
    assert not store.in_force(models.Cause, fund_year).exists()
    page = manager.get(url).content.decode()
    assert "This was withdrawn" in page
    assert "Recorded twice" in page
    assert "None is recorded." in manager.get(at(fund_year, "causes/")).content.decode()


def test_an_officers_forecast_changes_the_position_and_is_named_there(fund_year: FundYear, manager: Client) -> None:
    manager.post(at(fund_year, "forecasts/new/"), GIVEN["forecasts"][0])
    page = manager.get(at(fund_year).removesuffix("records/"), {"period": "6"}).content.decode()
    assert "4,010,000.00" in page
    assert "Two moves" in page


def test_a_decision_needs_a_sum_and_a_due_is_not_negative(fund_year: FundYear, manager: Client) -> None:
    decision = manager.post(at(fund_year, "decisions/new/"), {"body": "JMG", "evidence": "minute 6"})
    assert "Enter at least one sum." in decision.content.decode()
    due = manager.post(at(fund_year, "dues/new/"), GIVEN["dues"][0] | {"pence": "-1"})
    assert "not negative" in due.content.decode()


def test_whoever_records_a_decision_sees_first_what_is_left_to_decide(fund_year: FundYear, manager: Client) -> None:
    page = manager.get(at(fund_year, "decisions/new/")).content.decode()
    before, form = page.split('<select name="body"')
    left = "Left to Mental Health Joint Management Group"
    for said in ("The forecast at 30 September 2009 leaves this: an underspend is negative.", left, "To be shared out"):
        assert said in before
        assert said not in form
    settlement = manager.get(at(fund_year).removesuffix("records/") + "settlement/").content.decode()
    (total,) = re.findall(r"To be shared out.*?(-?£?[0-9,]+\.[0-9]{2})", before, re.DOTALL)
    assert total.strip("-£") in settlement


def test_of_a_year_that_is_not_open_and_of_rules_that_leave_nothing_that_is_said(cast: Cast, manager: Client) -> None:
    fund_year = cast.fund.years.get()
    of: dict[str, Any] = {"fund_year": fund_year, "by": None, "at": year.AT}

    def says() -> str:
        return manager.get(at(fund_year, "decisions/new/")).content.decode()

    agreements.put_terms(data=year.terms().encode(), **of)
    assert "The books are not open, so there is nothing to decide yet." in says()
    actions.open_year(**of)
    assert "leaves nothing." in says()
    text = year.terms().replace("- decide: {by: JMG}", "- assign: {to: OCC}")
    agreements.put_terms(data=text.encode(), why="No vote", **of)
    assert "No rule of the agreement leaves a variance to a body" in says()


#: What the terms hold that a kind of record is chosen from, and what is said where they hold none of it.
LACKS = {
    "facts": "The terms ask for no fact",
    "causes": "The terms name no pressure and no cause",
    "decisions": "The terms name no body that could decide",
    "dues": "The terms name nobody who contributes",
}


@pytest.mark.parametrize("slug", LACKS)
def test_where_the_terms_have_nothing_to_choose_it_is_said_with_the_way_to_the_terms_and_nothing_is_asked(
    manager: Client, cast: Cast, slug: str
) -> None:
    fund_year = cast.fund.years.get()
    agreements.put_terms(fund_year=fund_year, data=SHORT.encode(), by=None, at=year.AT)
    for answer in (manager.get(at(fund_year, f"{slug}/new/")), manager.post(at(fund_year, f"{slug}/new/"), {})):
        page = answer.content.decode()
        assert LACKS[slug] in page
        assert f'href="{at(fund_year).removesuffix("records/")}terms/">The terms</a>' in page
        assert "Record it</button>" not in page


#: A day that cannot be, of each kind that has one; and what is said of it.
DAYS: tuple[tuple[str, str, str], ...] = (
    ("dues", "1 4 1990", "1 April 1990 is too far from the year 2009-10: give a day from 1 April 2008 to 31 "),
    ("dues", "1 4 2011", "1 April 2011 is too far from the year 2009-10"),
    ("explanations", "31 3 2100", "31 March 2100 is too far from the year 2009-10"),
    ("sign-offs", "10 7 2099", "10 July 2099 is still to come: give a day from 1 April 2008 to "),
    ("sign-offs", "31 3 2008", "31 March 2008 is too far from the year 2009-10"),
)


@pytest.mark.parametrize(("slug", "day", "said"), DAYS)
def test_a_day_that_cannot_be_is_told_at_its_boxes_and_not_kept(
    fund_year: FundYear, manager: Client, slug: str, day: str, said: str
) -> None:
    name = "due" if slug == "explanations" else "on"
    boxes = {f"{name}_{place}": part for place, part in enumerate(day.split())}
    page = manager.post(at(fund_year, f"{slug}/new/"), GIVEN[slug][0] | boxes).content.decode()
    assert f'<a href="#id_{name}_0">{said}' in page
    assert not KINDS[slug].kind._default_manager.exists()


def test_what_was_done_may_be_as_old_as_the_agreement_and_as_young_as_today(fund_year: FundYear, cast: Cast) -> None:
    text = year.terms().replace("starts: 2009-04-01", "starts: 2007-04-01")
    agreements.put_terms(fund_year=fund_year, data=text.encode(), by=None, at=year.AT, why="It is older")
    says = {"quarter": 2, "kind": "contract", "text": "Let.", "by": "JMG"}
    keep = partial(actions.keep, fund_year=fund_year, kind=models.Record, by=cast.manager, at=year.AT)
    today = year.AT.date()
    for day in (date(2007, 4, 1), today):
        keep(says={**says, "on": day})
    with pytest.raises(Refused) as refused:
        keep(says={**says, "on": today + timedelta(days=1)})
    assert [each.code for each in refused.value.findings] == ["text.day"]


def test_a_fact_is_asked_for_as_the_agreement_has_it(cast: Cast, manager: Client) -> None:
    late, top = "{code: late, name: Payment was late, kind: yes_no}", "{code: top, name: Most, kind: pounds}"
    facts = f"  facts:\n    - {late}\n    - {top}\n"
    text = year.terms().replace("settlement:\n", "settlement:\n" + facts)
    fund_year = cast.fund.years.get()
    agreements.put_terms(fund_year=fund_year, data=text.encode(), by=None, at=year.AT)
    url = at(fund_year, "facts/new/")
    assert "Say whether it is so." in manager.post(url, {"name": "late", "evidence": "x"}).content.decode()
    assert "Enter the sum." in manager.post(url, {"name": "top", "truth": "yes", "evidence": "x"}).content.decode()
    manager.post(url, {"name": "late", "truth": "no", "evidence": "letter"})
    manager.post(url, {"name": "top", "pence": "5", "evidence": "letter"})
    stand = {row.name: (row.truth, row.pence) for row in store.in_force(models.Fact, fund_year)}
    assert stand == {"late": (False, None), "top": (None, 500)}
    page = manager.get(at(fund_year, "facts/")).content.decode()
    assert "Payment was late" in page
    assert "Not so" in page


@pytest.mark.parametrize("slug", KINDS)
def test_each_kind_is_kept_by_the_roles_that_the_table_allows(fund_year: FundYear, cast: Cast, slug: str) -> None:
    said = {}
    for role, person in cast.roles.items():
        client = Client()
        client.force_login(person)
        said[role] = client.get(at(fund_year, f"{slug}/new/")).status_code
    allowed = TABLE[KEEPERS[KINDS[slug].kind]].roles
    assert said == {role: 200 if role in allowed else 403 for role in said}


@pytest.mark.parametrize("back", ["https://example.org/", "//example.org/", "/\\example.org", "records", ""])
def test_a_link_leads_back_to_no_page_of_another_site(fund_year: FundYear, manager: Client, back: str) -> None:
    given, _ = GIVEN["dues"]
    answer = manager.post(at(fund_year, "dues/new/"), given, query_params={"next": back})
    assert answer["Location"] == at(fund_year, "dues/")


def test_whoever_may_not_record_is_told_who_may(fund_year: FundYear, cast: Cast, client: Client) -> None:
    client.force_login(cast.roles[Role.SCHEME_LEAD])
    page = client.get(at(fund_year, "decisions/")).content.decode()
    assert "Only a pool manager or a clerk can record what a body has decided" in page
    assert "Record a decision</a>" not in page


def test_a_record_of_another_fund_or_kind_is_not_found(fund_year: FundYear, manager: Client) -> None:
    row = year.pressure(fund_year)
    for lost in (f"facts/{row.pk}/", "causes/999999/", f"causes/{10**30}/", "no-such-kind/", "causes.exe"):
        assert manager.get(at(fund_year, lost)).status_code == 404


@pytest.mark.parametrize("page", ["", *(f"{slug}/" for slug in KINDS), *(f"{slug}/new/" for slug in KINDS)])
def test_a_page_of_records_costs_few_questions(
    fund_year: FundYear, manager: Client, django_assert_max_num_queries: DjangoAssertNumQueries, page: str
) -> None:
    with django_assert_max_num_queries(15):
        assert manager.get(at(fund_year, page)).status_code == 200
