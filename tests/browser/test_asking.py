"""In a browser: what waits for me, a question from figure to answer, commentary, help; on a desk, a phone, without
scripts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from poolbook_web.people.models import Role
from poolbook_web.questions import actions
from tests.browser.conftest import Site
from tests.web import year
from tests.web.cast import PASSWORD, Cast
from tests.web.questions.asking import asked

Visit = Callable[..., Site]


@pytest.fixture
def busy(cast: Cast) -> Cast:
    """A year with leads, a call for commentary, a question that is answered and one that is late."""
    fund_year, sanjay = year.there(cast), cast.roles[Role.SCHEME_LEAD]
    for scheme in ("ACCOMMODATION", "HEALTH"):
        actions.say_lead(fund_year=fund_year, scheme=scheme, person=sanjay, since=date(2009, 4, 1), by=None, at=year.AT)
    actions.ask_leads(fund_year=fund_year, period=6, schemes=(), due=date(2009, 10, 20), by=cast.manager, at=year.AT)
    first = asked(cast)
    actions.answer(question=first, text="Two invoices came.", by=cast.roles[Role.FINANCE_OFFICER], at=year.AT)
    asked(cast, about="Client income", to=sanjay)
    return cast


PAGES = {
    "home": "/",
    "questions": "{year}questions/?shown=all",
    "question": "{year}questions/1/",
    "ask": "{year}questions/ask/?about=Home+care&page={year}",
    "answer": "{year}questions/2/answer/",
    "commentary": "{year}commentary/?period=6",
    "write": "{year}commentary/6/ACCOMMODATION/",
    "ask-leads": "{year}commentary/ask/",
    "lead": "{year}commentary/leads/HEALTH/",
    "history": "/funds/{slug}/history/?area=question",
    "help": "/help/",
    "help-role": "/help/scheme_lead/",
    "letters": "/account/letters/",
    "glossary": "/glossary/",
}


@pytest.mark.slow
def test_every_page_of_asking_is_accessible_and_fits_a_phone(visit: Visit, busy: Cast) -> None:
    desk, phone, said = visit(), visit(width=360, scripts=False), {}
    of_year = f"/funds/{busy.fund.slug}/2009-10/"
    for who in (busy.roles[Role.SCHEME_LEAD], busy.manager):
        for site, size in ((desk, "desk"), (phone, "phone")):
            site.page.context.clear_cookies()
            site.sign_in(who.email, PASSWORD)
            for name, path in PAGES.items():
                site.go(path.format(year=of_year, slug=busy.fund.slug))
                if size == "desk" and site.page.locator("details").count():
                    site.page.locator("details > summary").last.click()
                site.look(f"{who.name.split()[0].lower()}-{name}-{size}")
                said[who.name, name, size] = ["wider than the window"] if site.wider_than_the_window() else []
                said[who.name, name, size] += site.faults() if site is desk else []
    assert {where: faults for where, faults in said.items() if faults} == {}


@pytest.mark.slow
def test_the_administrators_pages_are_accessible_and_fit_a_phone(visit: Visit, cast: Cast) -> None:
    said, clerk = {}, cast.roles[Role.CLERK].pk
    for size, site in (("desk", visit()), ("phone", visit(width=360, scripts=False))):
        site.sign_in(cast.roles[Role.ADMINISTRATOR].email, PASSWORD)
        for name, path in {"home": "/", "people": "/site/people/", "one": f"/site/people/{clerk}/",
                           "close": f"/site/people/{clerk}/close/"}.items():  # fmt: skip
            site.go(path)
            site.look(f"admin-{name}-{size}")
            said[name, size] = ["wider than the window"] if site.wider_than_the_window() else []
            said[name, size] += site.faults() if size == "desk" else []
    assert {where: faults for where, faults in said.items() if faults} == {}


def test_a_lead_finds_what_waits_and_writes_it_without_scripts(visit: Visit, busy: Cast) -> None:
    site = visit(width=360, scripts=False)
    page = site.sign_in(busy.roles[Role.SCHEME_LEAD].email, PASSWORD)
    waits = page.get_by_role("table").first.get_by_role("link")
    before = waits.count()
    waits.filter(has_text="Comment on Social care accommodation").click()
    page.get_by_role("button", name="Record it").click()
    assert "Write the commentary." in page.get_by_role("alert").inner_text()
    page.get_by_label("Commentary").fill("Two placements came back.")
    page.get_by_role("button", name="Record it").click()
    assert "is recorded. The reports show it." in page.inner_text("main")
    page = site.go("/")
    assert page.get_by_role("table").first.get_by_role("link").count() == before - 1
