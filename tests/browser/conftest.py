"""A real browser against the real site: Chromium from the system, driven by playwright, and every page watched."""

from __future__ import annotations

import importlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import bootstrap
from tests.web import databases

# Playwright runs an event loop in this thread, in which Django would otherwise refuse to ask its database.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page
    from pytest_django import Settings

    from tests.web.cast import Cast

QUIET = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking")


def pytest_configure(config: pytest.Config) -> None:
    """Before anything of the site is imported."""
    databases.prepare(postgresql=False)


@pytest.fixture(scope="session", autouse=True)
def clears_append_only_tables() -> Iterator[None]:
    """Every test here has real transactions."""
    with databases.clears_append_only_tables():
        yield


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One browser for all the tests."""
    found = bootstrap.chromium()
    if found is None:
        pytest.fail(bootstrap.NO_BROWSER)
    with importlib.import_module("playwright.sync_api").sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=found, args=list(QUIET))
        yield launched
        launched.close()


@pytest.fixture
def cast(transactional_db: None, settings: Settings) -> Cast:
    """Everybody, committed, since the site's own thread serves them."""
    from poolbook_web.base.models import Letter
    from poolbook_web.partners.models import Fund
    from tests.web import cast

    settings.EMAIL_BACKEND = "poolbook_web.base.mail.OutboxBackend"
    if not Fund.objects.exists():
        cast.assemble()
    Letter.objects.all().delete()
    return cast.gather()


class Site:
    """The site as one person meets it, at one size of window, with scripts or without."""

    def __init__(self, context: BrowserContext, address: str) -> None:
        self.address = address
        self.page: Page = context.new_page()
        self.complaints: list[str] = []
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda fault: self.complaints.append(str(fault)))

    def _heard(self, message: Any) -> None:
        if message.type in ("error", "warning") and "status of 4" not in message.text:
            self.complaints.append(message.text)

    def go(self, path: str) -> Page:
        """Open a page."""
        self.page.goto(self.address + path)
        return self.page

    def sign_in(self, email: str, password: str) -> Page:
        """Sign in as a person does."""
        self.go("/account/sign-in/")
        self.page.get_by_label("Email address").fill(email)
        self.page.get_by_label("Password").fill(password)
        self.page.get_by_role("button", name="Sign in", exact=True).click()
        return self.page

    def faults(self) -> list[str]:
        """What the accessibility rules say against this page: nothing."""
        found = importlib.import_module("axe_playwright_python.sync_playwright").Axe().run(self.page).response
        return [f"{each['id']}: {each['nodes'][0]['html'][:200]}" for each in found["violations"]]

    def wider_than_the_window(self) -> bool:
        """Whether one has to scroll sideways to read the page."""
        return bool(self.page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"))

    def look(self, name: str) -> None:
        """Keep a picture, if POOLBOOK_SCREENSHOTS names a folder to keep it in."""
        if folder := os.environ.get("POOLBOOK_SCREENSHOTS"):
            self.page.screenshot(path=str(Path(folder) / f"{name}.png"), full_page=True)


@pytest.fixture
def visit(browser: Browser, live_server: Any, cast: Cast) -> Iterator[Any]:
    """Opens the site: ``visit(width=360, scripts=False)``. At the end no page may have complained."""
    opened: list[tuple[BrowserContext, Site]] = []

    def open_site(*, width: int = 1280, scripts: bool = True) -> Site:
        context = browser.new_context(viewport={"width": width, "height": 800}, java_script_enabled=scripts)
        context.set_default_timeout(10_000)
        site = Site(context, live_server.url)
        opened.append((context, site))
        return site

    yield open_site
    for context, _ in opened:
        context.close()
    assert [site.complaints for _, site in opened if site.complaints] == []
