"""The terms as clauses, their versions, and putting new ones in force."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from poolbook_web.agreements import queries
from poolbook_web.agreements.models import TermsVersion
from poolbook_web.partners.models import FundYear
from poolbook_web.people.models import Role
from tests.web import year
from tests.web.cast import Cast


@pytest.fixture
def fund_year(cast: Cast) -> FundYear:
    """The year with its terms."""
    return year.furnished(cast)


def at(fund_year: FundYear, page: str = "") -> str:
    """The address of a page of the terms."""
    return f"/funds/{fund_year.fund.slug}/{fund_year.year}/terms/{page}"


def put(client: Client, fund_year: FundYear, text: str, **more: str) -> str:
    """Send a file; the page that comes back, in the end."""
    given = {"file": SimpleUploadedFile("terms.yaml", text.encode()), "why": "variation 2", **more}
    return client.post(at(fund_year, "new/"), given, follow=True).content.decode()


def test_the_terms_are_read_as_clauses_with_their_papers(fund_year: FundYear, manager: Client) -> None:
    page = manager.get(at(fund_year)).content.decode()
    for words in (
        "Oxfordshire County Council",
        "Who bears an overspend or an underspend",
        (
            "Of an overspend, as far as it is evidenced to “Social care accommodation and support”, "
            "all falls to Oxfordshire County Council."
        ),
        "What is left is for Mental Health Joint Management Group to decide; until it has, it stays undecided.",
        "6.14.1",
        "The agreement does not say whether contributions count gross or net",
        "What do the words of clause 6.14.1 say?",
        "What the checks found",
        "as agreed",
        "In use</strong>",
    ):
        assert words in page, words


def test_every_table_of_the_terms_comes_as_a_file(fund_year: FundYear, manager: Client) -> None:
    for part in queries.sections(queries.terms(fund_year)):
        for table in part.tables:
            assert table.rows
    contributions = manager.get(at(fund_year, "1/contributions.csv")).content.decode("utf-8-sig")
    assert "Agreed (£)" in contributions.splitlines()[0]
    assert "48000000.00" in contributions.splitlines()[-1]
    assert manager.get(at(fund_year, "1/contributions.xlsx")).content.startswith(b"PK")
    assert manager.get(at(fund_year, "1/terms.yaml")).content.decode() == year.terms()
    assert manager.get(at(fund_year, "versions/versions-of-the-terms.csv")).status_code == 200
    for lost in ("2/", "2/contributions.csv", "1/no-such.csv", "1/contributions.exe", f"{10**30}/"):
        assert manager.get(at(fund_year, lost)).status_code == 404


def test_new_terms_are_put_in_force_as_a_new_version(fund_year: FundYear, manager: Client) -> None:
    changed = year.terms().replace("£36,000,000", "£36,000,001")
    page = put(manager, fund_year, changed, since_0="1", since_1="10", since_2="2009")
    assert "Version 2 of the terms is kept." in page
    assert "Version 2, in force from 1 October 2009, put by Priya Nair" in page
    versions = manager.get(at(fund_year, "versions/")).content.decode()
    assert "variation 2" in versions
    assert f'href="{at(fund_year, "1/")}"' in versions
    assert ">Version 2 is</a>" in manager.get(at(fund_year, "1/")).content.decode()


def test_terms_with_faults_are_refused_with_every_line_and_nothing_is_stored(
    fund_year: FundYear, manager: Client
) -> None:
    lines = year.terms().replace("to: OCC", "to: NOBODY").replace("year: 2009-10", "year: 2010-11")
    page = put(manager, fund_year, lines)
    number = next(place for place, line in enumerate(lines.splitlines(), 1) if "NOBODY" in line)
    assert f"Line {number}: " in page
    assert "assign: {to: NOBODY}" in page, "the line as it stands in the file"
    assert "There is a problem" in page
    assert "Nothing was stored" in page
    assert TermsVersion.objects.filter(fund_year=fund_year).count() == 1


@pytest.mark.parametrize("text", ["", "a: [", "poolbook: terms/1\n", "\x00", "- 1\n" * 100])
def test_what_is_no_file_of_terms_is_refused_in_words(fund_year: FundYear, manager: Client, text: str) -> None:
    assert "There is a problem" in put(manager, fund_year, text)
    assert TermsVersion.objects.filter(fund_year=fund_year).count() == 1


def test_only_the_pool_manager_is_offered_to_put_terms(fund_year: FundYear, cast: Cast, client: Client) -> None:
    client.force_login(cast.roles[Role.AUDITOR])
    assert "Put new terms in force" not in client.get(at(fund_year)).content.decode()
    assert client.get(at(fund_year, "new/")).status_code == 403


@pytest.mark.parametrize("page", ["", "1/", "versions/", "new/"])
def test_a_page_of_the_terms_costs_few_questions(
    fund_year: FundYear, manager: Client, django_assert_max_num_queries: DjangoAssertNumQueries, page: str
) -> None:
    with django_assert_max_num_queries(15):
        assert manager.get(at(fund_year, page)).status_code == 200
