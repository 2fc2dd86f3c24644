"""A backup: one file that holds everything the site keeps, as it stood at one moment, with the hash of every part.

It is a ZIP of a text for each table (:mod:`.tables`) and of ``manifest.json``: the version that made it, the migrations
that the database had, and of each table its columns, how many rows, and the SHA-256 of its text. It is made while the
site is in use, and can be restored on either database. Layout: docs/guide/production.md, "What a backup holds".
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import tempfile
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import IO, Any, cast

from django.db import connection, connections, transaction
from django.db.migrations.recorder import MigrationRecorder

from poolbook import __version__
from poolbook_web.upkeep import tables

FORMAT = "poolbook-backup/1"
MANIFEST = "manifest.json"

#: No row is longer (a file's bytes are kept in pieces of 4 MB), no manifest, and no backup unpacks to more of itself.
LONGEST, LONGEST_MANIFEST, MOST_TIMES = 1 << 28, 1 << 23, 200

Manifest = dict[str, Any]


class Unfit(Exception):
    """A file, or a database, that cannot be used for this. The message says why, and what to do."""


def migrations() -> list[str]:
    """The migrations that the database has had."""
    recorder = MigrationRecorder(connections["default"])
    return sorted(f"{app}.{name}" for app, name in recorder.applied_migrations())


def part(table: str) -> str:
    """The name of a table's text in the file."""
    return f"tables/{table}.jsonl"


@contextmanager
def moment(scratch: Path) -> Iterator[None]:
    """Within it, this thread sees the database as it stands now, whoever writes meanwhile; it only reads."""
    if connection.vendor == "postgresql":
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL SERIALIZABLE, READ ONLY, DEFERRABLE")
            yield
        return
    here = connections["default"]
    here.ensure_connection()
    driver: Any = here.connection
    copy = type(driver)(str(scratch / "moment.sqlite3"))
    try:
        driver.backup(copy)
    finally:
        copy.close()
    connections["default"] = type(here)({**here.settings_dict, "NAME": str(scratch / "moment.sqlite3")}, "default")
    try:
        yield
    finally:
        connections["default"].close()
        connections["default"] = here


def write(path: Path, *, at: datetime) -> Manifest:
    """Make a backup, readable by its owner alone, and read it again. The file is there whole, or not at all."""
    if path.exists():
        raise Unfit(f"{path} is there already: choose another name.")
    if not path.parent.is_dir():
        raise Unfit(f"There is no folder {path.parent}.")
    with tempfile.TemporaryDirectory(dir=path.parent, prefix=".poolbook-backup-") as folder:
        made = Path(folder) / "backup"
        with moment(Path(folder)), os.fdopen(os.open(made, os.O_CREAT | os.O_WRONLY, 0o600), "wb") as file:
            _write(file, at)
            file.flush()
            os.fsync(file.fileno())
        manifest = check(made)
        made.rename(path)
    return manifest


def _write(file: Any, at: datetime) -> None:
    manifest: Manifest = {
        "format": FORMAT,
        "poolbook": __version__,
        "made_at": at.isoformat(),
        "database": connection.vendor,
        "migrations": migrations(),
        "tables": {},
    }
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=3) as archive:
        for model in tables.kept():
            table = model._meta.db_table
            with archive.open(part(table), "w", force_zip64=True) as out:
                said = digested(tables.rows(model), out)
            manifest["tables"][table] = {"columns": tables.columns(model), **said}
        archive.writestr(MANIFEST, json.dumps(manifest, indent=1))


def digested(lines: Iterable[bytes], out: Any = None) -> dict[str, int | str]:
    """How many lines there are, and the hash of them all; written out, where there is somewhere to write."""
    whole, count = hashlib.sha256(), 0
    for line in lines:
        whole.update(line)
        count += 1
        if out is not None:
            out.write(line)
    return {"rows": count, "sha256": whole.hexdigest()}


def check(path: Path) -> Manifest:
    """The manifest of a backup every part of which is as it was made. Raises :class:`Unfit` with all that is wrong."""
    try:
        with zipfile.ZipFile(path) as archive:
            _no_bomb(archive, path.stat().st_size)
            manifest = _manifest(archive)
            wanted = {part(table): said for table, said in manifest["tables"].items()}
            there = Counter(archive.namelist())
            faults = [f"{name} is missing." for name in wanted if name not in there]
            faults += [f"{name} does not belong." for name in there if name not in {*wanted, MANIFEST}]
            faults += [f"{name} is there more than once." for name, count in there.items() if count > 1]
            faults += [
                fault for name, said in wanted.items() if name in there and (fault := _wrong(archive, name, said))
            ]
    except FileNotFoundError:
        raise Unfit(f"There is no file {path}.") from None
    except (zipfile.BadZipFile, zlib.error, KeyError, ValueError, OSError, RuntimeError) as fault:
        raise Unfit(f"{path} is no backup, or its end or its manifest is damaged ({fault}).") from None
    if faults:
        raise Unfit("\n".join([f"{path} is damaged, and cannot be used:", *faults]))
    return manifest


def _no_bomb(archive: zipfile.ZipFile, size: int) -> None:
    """Refuse a file that unpacks to what no site holds; nothing reads more of a part than its header says."""
    unpacked = sum(each.file_size for each in archive.infolist())
    if unpacked > max(MOST_TIMES * size, LONGEST):
        raise ValueError(f"it unpacks to {unpacked:,} bytes, which is more than {MOST_TIMES} times its size")
    if archive.getinfo(MANIFEST).file_size > LONGEST_MANIFEST:
        raise ValueError("its manifest is too long")


def _manifest(archive: zipfile.ZipFile) -> Manifest:
    """The manifest, if it has the shape of one."""
    made: Any = json.loads(archive.read(MANIFEST))
    if isinstance(made, dict) and made.get("format") != FORMAT:
        raise Unfit(f"{archive.filename} is of the format {made.get('format')!r}; this version reads {FORMAT}.")
    match made:
        case {"poolbook": str(), "made_at": str(), "migrations": list(names), "tables": dict(of_tables)}:
            if all(isinstance(each, str) for each in names) and all(map(_said, of_tables.values())):
                manifest: Manifest = made
                return manifest
    raise ValueError("its manifest has another shape")


def _said(of_table: object) -> bool:
    """Whether this is what a manifest says of a table."""
    match of_table:
        case {"columns": list(), "rows": int(), "sha256": str()}:
            return True
    return False


def _wrong(archive: zipfile.ZipFile, name: str, said: dict[str, Any]) -> str:
    """What is wrong with a part; "" where it is as it was made."""
    try:
        with archive.open(name) as file:
            there = digested(_lines(file))
    except (zipfile.BadZipFile, zlib.error, EOFError, ValueError) as fault:
        return f"{name} cannot be read ({fault})."
    if there == {key: said[key] for key in there}:
        return ""
    return f"{name} does not have the rows and the hash that the manifest gives."


def _lines(file: IO[bytes]) -> Iterator[bytes]:
    """Line by line, none of them endless."""
    buffered = io.BufferedReader(cast("io.RawIOBase", file))
    while line := buffered.readline(LONGEST + 1):
        if len(line) > LONGEST:
            raise ValueError(f"a row is longer than {LONGEST:,} bytes")
        yield line


def lines(path: Path, table: str) -> Iterator[bytes]:
    """The text of a table, line by line."""
    with zipfile.ZipFile(path) as archive, archive.open(part(table)) as file:
        yield from _lines(file)
