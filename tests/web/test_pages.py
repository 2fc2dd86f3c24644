"""What holds for every page: headers, error pages with an id that is in the log, health, glossary, lists, files."""

from __future__ import annotations

import io
import json
import logging
from datetime import date
from typing import cast as cast_to

import pytest
from django.core.exceptions import SuspiciousOperation
from django.db import DatabaseError
from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.templatetags.static import static
from django.test import Client, RequestFactory
from pytest_django import DjangoAssertNumQueries
from python_calamine import CalamineWorkbook

from poolbook.reports.model import Column, Kind, Row, Table
from poolbook_web.base import appendonly, export
from poolbook_web.base.glossary import terms
from poolbook_web.base.lists import A_PAGE, listing
from poolbook_web.base.logs import JsonFormatter
from poolbook_web.base.requests import RequestMiddleware, Timed
from poolbook_web.people.models import Person
from tests.web.cast import Cast

LIST = Table(
    "List",
    (Column("Name"), Column("Sum", Kind.PENCE), Column("Share", Kind.PERCENT), Column("Day", Kind.DATE)),
    (
        Row(('=HYPERLINK("x")', -123450, 73, date(2009, 10, 1))),
        Row(("00123456789012345678", 99999999999999, None, None)),
    ),
)


def test_every_page_carries_a_strict_policy_and_is_not_kept(cast: Cast, manager: Client) -> None:
    for url in ("/", "/glossary/", "/health/", f"/funds/{cast.fund.slug}/people/", "/nowhere/"):
        headers = manager.get(url).headers
        policy = headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "script-src 'self'" in policy
        assert "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy
        assert headers["X-Frame-Options"] == "DENY"
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "same-origin"
        assert headers["Cache-Control"] == "no-store"


def test_a_form_that_was_refused_is_kept_for_the_back_button_alone(cast: Cast, manager: Client) -> None:
    refused = manager.post(f"/funds/{cast.fund.slug}/people/invite/", {})
    assert (refused.status_code, refused.headers["Cache-Control"]) == (200, "private, max-age=0")


@pytest.mark.parametrize(
    ("path", "response", "kept"),
    [
        ("/funds/a/people/invite/", HttpResponse("a page"), True),
        ("/funds/a/people/invite/", HttpResponse("a page", status=409), False),
        ("/funds/a/people/invite/", HttpResponseRedirect("/"), False),
        ("/funds/a/2009-10/pack/", HttpResponse(b"PK", content_type="application/zip"), False),
        ("/account/app/totp/activate/", HttpResponse("a secret"), False),
        ("/join/token/", HttpResponse("a password"), False),
    ],
)
def test_no_file_and_nothing_of_signing_in_is_kept_even_for_that(path: str, response: HttpResponse, kept: bool) -> None:
    answered = RequestMiddleware(lambda _: response)(cast_to(Timed, RequestFactory().post(path)))
    assert answered.headers["Cache-Control"] == ("private, max-age=0" if kept else "no-store")


def test_the_secret_of_a_second_factor_is_not_kept(manager: Client) -> None:
    response = manager.post("/account/app/totp/activate/", {"code": "000000"}, follow=True)
    assert "no-store" in response.headers["Cache-Control"]


def test_no_page_holds_a_script_or_a_style_of_its_own(cast: Cast, manager: Client) -> None:
    for url in (
        "/",
        "/glossary/",
        "/account/",
        f"/funds/{cast.fund.slug}/people/invite/",
        "/account/app/totp/activate/",
    ):
        page = manager.get(url, follow=True).content.decode()
        assert "<style" not in page
        assert " style=" not in page
        assert " onclick" not in page
        assert page.count("<script") == page.count('<script src="/static/') + page.count('<script type="module" src=')


@pytest.mark.parametrize("page", ["", "people/", "people/invite/", "history/", "history/check/"])
def test_a_page_costs_few_questions_to_the_database_however_long_it_is(
    cast: Cast, manager: Client, django_assert_max_num_queries: DjangoAssertNumQueries, page: str
) -> None:
    with django_assert_max_num_queries(15):
        manager.get(f"/funds/{cast.fund.slug}/{page}")


def test_style_sheets_may_be_kept_for_ever_because_their_address_changes(client: Client, db: None) -> None:
    response = client.get(static("govuk/govuk-frontend.min.css"))
    assert response.status_code == 200
    assert "max-age=31536000" in response.headers["Cache-Control"]
    response.close()


