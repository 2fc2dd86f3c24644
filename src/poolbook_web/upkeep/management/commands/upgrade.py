"""Bring the database to the shape of a new version, with a backup at hand."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from poolbook_web.upkeep import archive, proof
from poolbook_web.upkeep.archive import Unfit


class Command(BaseCommand):
    """Refuses to begin without a backup of the database as it is: the way back, with the version that made it."""

    help = "After installing a new version: change the database to its shape, then prove everything in it."

    def add_arguments(self, parser: CommandParser) -> None:
        """The way back."""
        parser.add_argument("backup", type=Path, help="a backup that the version before made, with the site stopped")

    def handle(self, *_: Any, backup: Path, **__: Any) -> None:
        """Upgrade."""
        try:
            manifest = archive.check(backup)
        except Unfit as fault:
            raise CommandError(str(fault)) from None
        if manifest["migrations"] != archive.migrations():
            raise CommandError(f"{backup} is not of this database as it is now: make a new one with the old version.")
        call_command("migrate", verbosity=0)
        call_command("check", databases=["default"], verbosity=0)
        proved = proof.prove()
        if proved.faults:
            raise CommandError("\n".join([str(proved), *map(str, proved.faults)]))
        changed = len(archive.migrations()) - len(manifest["migrations"])
        self.stdout.write(f"Upgraded from {manifest['poolbook']}: {changed} changes to the tables. {proved}")
