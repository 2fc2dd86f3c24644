"""Each partner acknowledges an issued report once, for itself, and the next report shows it."""

from __future__ import annotations

from typing import Any

import pytest

from poolbook.findings import Refused
from poolbook_web.base import waiting
from poolbook_web.base.models import Letter
from poolbook_web.ledger import actions as ledger
from poolbook_web.monitoring import actions as monitoring
from poolbook_web.monitoring.models import Record
from poolbook_web.people.models import Person, Role
from poolbook_web.reporting import actions, queries
from poolbook_web.reporting.models import Issued
from poolbook_web.reporting.models.which import Which
from tests.web import cast as casting
from tests.web.cast import Cast
from tests.web.reporting.quarter import AT, SECOND, close, issued, measure, reportable
from tests.web.reporting.test_issuing import why_not
from tests.web.year import furnished


def waits(person: Person) -> list[str]:
    """What waits for somebody among the reports."""
    return [each.what for each in waiting.of(person, AT) if "report" in each.what]


def received(report: Issued, cast: Cast, **more: Any) -> Record:
    """The trust's finance officer acknowledges it."""
    fay = cast.roles[Role.FINANCE_OFFICER]
    return actions.receive(report=report, partner=cast.trust, by=fay, at=AT, **more)


def test_a_receipt_is_a_record_of_the_quarter_that_the_next_report_shows(cast: Cast) -> None:
    fund_year = reportable(cast)
    row = received(issued(fund_year, cast.manager), cast, note="Taken to the audit committee.")
    assert (row.kind, row.quarter, row.by, row.on) == ("received", 2, "PCT", AT.date())
    assert row.reference == "quarterly report, quarter 2, version 1"
    sign_off = queries.preview(fund_year, SECOND, at=AT).report.sections[-1]
    rows = {each.cells[0]: each.cells[1:] for each in sign_off.tables[1].rows}
    trust = next(cells for name, cells in rows.items() if "Primary Care" in str(name))
    assert trust == (AT.date(), "Received. Taken to the audit committee.", row.reference)


def test_it_is_given_once_for_each_version_and_only_for_ones_own_partner(cast: Cast) -> None:
    fund_year = reportable(cast)
    report = issued(fund_year, cast.manager)
    with pytest.raises(Refused) as refused:
        actions.receive(report=report, partner=cast.council, by=cast.roles[Role.CERTIFIER], at=AT)
    assert why_not(refused) == {"reporting.other_partner"}
    row = received(report, cast)
    with pytest.raises(Refused) as refused:
        actions.receive(report=report, partner=cast.trust, by=cast.roles[Role.CERTIFIER], at=AT)
    assert why_not(refused) == {"reporting.received_already"}
    monitoring.withdraw(row=row, why="Another report was meant.", by=None, at=AT)
    assert received(report, cast).pk != row.pk


@pytest.mark.parametrize("role", [Role.POOL_MANAGER, Role.AUDITOR, Role.CLERK, Role.BOARD_MEMBER])
def test_nobody_else_can_acknowledge_a_report(cast: Cast, role: Role) -> None:
    report = issued(reportable(cast), cast.manager)
    with pytest.raises(Refused) as refused:
        actions.receive(report=report, partner=cast.trust, by=cast.roles[role], at=AT)
    assert why_not(refused) == {"access.refused"}


def test_a_version_that_was_superseded_and_a_report_for_the_group_are_not_acknowledged(cast: Cast) -> None:
    fund_year = reportable(cast)
    first = issued(fund_year, cast.manager)
    measure(fund_year, actual="81%")
    second = issued(fund_year, cast.manager, why="A corrected return.")
    with pytest.raises(Refused) as refused:
        received(first, cast)
    assert why_not(refused) == {"reporting.superseded"}
    assert received(second, cast).reference.endswith("version 2")
    with pytest.raises(Refused) as refused:
        received(issued(fund_year, cast.manager, which=Which("monthly", 6)), cast)
    assert "reporting.no_receipt" in why_not(refused)


