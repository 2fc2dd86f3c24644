"""Two people at one report at the same moment, and a machine that stops at any moment: one effect, whole or none."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from functools import partial

import pytest
from django.db import OperationalError, connection

from poolbook_web.audit.models import AuditEvent
from poolbook_web.base.models import Letter
from poolbook_web.monitoring.models import Record
from poolbook_web.partners.models import Fund, FundYear
from poolbook_web.people.models import Role
from poolbook_web.reporting import actions, queries
from poolbook_web.reporting.models import Document, Issued, Source
from tests.web import cast as casting
from tests.web.cast import Cast
from tests.web.imports.test_killed import Statements
from tests.web.reporting.quarter import AT, SECOND, issued, reportable
from tests.web.test_at_once import at_once

RUNS = 30


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    """Everybody, committed, so that every thread and process sees them."""
    if not Fund.objects.exists():
        casting.assemble()
    Letter.objects.all().delete()
    return casting.gather()


@pytest.mark.slow
def test_two_pool_managers_who_issue_at_once_issue_one_report(cast: Cast) -> None:
    fund_year = reportable(cast)
    deputy = casting.person("Dan Deputy")
    casting.give(deputy, cast.fund, Role.POOL_MANAGER, cast.council)
    for number in range(1, RUNS + 1):
        seen = queries.preview(fund_year, SECOND, at=AT).seen
        why = "Again." if number > 1 else ""
        issue = partial(issued, fund_year, seen=seen, number=number, why=why)
        assert at_once(partial(issue, cast.manager), partial(issue, deputy)) == ["done", "reporting.issued_already"]
        assert Issued.objects.count() == number
    assert Document.objects.count() == 2 * RUNS
    assert AuditEvent.objects.filter(event="report.issued").count() == RUNS
    assert queries.verify(fund_year).holds


@pytest.mark.slow
def test_one_who_presses_twice_at_once_issues_once(cast: Cast) -> None:
    fund_year = reportable(cast)
    seen = queries.preview(fund_year, SECOND, at=AT).seen
    press = partial(issued, fund_year, cast.manager, seen=seen, number=1)
    assert at_once(press, press) == ["done", "done"]
    assert Issued.objects.count() == 1
    assert Letter.objects.count() == 2


@pytest.mark.slow
def test_two_officers_of_a_partner_who_acknowledge_at_once_do_so_once(cast: Cast) -> None:
    report = issued(reportable(cast), cast.manager)
    officers = [cast.roles[Role.FINANCE_OFFICER], cast.roles[Role.CERTIFIER]]
    acts = [partial(actions.receive, report=report, partner=cast.trust, by=each, at=AT) for each in officers]
    assert at_once(*acts) == ["done", "reporting.received_already"]
    assert Record.objects.filter(kind="received").count() == 1


def nothing_is_there() -> None:
    """Nothing of an issue."""
    assert not Issued.objects.exists()
    assert not Document.objects.exists()
    assert not Source.objects.exists()
    assert not Letter.objects.exists()
    assert not AuditEvent.objects.filter(event="report.issued").exists()


def all_of_it_is_there(fund_year: FundYear) -> None:
    """The issue, whole and once."""
    assert Issued.objects.count() == 1
    assert Document.objects.count() == 2
    assert Letter.objects.count() == 2
    assert AuditEvent.objects.filter(event="report.issued").count() == 1
    assert queries.verify(fund_year).holds


@pytest.mark.slow
def test_a_fault_at_any_statement_leaves_nothing_and_the_next_try_issues_all(cast: Cast) -> None:
    class Broken(OperationalError):
        """The database went away."""

    def fail() -> None:
        raise Broken

    fund_year = reportable(cast)
    seen = queries.preview(fund_year, SECOND, at=AT).seen
    let = 0
    while True:
        try:
            with connection.execute_wrapper(Statements(let, fail)):
                made = actions.issue(fund_year=fund_year, which=SECOND, number=1, seen=seen, by=cast.manager, at=AT)
        except Broken:
            nothing_is_there()
            let += 1
        else:
            break
    assert let > 15, "every statement was tried"
    assert made.number == 1
    all_of_it_is_there(fund_year)


#: What the process that is killed runs: issuing, until so many statements are made.
_ISSUER = """
import os, signal, sys
from django.conf import settings
settings.DATABASES["default"]["NAME"] = os.environ["POOLBOOK_TEST_DATABASE"]
import django
django.setup()
from django.db import connection
from poolbook_web.partners.models import FundYear
from poolbook_web.people.models import Person
from poolbook_web.reporting import actions
from tests.web.imports.test_killed import Statements
from tests.web.reporting.quarter import AT, SECOND
year, by, seen, let = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3], int(sys.argv[4])
fund_year, person = FundYear.objects.select_related("fund").get(pk=year), Person.objects.get(pk=by)
with connection.execute_wrapper(Statements(let, lambda: os.kill(os.getpid(), signal.SIGKILL))):
    actions.issue(fund_year=fund_year, which=SECOND, number=1, seen=seen, by=person, at=AT)
"""


def issuer(fund_year: FundYear, by: int, seen: str, let: int) -> int:
    """A process of its own, on the database of the tests; how it ended."""
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "poolbook_web.settings.test"}
    environment["POOLBOOK_TEST_DATABASE"] = str(connection.settings_dict["NAME"])
    given = [sys.executable, "-c", _ISSUER, str(fund_year.pk), str(by), seen, str(let)]
    return subprocess.run(given, env=environment, check=False).returncode


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="there is no SIGKILL")
def test_an_issue_that_is_killed_at_any_moment_leaves_nothing_and_the_next_is_whole(cast: Cast) -> None:
    fund_year = reportable(cast)
    seen = queries.preview(fund_year, SECOND, at=AT).seen
    for let in (8, 15, 20):  # before anything is written, amid the bytes, and just before the end
        assert issuer(fund_year, cast.manager.pk, seen, let) == -signal.SIGKILL, let
        nothing_is_there()
    assert issuer(fund_year, cast.manager.pk, seen, 10_000) == 0
    all_of_it_is_there(fund_year)
