"""Back up everything the site keeps, into one file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from poolbook_web.upkeep import archive
from poolbook_web.upkeep.archive import Unfit


class Command(BaseCommand):
    """While the site is in use: the file holds what stood at one moment."""

    help = "Back up everything the site keeps into one file, while it is in use, and check that file."

    def add_arguments(self, parser: CommandParser) -> None:
        """Where to, or what to check."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--check", action="store_true", help="check a backup that is there, and make none")

    def handle(self, *_: Any, file: Path, check: bool, **__: Any) -> None:
        """Back up, or check."""
        try:
            made = archive.check(file) if check else archive.write(file, at=timezone.now())
        except Unfit as fault:
            raise CommandError(str(fault)) from None
        rows = sum(each["rows"] for each in made["tables"].values())
        self.stdout.write(
            f"{file}: {len(made['tables'])} tables, {rows:,} rows, {file.stat().st_size:,} bytes, made "
            f"{made['made_at'][:16].replace('T', ' ')} by Poolbook {made['poolbook']}; every hash is right."
        )
