"""A report is issued once, frozen, by somebody who may and has seen it; a correction is a further version."""

from __future__ import annotations

import hashlib
from datetime import date

import pytest
from django.db import IntegrityError, transaction

from poolbook.findings import Refused
from poolbook.ledger.model import Layer, Transfer
from poolbook.reports.render import json
from poolbook_web.audit.models import AuditEvent
from poolbook_web.base.models import Letter
from poolbook_web.monitoring import models
from poolbook_web.people import actions as people
from poolbook_web.people.models import Role
from poolbook_web.reporting import queries
from poolbook_web.reporting.models import Document, Issued, Source
from poolbook_web.reporting.models.which import Which
from poolbook_web.reporting.store import issued as store
from tests.web import books, year
from tests.web.cast import Cast, give
from tests.web.reporting.quarter import AT, SECOND, issued, measure, prepared, reportable


def why_not(refused: pytest.ExceptionInfo[Refused]) -> set[str]:
    """The codes of a refusal's errors."""
    return {each.code for each in refused.value.findings if each.severity.value == "error"}


def test_an_issued_report_keeps_who_when_what_it_saw_and_its_bytes(cast: Cast) -> None:
    fund_year = reportable(cast)
    made = issued(fund_year, cast.manager, why="For the group on 4 November.")
    head = fund_year.books.number, fund_year.books.hash
    assert (made.by, made.person, made.at, made.version, made.number) == ("Priya Nair", cast.manager, AT, "1", 1)
    assert (made.last_entry, made.head, made.agreement) == (*head, "2009")
    documents = {each.format: each for each in made.documents.all()}
    assert set(documents) == {"json", "text"}
    for each in documents.values():
        assert hashlib.sha256(bytes(each.data)).hexdigest() == each.sha256
    report = json.read(bytes(documents["json"].data))
    assert ("Status", "issued by Priya Nair on 20 October 2009 at 14:30 UTC, version 1") in report.header
    assert "People home in 5 days" in bytes(documents["text"].data).decode()
    assert queries.verify(fund_year).holds


def test_the_history_and_every_partners_officers_are_told(cast: Cast) -> None:
    fund_year = reportable(cast)
    made = issued(fund_year, cast.manager)
    assert AuditEvent.objects.filter(event="report.issued", by=cast.manager).count() == 1
    letters = {each.to: each.body for each in Letter.objects.all()}
    assert set(letters) == {cast.roles[Role.FINANCE_OFFICER].email, cast.roles[Role.CERTIFIER].email}
    assert all(made.get_absolute_url() in body for body in letters.values())
    assert all("acknowledge for your partner" in body for body in letters.values())
    Letter.objects.all().delete()
    issued(fund_year, cast.manager, which=Which("monthly", 6))
    assert Letter.objects.count() == 2
    assert not any("acknowledge" in each.body for each in Letter.objects.all())


def test_without_a_measure_it_cannot_be_issued_and_the_page_says_where_to_record_one(cast: Cast) -> None:
    fund_year = year.furnished(cast)
    page = queries.preview(fund_year, SECOND, at=AT)
    (stop,) = page.stops
    assert stop.finding.code == "report.no_measures"
    assert "/records/measures/new/?quarter=2&" in stop.address
    with pytest.raises(Refused) as refused:
        issued(fund_year, cast.manager)
    assert why_not(refused) == {"report.no_measures"}
    assert not Issued.objects.exists()
    measure(fund_year)
    assert issued(fund_year, cast.manager).number == 1


def test_what_is_open_is_said_with_where_to_answer_it_and_does_not_stop_the_issue(cast: Cast) -> None:
    fund_year = year.furnished(cast)
    measure(fund_year)
    answers = {each.finding.code: each.address for each in queries.preview(fund_year, SECOND, at=AT).answers}
    assert {"report.period_open", "report.not_signed", "report.undecided"} <= set(answers)
    assert all(answers.values())
    assert issued(fund_year, cast.manager).number == 1
    monthly = queries.preview(fund_year, Which("monthly", 6), at=AT)
    silent = [each for each in monthly.answers if each.finding.code == "report.no_commentary"]
    assert len(silent) == 4, "one for each scheme"
    assert all("/records/comments/new/?period=6&" in each.address for each in silent)


