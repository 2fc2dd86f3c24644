"""The pages of reports: what they say, what they offer to whom, and how little they ask of the database."""

from __future__ import annotations

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from poolbook.reports.issue import SIGNED
from poolbook_web.agreements import actions as agreements
from poolbook_web.base.models import Letter
from poolbook_web.monitoring import actions as monitoring
from poolbook_web.monitoring.models import Forecast, Measure
from poolbook_web.monitoring.queries import figures, steps
from poolbook_web.people import actions as people
from poolbook_web.people.models import Notices, Person, Role
from poolbook_web.reporting import queries
from poolbook_web.reporting.documents import DOCUMENTS
from poolbook_web.reporting.models import Issued
from poolbook_web.reporting.models.which import TITLES, Which
from tests.web import books, year
from tests.web.cast import Cast
from tests.web.reporting.quarter import AT, SECOND, issued, measure, prepared, reportable

SHADOW = books.TERMS.replace("name: Example fund}", "name: Example fund, mode: shadow}")


def at(cast: Cast, path: str = "") -> str:
    """An address among the reports."""
    return f"/funds/{cast.fund.slug}/2009-10/reports/{path}"


def page(client: Client, address: str) -> str:
    """What a page says."""
    return client.get(address).content.decode().replace("&#x27;", "'")


def test_the_list_says_how_each_quarter_stands(cast: Cast, manager: Client) -> None:
    fund_year = reportable(cast)
    issued(fund_year, cast.manager)
    said = page(manager, at(cast))
    assert "Quarter 2: July to September" in said
    assert "0 of 2 partners" in said
    assert said.count("To issue") == 1, "the first quarter is over and closed"
    assert page(manager, f"/funds/{cast.fund.slug}/2009-10/year/").count("To issue") == 1, "as the year has it"
    assert "September 2009" in said
    for report in TITLES:
        if report != "quarterly":
            answer = manager.get(at(cast), {"report": report, "month": "4"})
            assert answer["Location"] == at(cast, f"{report}/4/")
            assert manager.get(answer["Location"]).status_code == 200
    odd = page(manager, at(cast, "?month=99"))
    assert odd.count("To the end of: choose one of those listed.") == 2, "at the top, and at the box"
    assert odd.count("Choose a report.") == 2


def test_where_nothing_is_spent_the_months_go_as_far_as_somebody_forecast(cast: Cast, manager: Client) -> None:
    fund_year = cast.fund.years.get()
    agreements.put_terms(fund_year=fund_year, data=year.terms().encode(), by=None, at=AT, why="as agreed")
    monitoring.open_year(fund_year=fund_year, by=None, at=AT)
    assert [period for period, _ in queries.months(fund_year)] == [1]
    year.record(
        fund_year,
        Forecast,
        period=3,
        scheme="ACCOMMODATION",
        method="override",
        pence=1,
        reason="Moves",
        by="Fay",
        at=AT,
    )
    assert [period for period, _ in queries.months(fund_year)] == [1, 2, 3]
    assert "June 2009" in page(manager, at(cast))
    assert figures.position(fund_year, None, at=AT).report.period == 3, "as the page of figures has it"


def test_the_step_of_the_quarterly_reports_is_done_once_every_quarter_that_is_over_is_reported_on(cast: Cast) -> None:
    def step() -> tuple[bool, bool, str]:
        found = next(each for each in steps.steps(fund_year, AT) if each.url == "reports")
        return found.begun, found.done, found.says.split(".")[0]

    fund_year = reportable(cast)
    assert step() == (False, False, "Closed to the end of quarter 2")
    issued(fund_year, cast.manager)
    assert step() == (True, False, "Issued: quarter 2")
    year.record(fund_year, Measure, quarter=1, code="M1", name="Home in 5 days", actual="71%", better="higher")
    issued(fund_year, cast.manager, which=Which("quarterly", 1))
    assert step() == (True, True, "Issued: quarter 1, quarter 2")


def test_a_preview_says_first_what_is_missing_and_where_it_is_recorded(cast: Cast, manager: Client) -> None:
    year.furnished(cast)
    said = page(manager, at(cast, "quarterly/2/"))
    assert "Preview, not issued" in said
    assert said.index("It cannot be issued yet") < said.index("Block F is empty") < said.index("Contents")
    assert f"/funds/{cast.fund.slug}/2009-10/records/measures/new/" in said
    assert "Issue it" not in said


