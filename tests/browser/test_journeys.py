"""The first journeys in a real browser: sign in, find my funds, invite somebody, who then joins."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.core import mail as sent_mail
from django.utils import timezone

from poolbook_web.base import mail
from poolbook_web.people.models import Role
from tests.browser.conftest import Site
from tests.web.cast import PASSWORD, Cast

Visit = Callable[..., Site]


def test_the_pool_manager_invites_somebody_who_joins(visit: Visit, cast: Cast) -> None:
    site = visit()
    page = site.sign_in(cast.manager.email, PASSWORD)
    page.get_by_role("link", name=cast.fund.name).click()
    page.get_by_role("link", name="People").click()
    page.get_by_role("button", name="Invite somebody").click()
    page.get_by_label("Email address").fill("nell@example.org")
    page.get_by_label("Full name").fill("Nell New")
    page.get_by_label("Acts for").select_option(cast.trust.name)
    page.get_by_label(re.compile("^Clerk:")).check()
    site.look("invite-filled")
    page.get_by_role("button", name="Send the invitation").click()
    assert page.get_by_role("alert").inner_text().count("Nell New is invited") == 1
    site.look("people-invited")
    mail.deliver(timezone.now)
    link = re.findall(r"(/join/\S+)", str(sent_mail.outbox[-1].body))[0]
    other = visit()
    joined = other.go(link)
    other.look("join")
    assert other.faults() == []
    joined.get_by_label("Choose a password").fill("four green doors")
    joined.get_by_role("button", name="Accept and sign in").click()
    assert "Welcome, Nell New." in joined.inner_text("main")
    other.look("home-welcome")


def test_a_mistake_is_shown_above_and_at_its_field_and_the_focus_goes_there(visit: Visit, cast: Cast) -> None:
    site = visit()
    site.sign_in(cast.manager.email, PASSWORD)
    page = site.go(f"/funds/{cast.fund.slug}/people/invite/")
    page.get_by_role("button", name="Send the invitation").click()
    assert page.title().startswith("Error: ")
    page.wait_for_function("document.activeElement.className.startsWith('govuk-error-summary')")
    assert site.faults() == []
    site.look("invite-errors")
    page.get_by_role("link", name="Choose a role.").click()
    assert page.evaluate("document.activeElement.id") == "id_role_0"


PAGES = {
    "home": "/",
    "fund": "/funds/{slug}/",
    "people": "/funds/{slug}/people/",
    "invite": "/funds/{slug}/people/invite/",
    "change": "/funds/{slug}/people/{clerk}/",
    "end": "/funds/{slug}/people/{clerk}/end/",
    "history": "/funds/{slug}/history/",
    "check": "/funds/{slug}/history/check/",
    "permissions": "/who-may-do-what/",
    "glossary": "/glossary/",
    "account": "/account/",
    "rename": "/account/name/",
    "password": "/account/password/",
    "app": "/account/app/",
    "app-setup": "/account/app/totp/activate/",
    "sign-out": "/account/sign-out/",
    "not-found": "/nowhere/",
}


@pytest.mark.slow
def test_every_page_is_accessible_on_a_desk_and_fits_a_phone(visit: Visit, cast: Cast) -> None:
    desk, phone = visit(), visit(width=360)
    said = {}
    for site, size in ((desk, "desk"), (phone, "phone")):
        site.sign_in(cast.manager.email, PASSWORD)
        for name, path in PAGES.items():
            site.go(path.format(slug=cast.fund.slug, clerk=cast.held(Role.CLERK).pk))
            site.look(f"{name}-{size}")
            said[name, size] = ["wider than the window"] if site.wider_than_the_window() else []
            said[name, size] += site.faults() if site is desk else []  # the rules see no other page on a phone
    assert {where: faults for where, faults in said.items() if faults} == {}


def test_the_pages_before_signing_in_are_accessible(visit: Visit, cast: Cast) -> None:
    site = visit(width=360)
    for name, path in (("sign-in", "/account/sign-in/"), ("forgotten", "/account/password/forgotten/")):
        site.go(path)
        site.look(f"{name}-phone")
        assert site.faults() == []
        assert not site.wider_than_the_window()


def test_the_keyboard_alone_is_enough_to_sign_in_and_skip_the_menu(visit: Visit, cast: Cast) -> None:
    site = visit()
    page = site.go("/account/sign-in/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to main content"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type(cast.manager.email)
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(site.address + "/#main-content")
    assert "My funds" in page.inner_text("h1")


def test_everything_works_without_scripts(visit: Visit, cast: Cast) -> None:
    site = visit(width=360, scripts=False)
    page = site.sign_in(cast.manager.email, PASSWORD)
    site.look("home-no-scripts-phone")
    page.get_by_role("link", name=cast.fund.name).click()
    page.get_by_role("link", name="People").click()
    page.get_by_role("link", name="End the role of Cleo Clerk").click()
    page.get_by_label("Day").fill("31")
    page.get_by_label("Month").fill("3")
    page.get_by_label("Year").fill("2099")
    page.get_by_role("button", name="End the role").click()
    assert "until 31 March 2099" in page.inner_text("main")
    page.get_by_role("button", name="Sign out").click()
    assert "Sign in" in page.inner_text("h1")


def test_a_printed_page_has_no_menu_and_no_buttons(visit: Visit, cast: Cast) -> None:
    site = visit()
    site.sign_in(cast.manager.email, PASSWORD)
    page = site.go(f"/funds/{cast.fund.slug}/people/")
    page.emulate_media(media="print")
    site.look("people-print")
    assert not page.get_by_role("navigation").first.is_visible()
    assert not page.get_by_role("button", name="Invite somebody").is_visible()
    assert page.get_by_role("table").is_visible()
    after = "links => links.map(link => getComputedStyle(link, '::after').content)"
    assert set(page.locator("main a").evaluate_all(after)) == {"none"}, "no address stands after a figure"
