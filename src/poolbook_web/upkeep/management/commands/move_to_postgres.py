"""Move a site from SQLite to PostgreSQL."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection
from django.utils import timezone

from poolbook_web.settings import environment
from poolbook_web.upkeep import archive
from poolbook_web.upkeep.archive import Unfit


class Command(BaseCommand):
    """A backup, restored there: compared row for row, and proved there. What is here is left as it is."""

    help = "Copy this site into an empty PostgreSQL database, and prove it there. Stop the site first."

    def add_arguments(self, parser: CommandParser) -> None:
        """Where to."""
        parser.add_argument("url", help="postgres://name:password@host:5432/database")

    def handle(self, *_: Any, url: str, **__: Any) -> None:
        """Move."""
        if connection.vendor == "postgresql":
            raise CommandError("This site is on PostgreSQL already.")
        if settings.SETTINGS_MODULE.endswith(".demo"):
            raise CommandError("The demonstration stays on SQLite.")
        try:
            environment.postgres(url)
            with tempfile.TemporaryDirectory(dir=settings.DATA, prefix=".poolbook-move-") as folder:
                file = Path(folder) / "backup"
                archive.write(file, at=timezone.now())
                command = [sys.executable, "-m", "poolbook_web", "restore", str(file)]
                made = subprocess.run(  # noqa: S603 - this very program
                    command, env={**os.environ, "DATABASE_URL": url}, capture_output=True, text=True, check=False
                )
        except (ImproperlyConfigured, Unfit) as fault:
            raise CommandError(str(fault).replace("DATABASE_URL", "The address")) from None
        if made.returncode:
            raise CommandError(f"Not moved; the site here is as it was.\n{made.stderr.strip()}")
        self.stdout.write(made.stdout.strip().replace(f"Restored from {file}", "Moved to PostgreSQL"))
        self.stdout.write("Set DATABASE_URL to that address for the site and its worker, then start them.")
