"""Reports in a real browser: previewed, issued, acknowledged on a phone, verified by an auditor."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from poolbook_web.people.models import Role
from poolbook_web.reporting.models.which import Which
from tests.browser.conftest import Site
from tests.web import year
from tests.web.cast import PASSWORD, Cast
from tests.web.reporting.quarter import SECOND, issued, reportable

Visit = Callable[..., Site]

PAGES = (
    "", "quarterly/1/", "quarterly/2/", "monthly/6/", "trial-balance/6/", "quarterly/2/issue/", "quarterly/2/v1/",
    "pack/", "verify/",
)  # fmt: skip


def at(cast: Cast, path: str = "") -> str:
    """An address among the reports."""
    return f"/funds/{cast.fund.slug}/2009-10/reports/{path}"


@pytest.mark.parametrize("width", [1280, 360])
def test_every_page_of_reports_can_be_read_by_anybody_at_any_width(visit: Visit, cast: Cast, width: int) -> None:
    fund_year = reportable(cast)
    year.pressure(fund_year)
    issued(fund_year, cast.manager)
    issued(fund_year, cast.manager, which=Which("monthly", 6))
    site = visit(width=width)
    site.sign_in(cast.manager.email, PASSWORD)
    for path in PAGES:
        site.go(at(cast, path))
        site.look(f"reports-{path.replace('/', '-')}{width}")
        assert site.faults() == [], path
        assert not site.wider_than_the_window(), path


def test_a_report_is_issued_with_the_keyboard_and_acknowledged_on_a_phone_without_scripts(
    visit: Visit, cast: Cast
) -> None:
    reportable(cast)
    site = visit()
    page = site.sign_in(cast.manager.email, PASSWORD)
    site.go(at(cast))
    page.get_by_role("link", name="Quarter 2: July to September").focus()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{at(cast, 'quarterly/2/')}")
    page.get_by_role("button", name="Issue it").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/issue/")
    page.get_by_label("Note").fill("For the group on 4 November.")
    page.get_by_role("button", name="Issue it").click()
    assert "It is issued. It goes to " in page.inner_text("main")
    phone = visit(width=360, scripts=False)
    page = phone.sign_in(cast.roles[Role.FINANCE_OFFICER].email, PASSWORD)
    phone.go(at(cast, "quarterly/2/v1/"))
    page.get_by_role("button", name="Acknowledge receipt").click()
    phone.look("reports-acknowledge-360")
    page.get_by_label("Note or question").fill("Why is accommodation over?")
    page.get_by_label("This is a question").check()
    page.get_by_role("button", name="Acknowledge receipt").click()
    assert "Received, and asks: Why is accommodation over?" in page.inner_text("main")


def test_an_auditor_verifies_the_year_at_the_press_of_a_button(visit: Visit, cast: Cast) -> None:
    issued(reportable(cast), cast.manager, which=SECOND)
    site = visit()
    page = site.sign_in(cast.roles[Role.AUDITOR].email, PASSWORD)
    site.go(at(cast))
    page.get_by_role("link", name="Verify the year").click()
    page.get_by_role("button", name="Verify").click()
    assert "Everything holds: books, reports and history." in page.inner_text("main")
    site.look("reports-verified-1280")
    assert site.faults() == []
