"""What the tests of the site share: a database, a small cast, and somebody signed in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from tests.web import databases

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django import DjangoDbBlocker, Settings

    from tests.web.cast import Cast


def pytest_addoption(parser: pytest.Parser) -> None:
    """Known where tests/web is named on the command line."""
    parser.addoption("--postgresql", action="store_true", help="run the tests of the site on PostgreSQL")


def pytest_configure(config: pytest.Config) -> None:
    """Before anything of the site is imported."""
    databases.prepare(postgresql=config.getoption("--postgresql", default=False))


@pytest.fixture(scope="session", autouse=True)
def clears_append_only_tables() -> Iterator[None]:
    """Tests with real transactions clear the tables afterwards."""
    with databases.clears_append_only_tables():
        yield


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """The cast is in the database from the start; what a test does to it is rolled back."""
    from poolbook_web.base.models import Letter
    from tests.web import cast

    with django_db_blocker.unblock():
        cast.assemble()
        Letter.objects.all().delete()  # their invitations


@pytest.fixture(autouse=True)
def letters_go_through_the_outbox(settings: Settings) -> None:
    """As in real use; Django's own test runner would send them past it."""
    settings.EMAIL_BACKEND = "poolbook_web.base.mail.OutboxBackend"


@pytest.fixture
def cast(db: None) -> Cast:
    """Everybody."""
    from tests.web import cast

    return cast.gather()


@pytest.fixture
def manager(cast: Cast, client: Client) -> Client:
    """A browser in which the pool manager has signed in."""
    client.force_login(cast.manager)
    return client
