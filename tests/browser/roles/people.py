"""What the journeys of the roles share: where they happen, and how somebody of the cast sits down to it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from django.utils import timezone
from playwright.sync_api import Locator, Page

from poolbook_web.people.models import Role
from tests.browser.conftest import Site
from tests.web.cast import PASSWORD, Cast

Visit = Callable[..., Site]


def sits_down(site: Site, cast: Cast, role: Role) -> Page:
    """Somebody in a role signs in, and sees what waits."""
    return site.sign_in(cast.roles[role].email, PASSWORD)


def to_the_year(page: Page, cast: Cast) -> None:
    """From the funds to the year of one, as everybody goes."""
    page.get_by_role("link", name=cast.fund.name).click()
    page.get_by_role("link", name="2009-10", exact=True).click()


def in_a_week() -> date:
    """A day by which somebody can answer."""
    return timezone.localdate() + timedelta(days=7)


def fill_day(page: Page, on: date) -> None:
    """Type a day into the three boxes of a form."""
    for label, number in (("Day", on.day), ("Month", on.month), ("Year", on.year)):
        page.get_by_label(label, exact=True).last.fill(str(number))


def reach(page: Page, wanted: Locator) -> None:
    """Press Tab until a link, a box or a button has the focus, as somebody without a mouse does."""
    for _ in range(100):
        page.keyboard.press("Tab")
        if wanted.evaluate("each => each === document.activeElement"):
            return
    raise AssertionError(f"the keyboard does not reach {wanted}")