def test_a_question_goes_to_the_pool_manager(cast: Cast) -> None:
    report = issued(reportable(cast), cast.manager)
    Letter.objects.all().delete()
    with pytest.raises(Refused) as refused:
        received(report, cast, asks=True)
    assert why_not(refused) == {"reporting.no_question"}
    with pytest.raises(Refused) as refused:
        received(report, cast, note="Mrs B, born 3.4.1950, is counted twice.")
    assert why_not(refused) == {"text.date_of_birth"}
    row = received(report, cast, note="Why is accommodation over?", asks=True)
    assert row.text == "Received, and asks: Why is accommodation over?"
    letter = Letter.objects.get()
    assert letter.to == cast.manager.email
    assert "Why is accommodation over?" in letter.body


def test_what_waits_is_to_issue_the_closed_quarter_and_then_to_acknowledge_it(cast: Cast) -> None:
    fay, certifier = cast.roles[Role.FINANCE_OFFICER], cast.roles[Role.CERTIFIER]
    fund_year = furnished(cast)
    measure(fund_year)
    assert waits(cast.manager) == waits(fay) == []
    ledger.close_period(fund_year=fund_year, period=3, on=AT.date(), source="trial balance", by=None, at=AT)
    assert waits(cast.manager) == ["Issue the report of quarter 1, 2009-10"]
    close(fund_year)
    assert len(waits(cast.manager)) == 2
    report = issued(fund_year, cast.manager)
    assert waits(cast.manager) == ["Issue the report of quarter 1, 2009-10"]
    due = "Acknowledge receipt of the quarterly report, quarter 2, 2009-10"
    assert waits(fay) == waits(certifier) == [due]
    received(report, cast)
    assert waits(fay) == waits(certifier) == []
    measure(fund_year, actual="81%")
    issued(fund_year, cast.manager, why="A corrected return.")
    assert waits(fay) == [due]


def test_each_partner_is_shown_with_whether_it_has_acknowledged(cast: Cast) -> None:
    report = issued(reportable(cast), cast.manager)
    casting.give(casting.person("Carl Certifier"), cast.fund, Role.CERTIFIER, cast.council)
    fay = cast.roles[Role.FINANCE_OFFICER]
    page = queries.issued_page(report, fay, AT)
    assert [each.partner for each in page.to_receive] == [cast.trust]
    received(report, cast)
    page = queries.issued_page(report, fay, AT)
    assert {each.partner: each.record is not None for each in page.receipts} == {cast.council: False, cast.trust: True}
    assert page.to_receive == []


def test_nobody_records_a_receipt_in_the_name_of_a_partner_that_is_not_theirs(cast: Cast) -> None:
    report = issued(reportable(cast), cast.manager)
    says = {"quarter": 2, "kind": "received", "text": "Received.", "by": "PCT", "on": None}
    for role in (Role.CLERK, Role.POOL_MANAGER):
        with pytest.raises(Refused) as refused:
            monitoring.keep(
                fund_year=report.fund_year, kind=Record, says={**says, "reference": report.reference},
                by=cast.roles[role], at=AT,
            )  # fmt: skip
        assert why_not(refused) == {"monitoring.others_receipt"}
    assert not queries.received(report)


def test_nobody_else_takes_a_partners_receipt_back_or_makes_it_something_else(cast: Cast) -> None:
    report = issued(reportable(cast), cast.manager)
    row = received(report, cast)
    anew = {"quarter": 2, "kind": "risk", "text": "None.", "by": "PCT", "on": None, "reference": ""}
    for role in (Role.CLERK, Role.POOL_MANAGER):
        by = cast.roles[role]
        with pytest.raises(Refused) as refused:
            monitoring.withdraw(row=row, why="By mistake", by=by, at=AT)
        assert why_not(refused) == {"monitoring.others_receipt"}
        with pytest.raises(Refused) as refused:
            monitoring.keep(
                fund_year=report.fund_year, kind=Record, says=anew, supersedes=row, why="By mistake", by=by, at=AT
            )
        assert why_not(refused) == {"monitoring.others_receipt"}
    assert queries.received(report).get() == row
    monitoring.withdraw(row=row, why="Not read yet", by=cast.roles[Role.FINANCE_OFFICER], at=AT)
    assert not queries.received(report)