def test_whoever_prepared_it_is_told_before_they_press_anything(cast: Cast, manager: Client) -> None:
    prepared(reportable(cast), by="Priya Nair")
    for path in ("quarterly/2/", "quarterly/2/issue/"):
        said = page(manager, at(cast, path))
        assert "The records say that you prepared this report" in said
        assert "Issue it</" not in said


def test_where_no_partner_has_anybody_to_receive_it_it_is_said_to_go_to_nobody(cast: Cast, manager: Client) -> None:
    reportable(cast)
    for role in (Role.FINANCE_OFFICER, Role.CERTIFIER):
        people.end_role(membership=cast.held(role), by=cast.manager, at=AT, note="Left.")
    said = page(manager, at(cast, "quarterly/2/issue/"))
    assert "It goes to nobody" in said
    assert said.count("has nobody to receive the report") == 2


def test_a_monthly_report_is_said_to_go_to_those_who_get_a_letter_about_it(cast: Cast, manager: Client) -> None:
    reportable(cast)
    url, here = at(cast, "monthly/6/issue/"), "Everybody in the fund can read it here."
    assert f"A letter about it goes to Oxfordshire Primary Care Trust (2 people). {here}" in page(manager, url)
    Person.objects.filter(pk=cast.roles[Role.CERTIFIER].pk).update(notices=Notices.DAILY)
    told = f"A letter about it goes to Oxfordshire Primary Care Trust (1 person). {here}"
    form = manager.get(url).context["form"]
    answer = manager.post(url, {name: form[name].value() for name in ("seen", "number")})
    assert f"It is issued. {told}" in page(manager, answer["Location"])
    assert [each.to for each in Letter.objects.all()] == [cast.roles[Role.FINANCE_OFFICER].email]
    Person.objects.update(notices=Notices.WEEKLY)
    assert f"Nobody gets a letter about it. {here}" in page(manager, at(cast, "monthly/5/issue/"))


def test_each_link_of_what_is_missing_opens_a_form_that_knows_what_of_and_leads_back(
    cast: Cast, manager: Client
) -> None:
    year.furnished(cast)
    back = at(cast, "quarterly/2/")
    listed = {each.words: each.address for each in manager.get(back).context["page"].answers}
    assert {f"Record {what}" for what in SIGNED.values()} <= {*listed}
    address = listed["Record who prepared it"]
    opened = page(manager, address)
    assert '<option value="2" selected>' in opened
    assert '<option value="prepared" selected>' in opened
    assert f'href="{back}">Cancel' in opened
    given = {"quarter": "2", "kind": "prepared", "text": "From both ledgers.", "by": "Finance lead of the pool"}
    assert manager.post(address, given)["Location"] == back
    assert "Record who prepared it" not in page(manager, back)


def test_the_list_comes_as_a_file(cast: Cast, manager: Client) -> None:
    made = issued(reportable(cast), cast.manager)
    said = manager.get(at(cast, "list.csv")).content.decode("utf-8-sig")
    assert made.head in said
    assert '"quarterly report, quarter 2",1,Priya Nair,2009-10-20 14:30:00' in said
    assert manager.get(at(cast, "list.exe")).status_code == 404


def test_a_shadow_year_has_no_statutory_report_to_issue(cast: Cast, client: Client) -> None:
    fund_year = books.small(SHADOW)
    books.journal(fund_year, books.moved())
    client.force_login(books.officer(fund_year))
    address = f"/funds/{fund_year.fund.slug}/{fund_year.year}/reports/"
    assert page(client, address).count("Not statutory") == 4
    assert f'href="{address}"' in page(client, f"{address}quarterly/1/")


def test_a_report_is_issued_from_its_page_and_then_stands_there(cast: Cast, manager: Client) -> None:
    reportable(cast)
    assert at(cast, "quarterly/2/issue/") in page(manager, at(cast, "quarterly/2/"))
    form = manager.get(at(cast, "quarterly/2/issue/")).context["form"]
    given = {"seen": form["seen"].value(), "number": form["number"].value(), "why": ""}
    told = "It goes to Oxfordshire Primary Care Trust (2 people)."
    assert told in page(manager, at(cast, "quarterly/2/issue/"))
    answer = manager.post(at(cast, "quarterly/2/issue/"), given)
    assert answer["Location"] == at(cast, "quarterly/2/v1/")
    assert f"It is issued. {told}" in page(manager, answer["Location"])
    assert manager.post(at(cast, "quarterly/2/issue/"), given)["Location"] == at(cast, "quarterly/2/v1/")
    assert Issued.objects.count() == 1
    said = page(manager, at(cast, "quarterly/2/v1/"))
    assert "issued by Priya Nair" in said
    assert said.count("Not yet") == 2
    assert Issued.objects.get().documents.get(format="json").sha256 in said


