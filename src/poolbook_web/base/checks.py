"""What the site checks of its own ground, beside Django's checks."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error
from django.db import connections

from poolbook_web.base import appendonly
from poolbook_web.settings import sqlite

#: File systems that are another machine's: their locks cannot be trusted with a database.
NETWORK = {"9p", "afs", "ceph", "cifs", "fuse.sshfs", "glusterfs", "ncpfs", "nfs", "nfs4", "smb3", "smbfs"}


def file_system(path: Path, mounts: str) -> str:
    """The kind of file system that holds a path, from the text of Linux's table of mounts.

    >>> file_system(Path("/srv/books/x"), "disk / ext4 rw 0 0\\nnas:/b /srv/books nfs4 rw 0 0\\n")
    'nfs4'
    """
    points = [line.split()[1:3] for line in mounts.splitlines()]
    holding = [(point, kind) for point, kind in points if path.is_relative_to(point.replace("\\040", " "))]
    return max(holding, key=lambda each: len(each[0]), default=("", ""))[1]


def sqlite_is_safe(**_: Any) -> list[CheckMessage]:
    """Refuse to start where SQLite could lose what it acknowledged."""
    database = settings.DATABASES["default"]
    if "sqlite" not in database["ENGINE"]:
        return []
    found: list[CheckMessage] = []
    begin = database.get("OPTIONS", {}).get("init_command", "")
    if "journal_mode=WAL" in begin and settings.SQLITE_VERSION < sqlite.SAFE_WAL:
        message = "SQLite before 3.51.3 may damage a database in write-ahead mode."
        found.append(Error(message, hint="Use journal_mode=TRUNCATE, or install pysqlite3.", id="poolbook.E001"))
    mounts = Path("/proc/self/mounts")
    kind = file_system(Path(database["NAME"]).resolve(), mounts.read_text()) if mounts.exists() else ""
    if kind in NETWORK:
        message = f"The SQLite database is on a network drive ({kind}), whose locks cannot be trusted."
        hint = "Set POOLBOOK_DATA to a folder of this machine, or use PostgreSQL by DATABASE_URL."
        found.append(Error(message, hint=hint, id="poolbook.E002"))
    return found


def append_only_is_enforced(*, databases: Sequence[str] | None = None, **_: Any) -> list[CheckMessage]:
    """Name every append-only table that has lost its triggers."""
    there = {name: set(connections[name].introspection.table_names()) for name in databases or ()}
    return [
        Error(f"{table} in {name} is not protected.", hint="Run: poolbook-site migrate", id="poolbook.E003")
        for name in there
        for table in appendonly.missing(name)
        if table in there[name]
    ]
