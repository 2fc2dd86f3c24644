"""Bring a backup back: all of it and proved, or nothing at all."""

from __future__ import annotations

from pathlib import Path

from django.core.management import call_command
from django.db import connection, transaction

from poolbook import __version__
from poolbook_web.base import appendonly
from poolbook_web.upkeep import archive, proof, tables
from poolbook_web.upkeep.archive import Manifest, Unfit
from poolbook_web.upkeep.proof import Proved

_SHOWN = 5


def fit(manifest: Manifest) -> None:
    """Refuse a backup of a database of another shape: made by another version, or with other parts switched on."""
    of_backup, here = set(manifest["migrations"]), set(archive.migrations())
    if of_backup == here:
        columns = {model._meta.db_table: tables.columns(model) for model in tables.kept()}
        if columns != {table: said["columns"] for table, said in manifest["tables"].items()}:
            raise Unfit("The backup does not hold the tables and columns that its migrations make: it was changed.")
        return
    said = [f"The backup was made by Poolbook {manifest['poolbook']}; this is {__version__}, of another shape."]
    for words, names in (("in the backup alone", of_backup - here), ("here alone", here - of_backup)):
        if names:
            more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
            said.append(f"Migrations {words}: {', '.join(sorted(names)[:_SHOWN])}{more}.")
    said.append("Restore it with the version and the settings (POOLBOOK_MFA, POOLBOOK_OIDC_URL) that made it.")
    raise Unfit("\n".join(said))


def restore(path: Path, *, replace: bool) -> Proved:
    """Put what a backup holds into the database; where that is bare, its tables are made. What is in it already is
    refused, or with ``replace`` removed. Compared row for row and proved before it is kept."""
    manifest = archive.check(path)
    if not connection.introspection.table_names():
        call_command("migrate", verbosity=0)
    fit(manifest)
    if tables.used() and not replace:
        raise Unfit("This site holds data already, and is left as it is. To put the backup in its place: --replace")
    try:
        with transaction.atomic():
            proved = _put(path, manifest)
    except Unfit:
        raise
    except Exception as fault:  # a row can be wrong in any way, and whatever comes of it, nothing is kept
        raise Unfit(f"Nothing was restored: what the backup holds cannot be kept ({_one_line(fault)}).") from fault
    if bare := appendonly.missing():
        raise Unfit(f"Restored, but not protected against change: {', '.join(bare)}. Run: poolbook-site migrate")
    return proved


def _put(path: Path, manifest: Manifest) -> Proved:
    """The rows of the backup in the place of all there are, proved."""
    with appendonly.lifted():
        tables.clear()
    for model in tables.kept():
        tables.load(model, archive.lines(path, model._meta.db_table))
    tables.count_on()
    connection.check_constraints()
    _compare(manifest)
    proved = proof.prove()
    if proved.faults:
        raise Unfit("\n".join(["Nothing was restored.", str(proved), *map(str, proved.faults)]))
    return proved


def _one_line(fault: Exception) -> str:
    """What went wrong, in a line."""
    return f"{type(fault).__name__}: {fault}".splitlines()[0]


def _compare(manifest: Manifest) -> None:
    """Refuse what does not read back as it was written."""
    for model in tables.kept():
        said, there = manifest["tables"][model._meta.db_table], archive.digested(tables.rows(model))
        if there != {key: said[key] for key in there}:
            raise Unfit(f"Nothing was restored: {model._meta.db_table} does not read back as the backup has it.")
