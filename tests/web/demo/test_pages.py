"""Every page of the demonstration asks the database little, whoever looks at it."""

from __future__ import annotations

import os

import pytest
from django.test import Client

from bench.site.crawl import pages
from poolbook_web.demo.worlds import WORLDS, World
from poolbook_web.people.models import Person, Role
from tests.web.demo.test_demo import loaded, person

MOST = 15
#: Between them they may see every page.
ROLES = (Role.POOL_MANAGER, Role.FINANCE_OFFICER, Role.AUDITOR)


def costly(who: Person) -> tuple[int, list[str]]:
    """How many pages somebody can go to, and those that ask too much."""
    browser = Client()
    browser.force_login(who)
    found = list(pages(browser))
    return len(found), [f"{page.path}: {page.queries}" for page in found if page.queries > MOST]


@pytest.mark.slow
@pytest.mark.parametrize("of", WORLDS, ids=lambda each: str(each.name))
def test_every_page_that_a_link_leads_to_makes_at_most_fifteen_queries(
    db: None, monkeypatch: pytest.MonkeyPatch, of: World
) -> None:
    monkeypatch.setattr(os, "fsync", lambda _: None)
    loaded(of)
    for role in ROLES:
        count, too_many = costly(person(of, role))
        assert count > 20, "the links were followed"
        assert not too_many, f"as {role}"
