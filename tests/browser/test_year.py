"""The pages of a fund's year in a real browser: read on a desk and on a phone, and filled in by hand."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.browser.conftest import Site
from tests.web import year
from tests.web.cast import PASSWORD, Cast

Visit = Callable[..., Site]

PAGES = (
    "", "settlement/", "terms/", "terms/versions/", "terms/new/", "records/", "records/causes/",
    "records/explanations/new/", "records/decisions/new/",
)  # fmt: skip


@pytest.mark.parametrize("width", [1280, 360])
def test_every_page_of_a_year_can_be_read_by_anybody_at_any_width(visit: Visit, cast: Cast, width: int) -> None:
    fund_year = year.furnished(cast)
    year.pressure(fund_year)
    site = visit(width=width)
    site.sign_in(cast.manager.email, PASSWORD)
    for path in PAGES:
        site.go(f"/funds/{cast.fund.slug}/{fund_year.year}/{path}")
        site.look(f"year-{path.replace('/', '-')}{width}")
        assert site.faults() == [], path
        assert not site.wider_than_the_window(), path


def test_a_scheme_lead_comments_without_scripts_on_a_phone(visit: Visit, cast: Cast) -> None:
    fund_year = year.furnished(cast)
    site = visit(width=360, scripts=False)
    page = site.sign_in(cast.manager.email, PASSWORD)
    page.get_by_role("link", name=cast.fund.name).click()
    page.get_by_role("link", name=fund_year.year).click()
    page.get_by_role("link", name="Records", exact=True).click()
    page.get_by_role("link", name="Add a comment").click()
    page.get_by_label("Scheme").select_option("Care management, work and day services")
    page.get_by_label("Month").select_option("September 2009")
    page.get_by_label("Commentary").fill("Two services moved.")
    page.get_by_role("button", name="Record it").click()
    assert "Two services moved." in page.inner_text("main")


def test_the_period_is_chosen_with_the_keyboard_alone(visit: Visit, cast: Cast) -> None:
    fund_year = year.furnished(cast)
    site = visit()
    site.sign_in(cast.manager.email, PASSWORD)
    page = site.go(f"/funds/{cast.fund.slug}/{fund_year.year}/")
    page.get_by_label("To the end of").focus()
    page.keyboard.type("June")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/?period=3")
    assert "to June 2009" in page.inner_text("main")
