"""Passkeys in a real browser, with a pretended authenticator: made, used without a password, and as a second step."""

from __future__ import annotations

from collections.abc import Callable

from tests.browser.conftest import Site
from tests.web.cast import PASSWORD, Cast

Visit = Callable[..., Site]

DEVICE = {
    "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
    "isUserVerified": True, "automaticPresenceSimulation": True,
}  # fmt: skip


def with_a_device(site: Site) -> Site:
    """A browser that has somewhere to keep passkeys."""
    devices = site.page.context.new_cdp_session(site.page)
    devices.send("WebAuthn.enable")
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
    return site


def add(site: Site, *, alone: bool) -> None:
    """Make a passkey."""
    page = site.go("/account/app/webauthn/add/")
    if page.get_by_label("Password", exact=True).count():
        page.get_by_label("Password", exact=True).fill(PASSWORD)
        page.get_by_role("button", name="Go on").click()
    page.get_by_label("What to call it").fill("work laptop")
    page.get_by_label("Sign in with it alone").set_checked(alone)
    assert site.faults() == []
    site.look("passkey-add")
    page.get_by_role("button", name="Add it").click()
    page.wait_for_url("**/account/app/**codes/**")


def test_somebody_makes_a_passkey_and_signs_in_with_it_alone(visit: Visit, cast: Cast) -> None:
    site = with_a_device(visit())
    site.sign_in(cast.manager.email, PASSWORD)
    add(site, alone=True)
    page = site.go("/account/app/webauthn/")
    assert "work laptop" in page.inner_text("main")
    assert site.faults() == []
    site.look("passkeys")
    site.go("/account/app/")
    assert site.faults() == []
    site.look("second-step")
    page.get_by_role("button", name="Sign out").click()
    assert site.faults() == []
    site.look("sign-in-passkey")
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url(site.address + "/")
    assert "My funds" in page.inner_text("h1")


def test_a_passkey_is_a_second_step_after_the_password(visit: Visit, cast: Cast) -> None:
    site = with_a_device(visit())
    site.sign_in(cast.manager.email, PASSWORD)
    add(site, alone=False)
    site.page.get_by_role("button", name="Sign out").click()
    page = site.sign_in(cast.manager.email, PASSWORD)
    assert "Enter the code" in page.inner_text("h1")
    assert site.faults() == []
    site.look("second-step-asked")
    page.get_by_role("button", name="Use a passkey instead").click()
    page.wait_for_url(site.address + "/")
    assert "My funds" in page.inner_text("h1")


def test_without_scripts_no_passkey_is_offered(visit: Visit, cast: Cast) -> None:
    site = visit(width=360, scripts=False)
    page = site.go("/account/sign-in/")
    assert not page.get_by_role("button", name="Sign in with a passkey").is_visible()
