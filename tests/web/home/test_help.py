"""Help: what each role may do and where, terms explained where they are used, and refusals in sentences."""

from __future__ import annotations

import re
import tomllib

import pytest
from django.template import Context, Template
from django.test import Client

from poolbook_web.base import glossary
from poolbook_web.people import queries
from poolbook_web.people.models import Role
from poolbook_web.people.permissions import TABLE, Permission
from tests.web import year
from tests.web.cast import Cast
from tests.web.test_house import TEMPLATES


def test_help_begins_with_my_own_roles(cast: Cast, manager: Client) -> None:
    page = manager.get("/help/").content.decode()
    assert page.count("Yours") == 1
    assert page.index("Pool manager</a>") < page.index("Yours") < page.index("Finance officer</a>")


@pytest.mark.parametrize("role", Role)
def test_each_role_is_told_all_that_it_may_do_and_nothing_else(cast: Cast, manager: Client, role: Role) -> None:
    page = manager.get(f"/help/{role.value}/").content.decode().replace("&#x27;", "'")
    for row in TABLE.values():
        assert (f"<li>{row.may[0].upper()}{row.may[1:]}" in page) == (role in row.roles), row.permission
    assert manager.get("/help/king/").status_code == 404


def test_what_an_auditor_may_do_is_to_read_and_to_ask() -> None:
    _, does = queries.helped(Role.AUDITOR)
    assert [each.may for each in does] == [TABLE[Permission.QUESTIONS_ASK].may]


def test_every_right_has_a_place_where_it_is_used() -> None:
    where = tomllib.loads(queries.WHERE.read_text(encoding="utf-8"))
    assert set(where) == {each.value for each in Permission}
    assert all(said.endswith(".") for said in where.values())


def test_a_term_links_to_its_meaning_and_is_explained_in_place() -> None:
    said = Template('{% load glossary %}{% term "host-partner" "the host" %}{% explain "variance" %}').render(Context())
    assert '<a class="govuk-link" href="/glossary/#host-partner">the host</a>' in said
    assert "What “Variance” means" in said
    assert glossary.by_key()["variance"].meaning in said


def test_every_term_that_a_template_names_is_in_the_glossary() -> None:
    for path in TEMPLATES:
        for call in re.findall(r"{% (?:term|explain) ([^%]*)%}", path.read_text(encoding="utf-8")):
            assert re.findall(r'"([^"]*)"', call)[0] in glossary.by_key(), path.name
    for name, keys in glossary.ON_PAGES.items():
        assert set(keys) <= set(glossary.by_key()), name


def test_a_page_of_a_year_explains_the_words_that_it_uses(cast: Cast, manager: Client) -> None:
    fund_year = year.there(cast)
    page = manager.get(f"/funds/{cast.fund.slug}/{fund_year.year}/").content.decode()
    assert "Words used on this page" in page
    assert "/glossary/#exposure" in page


def test_a_refusal_without_a_form_gives_its_reason_as_a_sentence(cast: Cast, manager: Client) -> None:
    held = cast.held(Role.CLERK)
    page = manager.post(f"/funds/{cast.fund.slug}/people/{held.pk}/again/").content.decode()
    assert '<p class="govuk-body">Cleo Clerk has already joined.</p>' in page
    assert "Nothing was stored." in page