@pytest.mark.parametrize("changes", ["books", "records"])
def test_what_changed_since_the_preview_stops_the_issue(cast: Cast, changes: str) -> None:
    fund_year = reportable(cast)
    seen = queries.preview(fund_year, SECOND, at=AT).seen
    if changes == "books":
        books.journal(fund_year, books.moved(period=7, scheme="CARE"), at=year.AT)
    else:
        measure(fund_year, actual="79%")
    with pytest.raises(Refused) as refused:
        issued(fund_year, cast.manager, seen=seen)
    assert why_not(refused) == {"reporting.moved_on"}
    assert issued(fund_year, cast.manager).number == 1


def test_whoever_prepared_it_does_not_issue_it(cast: Cast) -> None:
    fund_year = reportable(cast)
    prepared(fund_year, by="Fay Officer", quarter=2)
    prepared(fund_year, by="Priya Nair", quarter=1)
    assert issued(fund_year, cast.manager).number == 1, "that was another quarter"
    prepared(fund_year, by="Priya Nair, head of joint commissioning")
    with pytest.raises(Refused) as refused:
        issued(fund_year, cast.manager, why="Signed now.")
    assert why_not(refused) == {"reporting.prepared_by_you"}
    assert issued(fund_year, None, why="Signed now.").person is None, "somebody else may"


def test_whoever_prepared_it_does_not_issue_it_under_another_name(cast: Cast) -> None:
    fund_year = reportable(cast)
    prepared(fund_year, by="Priya Nair")
    people.rename(name="P. Kumar", post="Head of finance", by=cast.manager, at=AT)
    with pytest.raises(Refused) as refused:
        issued(fund_year, cast.manager)
    assert why_not(refused) == {"reporting.prepared_by_you"}


@pytest.mark.parametrize(("said", "by_themself"), [("Pool manager", False), ("Priya", True), ("P. Nair", True)])
def test_whoever_prepared_it_is_known_by_their_role_and_in_their_own_record_by_part_of_their_name(
    cast: Cast, said: str, by_themself: bool
) -> None:
    fund_year = reportable(cast)
    prepared(fund_year, said, recorded_by=cast.manager if by_themself else None)
    with pytest.raises(Refused) as refused:
        issued(fund_year, cast.manager)
    assert why_not(refused) == {"reporting.prepared_by_you"}


def test_whoever_records_that_somebody_else_prepared_it_may_issue_it(cast: Cast) -> None:
    fund_year = reportable(cast)
    prepared(fund_year, "Finance lead of the pool", recorded_by=cast.manager)
    assert issued(fund_year, cast.manager).number == 1


def test_a_partner_with_nobody_to_receive_it_is_named_before_it_is_issued(cast: Cast) -> None:
    fund_year = reportable(cast)

    def bare() -> list[tuple[str, str]]:
        page = queries.preview(fund_year, SECOND, at=AT)
        return [(each.finding.message, each.address) for each in page.answers if "nobody to" in each.finding.message]

    ((says, address),) = bare()
    assert says.startswith("Oxfordshire County Council has nobody to receive the report")
    assert address == f"/funds/{cast.fund.slug}/people/invite/"
    give(cast.stranger, cast.fund, Role.FINANCE_OFFICER, cast.council)
    assert bare() == []


def test_where_no_contribution_is_received_the_report_says_so_and_where_it_comes_from(cast: Cast) -> None:
    fund_year = year.furnished(cast)

    def found() -> dict[str, str]:
        return {each.finding.code: each.address for each in queries.preview(fund_year, SECOND, at=AT).answers}

    places = found()
    assert places["report.nothing_received"].endswith("/imports/")
    assert "/records/dues/new/?quarter=2&" in places["report.no_dues"]
    year.record(fund_year, models.Due, by="OCC", on=date(2009, 4, 15), pence=100_00)
    assert "report.no_dues" not in found()
    books.journal(fund_year, Transfer(0, Layer.ACTUAL, "cash_at_host", "contributions", 100_00, 6, partner="OCC"))
    assert "report.nothing_received" not in found()