def test_an_error_page_shows_no_data_and_the_id_that_the_log_has(
    db: None, client: Client, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken() -> list[str]:
        raise LookupError("a secret of the database")

    monkeypatch.setattr(appendonly, "missing", broken)
    client.raise_request_exception = False
    response = client.get("/health/")
    assert response.status_code == 500
    page = response.content.decode()
    assert "secret" not in page
    assert response.headers["X-Request-ID"] in page
    assert any(record.exc_info for record in caplog.records)


def test_a_log_line_is_json_and_cannot_be_forged(db: None) -> None:
    record = logging.LogRecord("x", logging.INFO, "", 0, 'said "%s"', ("a\n{}",), None)
    record.said = {"person": 7}
    line = JsonFormatter().format(record)
    assert "\n" not in line
    assert json.loads(line)["message"] == 'said "a\n{}"'
    assert json.loads(line)["person"] == 7


def test_the_log_of_a_request_holds_no_address_that_could_let_somebody_in(
    db: None, client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    client.get("/join/a-secret-token/?also=secret")
    said = [record.__dict__["said"] for record in caplog.records if record.name == "poolbook.request"]
    assert said == [
        {"method": "GET", "route": "/join/<str:token>/", "status": 410, "ms": said[0]["ms"], "person": None}
    ]


def test_a_request_that_makes_no_sense_is_told_so(client: Client, db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    def odd() -> list[str]:
        raise SuspiciousOperation

    monkeypatch.setattr(appendonly, "missing", odd)
    response = client.get("/health/")
    assert response.status_code == 400
    assert "This did not make sense" in response.content.decode()


def test_a_form_from_elsewhere_is_refused_in_plain_words(cast: Cast) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(cast.manager)
    response = strict.post("/account/name/", {"name": "X"})
    assert response.status_code == 403
    assert "Nothing was stored" in response.content.decode()


def test_health_says_when_the_database_does_not_answer(
    client: Client, db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert client.get("/health/").json()["status"] == "ok"

    def silent() -> list[str]:
        raise DatabaseError

    monkeypatch.setattr(appendonly, "missing", silent)
    assert client.get("/health/").status_code == 503


def test_the_glossary_gives_every_term_a_meaning_and_an_address(client: Client, db: None) -> None:
    page = client.get("/glossary/").content.decode()
    assert len(terms()) > 20
    for term in terms():
        assert f'id="{term.key}"' in page
        assert term.meaning.endswith(".")


def test_a_list_answers_any_page_and_any_order_with_what_there_is(cast: Cast) -> None:
    Person.objects.bulk_create(Person(email=f"p{n}@example.org", name=f"P{n:03}") for n in range(120))
    everybody = Person.objects.filter(name__regex=r"^P\d{3}$")
    orders = {"name": ("name",), "latest": ("-pk",)}
    first = listing(everybody, QueryDict(""), orders)
    assert (first.order, len(first.page), first.page.paginator.num_pages) == ("name", A_PAGE, 3)
    assert first.numbers == [1, 2, 3]
    assert listing(everybody, QueryDict("page=1000000000"), orders).page.number == 3
    assert listing(everybody, QueryDict("page=x&order=email"), orders).order == "name"
    assert listing(everybody, QueryDict("page=2&order=latest&q=a b"), orders).query == "order=latest&q=a+b&"


def test_a_spreadsheet_gets_numbers_dates_and_text_that_does_not_run() -> None:
    book = CalamineWorkbook.from_filelike(io.BytesIO(export.as_xlsx(LIST)))
    rows = book.get_sheet_by_index(0).to_python()
    assert rows[0] == ["Name", "Sum (£)", "Share (%)", "Day"]
    assert rows[1] == ['=HYPERLINK("x")', -1234.5, 7.3, date(2009, 10, 1)]
    assert rows[2][:2] == ["00123456789012345678", 999999999999.99]


def test_a_csv_file_escapes_what_a_spreadsheet_would_run_and_keeps_the_minus_of_a_sum() -> None:
    text = export.as_csv(LIST).decode("utf-8-sig")
    assert text.splitlines()[1] == '"\'=HYPERLINK(""x"")",-1234.50,7.3,2009-10-01'


def test_a_list_comes_as_a_file_with_a_safe_name(cast: Cast, manager: Client) -> None:
    for kind, begins in (("csv", b"\xef\xbb\xbfName"), ("xlsx", b"PK")):
        response = manager.get(f"/funds/{cast.fund.slug}/people.{kind}")
        assert response.content.startswith(begins)
        assert response.headers["Content-Disposition"].endswith(f'-people.{kind}"')
    assert manager.get(f"/funds/{cast.fund.slug}/people.exe").status_code == 404
    assert manager.get(f"/funds/{cast.fund.slug}/history.exe").status_code == 404
    assert manager.get(f"/funds/{cast.fund.slug}/history.xlsx").content.startswith(b"PK")
