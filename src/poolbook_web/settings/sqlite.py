"""SQLite as the embedded default: a library without the WAL-reset bug, and rules under which it loses nothing.

SQLite 3.7.0 to 3.51.2 may damage a database in write-ahead mode when two connections write and checkpoint at once;
3.51.3 mended it. The package pysqlite3 brings a newer one than most systems have. Where the library is older all the
same, the journal is TRUNCATE: slower with many writers, and safe.

Writers queue from their first statement (IMMEDIATE): with Django's default, two that had both begun by reading would
fail each other with "database is locked". FULL: a commit that was acknowledged outlives a power cut.
"""

from __future__ import annotations

import importlib
import sys
from pathlib import Path
from typing import Any

#: The first release in which write-ahead logging is safe with several writers.
SAFE_WAL = (3, 51, 3)


def use_newer_library() -> tuple[int, ...]:
    """Put pysqlite3 in the place of ``sqlite3``, before Django loads that; the version that is then in use."""
    system = importlib.import_module("sqlite3")
    try:
        wheel = importlib.import_module("pysqlite3")
    except ImportError:
        wheel = system
    if wheel.sqlite_version_info > system.sqlite_version_info:
        sys.modules["sqlite3"] = wheel
        sys.modules["sqlite3.dbapi2"] = importlib.import_module("pysqlite3.dbapi2")
        system = wheel
    return tuple(system.sqlite_version_info)


def journal(version: tuple[int, ...]) -> str:
    """The journal mode for a version of the library.

    >>> journal((3, 40, 1)), journal((3, 53, 4))
    ('TRUNCATE', 'WAL')
    """
    return "WAL" if version >= SAFE_WAL else "TRUNCATE"


def database(path: Path, version: tuple[int, ...]) -> dict[str, Any]:
    """Django's settings for a database in this file."""
    pragmas = {
        "journal_mode": journal(version),
        "synchronous": "FULL",
        "foreign_keys": "ON",
        "recursive_triggers": "ON",  # so that INSERT OR REPLACE cannot delete behind an append-only table's back
        "trusted_schema": "OFF",
        "journal_size_limit": "27103364",
    }
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 30,  # seconds that whoever writes waits for whoever is writing
            "init_command": " ".join(f"PRAGMA {name}={value};" for name, value in pragmas.items()),
        },
    }