def test_what_its_page_leaves_open_is_frozen_with_the_report(cast: Cast) -> None:
    fund_year = reportable(cast)
    page = queries.preview(fund_year, SECOND, at=AT)
    open_ = {each.finding.code for each in page.answers} - {"reporting.nobody_receives"}  # who it goes to, not what
    frozen = {each.code for each in store.report(issued(fund_year, cast.manager)).findings}
    assert "report.nothing_received" in open_ <= frozen


def test_a_name_that_is_part_of_another_is_somebody_elses(cast: Cast) -> None:
    fund_year = reportable(cast)
    prepared(fund_year, by="Supriya Nairn, pool accountant")
    cast.manager.post = "Accountant"
    cast.manager.save()
    assert issued(fund_year, cast.manager).number == 1


@pytest.mark.parametrize("role", [each for each in Role if each != Role.POOL_MANAGER])
def test_nobody_but_the_pool_manager_issues(cast: Cast, role: Role) -> None:
    with pytest.raises(Refused) as refused:
        issued(reportable(cast), cast.roles[role])
    assert why_not(refused) == {"access.refused"}


def test_a_second_version_takes_the_place_of_the_first_for_a_reason_and_both_stay(cast: Cast) -> None:
    fund_year = reportable(cast)
    first = issued(fund_year, cast.manager)
    kept = bytes(store.versions(fund_year, SECOND)[0].documents.get(format="json").data)
    measure(fund_year, actual="81%")
    with pytest.raises(Refused) as refused:
        issued(fund_year, cast.manager)
    assert why_not(refused) == {"reporting.no_reason"}
    second = issued(fund_year, cast.manager, why="The hospital sent a corrected return.")
    assert (second.number, second.version) == (2, "2")
    assert bytes(first.documents.get(format="json").data) == kept
    assert [each.number for each in store.versions(fund_year, SECOND)] == [2, 1]
    assert Source.objects.filter(name="terms.yaml").count() == 1, "what did not change is kept once"
    assert Source.objects.filter(name="measures.yaml").count() == 2
    assert queries.verify(fund_year).holds


def test_pressing_twice_issues_once_and_an_old_page_issues_nothing(cast: Cast) -> None:
    fund_year = reportable(cast)
    seen = queries.preview(fund_year, SECOND, at=AT).seen
    first = issued(fund_year, cast.manager, seen=seen)
    assert issued(fund_year, cast.manager, seen=seen, number=1) == first
    with pytest.raises(Refused) as refused:
        issued(fund_year, None, seen=seen, number=1)
    assert "reporting.issued_already" in why_not(refused)
    assert "issued by Priya Nair" in str(refused.value)
    assert Issued.objects.count() == 1
    assert Letter.objects.count() == 2


def test_a_reason_with_an_nhs_number_is_refused(cast: Cast) -> None:
    with pytest.raises(Refused) as refused:
        issued(reportable(cast), cast.manager, why="As 943 476 5919 said.")
    assert why_not(refused) == {"text.nhs_number"}


def test_a_shadow_year_issues_its_monthly_report_and_no_quarterly_one(cast: Cast) -> None:
    fund_year = books.small(books.TERMS.replace("name: Example fund}", "name: Example fund, mode: shadow}"))
    books.journal(fund_year, books.moved())
    page = queries.preview(fund_year, Which("quarterly", 1), at=books.AT)
    assert "report.not_statutory" in {each.finding.code for each in page.stops}
    assert issued(fund_year, which=Which("monthly", 1), at=books.AT).reference.startswith("monthly monitoring report")


def test_the_database_refuses_to_change_what_was_issued(cast: Cast) -> None:
    made = issued(reportable(cast), cast.manager)
    document = made.documents.get(format="json")
    for rows, change in (
        (Issued.objects.filter(pk=made.pk), {"why": "another"}),
        (Document.objects.filter(pk=document.pk), {"data": b"{}"}),
        (Source.objects.all(), {"data": b""}),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**change)
        with pytest.raises(IntegrityError), transaction.atomic():
            rows._raw_delete(rows.db)
