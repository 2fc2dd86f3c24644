"""Bring a backup back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from poolbook_web.upkeep import restore
from poolbook_web.upkeep.archive import Unfit


class Command(BaseCommand):
    """All of it, proved, or nothing. The site must not be running."""

    help = "Bring a backup back into this site, on either database, and prove it."

    def add_arguments(self, parser: CommandParser) -> None:
        """Which, and whether to remove what is there."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--replace", action="store_true", help="remove what the site holds now")

    def handle(self, *_: Any, file: Path, replace: bool, **__: Any) -> None:
        """Restore."""
        try:
            proved = restore.restore(file, replace=replace)
        except Unfit as fault:
            raise CommandError(str(fault)) from None
        self.stdout.write(f"Restored from {file}. {proved}")