def test_a_page_that_is_out_of_date_says_so_and_issues_nothing(cast: Cast, manager: Client) -> None:
    fund_year = reportable(cast)
    form = manager.get(at(cast, "quarterly/2/issue/")).context["form"]
    measure(fund_year, actual="82%")
    given = {"seen": form["seen"].value(), "number": "1", "why": ""}
    said = manager.post(at(cast, "quarterly/2/issue/"), given).content.decode()
    assert "have changed since you looked" in said
    assert not Issued.objects.exists()


def test_an_officer_acknowledges_on_a_page_of_its_own(cast: Cast, client: Client) -> None:
    issued(reportable(cast), cast.manager)
    client.force_login(cast.roles[Role.FINANCE_OFFICER])
    address = at(cast, "quarterly/2/v1/")
    assert "Acknowledge receipt" in page(client, address)
    wrong = client.post(f"{address}acknowledge/", {"partner": cast.trust.pk, "asks": "on", "note": ""})
    assert "Write the question." in wrong.content.decode()
    assert client.post(f"{address}acknowledge/", {"partner": cast.council.pk}).status_code == 200, "not theirs"
    answer = client.post(f"{address}acknowledge/", {"partner": cast.trust.pk, "note": "Thank you."})
    assert answer["Location"] == address
    said = page(client, address)
    assert "Received. Thank you." in said
    assert "Fay Officer" in said
    assert f"{address}acknowledge/" not in said
    assert "nothing that you can acknowledge" in page(client, f"{address}acknowledge/")


@pytest.mark.parametrize("kind", DOCUMENTS)
def test_previews_and_issued_reports_come_as_every_document(cast: Cast, manager: Client, kind: str) -> None:
    made = issued(reportable(cast), cast.manager)
    preview, frozen = (manager.get(at(cast, f"quarterly/2/{each}as/{kind}/")) for each in ("", "v1/"))
    ending = DOCUMENTS[kind].ending
    assert f'-quarterly-2-preview.{ending}"' in preview["Content-Disposition"]
    assert f'-quarterly-2-v1.{ending}"' in frozen["Content-Disposition"]
    assert preview.content != frozen.content
    for document in made.documents.filter(format=kind):
        assert frozen.content == bytes(document.data)


def test_an_auditor_reads_everything_and_is_offered_nothing_that_changes(cast: Cast, client: Client) -> None:
    issued(reportable(cast), cast.manager)
    client.force_login(cast.roles[Role.AUDITOR])
    for path in ("", "quarterly/2/", "quarterly/2/v1/", "pack/", "verify/"):
        assert client.get(at(cast, path)).status_code == 200
    assert "/issue/" not in page(client, at(cast, "quarterly/2/"))
    assert "/acknowledge/" not in page(client, at(cast, "quarterly/2/v1/"))
    assert client.post(at(cast, "quarterly/2/issue/")).status_code == 403
    assert client.post(at(cast, "quarterly/2/v1/acknowledge/")).status_code == 403


@pytest.mark.parametrize(
    "path",
    ["yearly/1/", "quarterly/5/", "quarterly/0/", "monthly/16/", "quarterly/2/as/exe/", "quarterly/2/v2/",
     "quarterly/2/v99999999999/", "quarterly/2/v1/as/exe/"],
)  # fmt: skip
def test_what_is_not_there_is_not_found(cast: Cast, manager: Client, path: str) -> None:
    issued(reportable(cast), cast.manager)
    assert manager.get(at(cast, path)).status_code == 404


@pytest.mark.parametrize("path", ["", "quarterly/2/", "monthly/6/", "quarterly/2/issue/", "quarterly/2/v1/"])
def test_a_page_asks_the_database_little(
    cast: Cast, manager: Client, path: str, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    fund_year = reportable(cast)
    year.pressure(fund_year)
    issued(fund_year, cast.manager)
    issued(fund_year, cast.manager, which=Which("monthly", 6))
    manager.get(at(cast, path))
    with django_assert_max_num_queries(15):
        assert manager.get(at(cast, path)).status_code == 200
    assert SECOND.known
