"""Whether the site can do its work, part by part, in words that give nothing away.

A worker shows that it lives by :func:`beat`; it is the site's own cache that remembers, so that any process can ask.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import cache as remember
from pathlib import Path

from django.conf import settings
from django.core.cache import cache
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from poolbook_web.base import appendonly

OK = "ok"
#: How often a worker says that it lives, in seconds, and how long it may be silent: as long as a database may be busy.
BEAT, SILENT = 10, timedelta(minutes=2)
#: Free space, in bytes, below which somebody has to look.
ROOM = 500_000_000

_KEY = "a-worker-lives"


def beat(at: datetime) -> None:
    """A worker lives."""
    cache.set(_KEY, at.timestamp(), None)


def parts(at: datetime) -> dict[str, str]:
    """Each part of the site: ``ok``, or what is wrong and what to do."""
    return {name: _asked(part, at) for name, part in _PARTS.items()}


def _asked(part: Callable[[datetime], str], at: datetime) -> str:
    try:
        return part(at)
    except DatabaseError:
        return "the database does not answer"


def _database(_: datetime) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return OK


def _tables(_: datetime) -> str:
    return "tables are not protected: run poolbook-site migrate" if appendonly.missing() else OK


def _migrations(_: datetime) -> str:
    return OK if _migrated() else "the database is of another version: run poolbook-site upgrade"


@remember
def _up_to_date() -> None:
    """Remembered once it was so: neither this program nor, while it runs, the database goes back."""
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise LookupError


def _migrated() -> bool:
    try:
        _up_to_date()
    except LookupError:
        return False
    return True


def _worker(at: datetime) -> str:
    if "Database" not in settings.TASKS["default"]["BACKEND"]:
        return OK  # work is done by whoever asks for it
    last = cache.get(_KEY)
    if last is None:
        return "no worker was seen: run poolbook-site work"
    if at - datetime.fromtimestamp(last, UTC) > SILENT:
        return "the worker fell silent: look whether poolbook-site work runs"
    return OK


def _disk(_: datetime) -> str:
    for folder in (settings.DATA, Path(tempfile.gettempdir())):
        there = next(each for each in (folder, *folder.parents) if each.exists())
        if shutil.disk_usage(there).free < ROOM:
            return "the disk is nearly full"
    return OK


_PARTS: dict[str, Callable[[datetime], str]] = {
    "database": _database,
    "tables": _tables,
    "migrations": _migrations,
    "worker": _worker,
    "disk": _disk,
}
