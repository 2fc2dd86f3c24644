"""Home: what waits for a person and by when, and their funds at a glance."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from poolbook_web.base import waiting
from poolbook_web.people import queries as people
from poolbook_web.people.models import Role
from poolbook_web.questions import actions
from tests.web import year
from tests.web.books import AT
from tests.web.cast import NOW, Cast
from tests.web.imports.extracts import Office, accepted, brought, listing, month, office, row, signed_in
from tests.web.questions.asking import asked


def whats(here: Office) -> dict[str, list[str]]:
    """What waits for each of an office's people."""
    people = {"manager": here.manager, "fay": here.fay, "finn": here.finn}
    return {name: [each.what for each in waiting.of(who, AT)] for name, who in people.items()}


def test_what_waits_for_me_is_listed_by_its_day_and_marked_when_late(cast: Cast, client: Client) -> None:
    asked(cast, about="September", reply_by=date(2009, 10, 12))
    asked(cast, about="August", reply_by=date(2009, 10, 6))
    client.force_login(cast.roles[Role.FINANCE_OFFICER])
    page = client.get("/").content.decode()
    assert page.index("Answer the question about August") < page.index("Answer the question about September")
    assert page.count("Overdue") == 2
    assert "Bo Member" in page
    assert cast.fund.name in page


def test_an_answer_waits_for_the_asker_to_close(cast: Cast) -> None:
    question, board = asked(cast), cast.roles[Role.BOARD_MEMBER]
    assert waiting.of(board, NOW) == []
    actions.answer(question=question, text="Yes.", by=cast.roles[Role.FINANCE_OFFICER], at=NOW)
    assert [each.what for each in waiting.of(board, NOW)] == [
        "Read the answer about Accommodation, September, and close the question"
    ]
    assert waiting.of(cast.roles[Role.FINANCE_OFFICER], NOW) == []


def test_whoever_has_nothing_to_do_is_told_so_and_sees_their_funds(cast: Cast, manager: Client) -> None:
    page = manager.get("/").content.decode()
    assert "Nothing waits for you." in page
    for said in (
        cast.fund.name,
        "Pool manager, Oxfordshire County Council",
        "2009-10",
        f"/funds/{cast.fund.slug}/2009",
    ):
        assert said in page


def test_an_import_waits_for_everybody_who_may_accept_it_but_for_who_brought_it(db: None, settings: Settings) -> None:
    here = office()
    batch = brought(here, month())
    line = ["Review import 1, and accept it"]
    assert whats(here) == {"manager": line, "fay": [], "finn": line}
    settings.ACCEPT_OWN_IMPORTS = True
    assert whats(here)["fay"] == line
    settings.ACCEPT_OWN_IMPORTS = False
    accepted(here, batch)
    assert whats(here) == {"manager": [], "fay": [], "finn": []}


def test_codes_wait_for_who_brought_them_and_who_keeps_the_rules(db: None) -> None:
    here = office()
    brought(here, listing(row("Taxis", "10.00", "1"), row("Trips", "90.00", "2")))
    line = ["Answer 2 combinations of codes in import 1"]
    assert whats(here) == {"manager": line, "fay": line, "finn": []}
    assert waiting.of(here.fay, AT)[0].url == f"{here.address}1/"


def test_files_that_cannot_be_read_wait_for_who_brought_them(db: None) -> None:
    here = office()
    brought(here, listing(name="odd.xlsx"))
    assert whats(here) == {"manager": [], "fay": ["See why import 1 cannot be read"], "finn": []}


def test_a_layout_that_nothing_knows_waits_for_who_can_say_what_it_is(db: None) -> None:
    here = office()
    brought(here, SimpleUploadedFile("odd.csv", b"Day,What,Pounds\n1/10/2009,Taxis,5.00\n"))
    assert whats(here) == {"manager": ["Say how the files of import 1 are laid out"], "fay": [], "finn": []}


@pytest.mark.parametrize("many", [1, 12])
def test_the_page_costs_few_questions_however_much_waits(
    cast: Cast, client: Client, django_assert_max_num_queries: DjangoAssertNumQueries, many: int
) -> None:
    fund_year, sanjay = year.there(cast), cast.roles[Role.SCHEME_LEAD]
    for scheme in ("ACCOMMODATION", "HEALTH"):
        actions.say_lead(fund_year=fund_year, scheme=scheme, person=sanjay, since=date(2009, 4, 1), by=None, at=year.AT)
    actions.ask_leads(fund_year=fund_year, period=6, schemes=(), due=date(2009, 10, 20), by=None, at=year.AT)
    for _ in range(many):
        asked(cast, to=sanjay)
    for who in (cast.manager, sanjay):
        client.force_login(who)
        client.get("/account/")
        with django_assert_max_num_queries(15):
            page = client.get("/").content.decode()
    assert page.count("Overdue") == many + 2


def test_somebody_signed_in_sees_an_import_s_page_from_there(db: None) -> None:
    here = office()
    brought(here, month())
    page = signed_in(here.finn).get("/").content.decode()
    assert f'href="{here.address}1/"' in page


def test_roles_are_remembered_for_one_page_and_no_longer(
    cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    who = cast.roles[Role.CLERK]
    with people.remembered(), django_assert_num_queries(1):
        assert people.my_roles(who, NOW) == people.my_roles(who, NOW) != {}
    with django_assert_num_queries(1):
        people.my_roles(who, NOW)
