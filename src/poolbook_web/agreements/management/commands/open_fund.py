"""Open a fund from its terms: its first year, its partners and units, its host, and its pool manager."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from poolbook.findings import Refused
from poolbook.folder import names
from poolbook_web.agreements import actions
from poolbook_web.agreements.actions import Manager


class Command(BaseCommand):
    """What an administrator does on screen, without one."""

    help = "Open a fund from its terms, put them in force, and invite its pool manager."

    def add_arguments(self, parser: CommandParser) -> None:
        """The terms, and who manages."""
        parser.add_argument("terms", type=Path, help="terms.yaml, or the folder that holds it")
        parser.add_argument("manager", help="the pool manager's email address")
        parser.add_argument("name", help="the pool manager's full name")
        parser.add_argument("--site", default="http://localhost:8000", help="the site's address, for the invitation")

    def handle(self, *_: Any, terms: Path, manager: str, name: str, site: str, **__: Any) -> None:
        """Open it, or nothing at all."""
        path = terms / names.TERMS if terms.is_dir() else terms
        try:
            data = path.read_bytes()
        except OSError as fault:
            raise CommandError(f"{path} cannot be read: {fault.strerror}.") from None
        where, who = site.rstrip("/"), Manager(manager, name)
        try:
            made = actions.start_fund(data=data, manager=who, site=where, by=None, at=timezone.now())
        except Refused as refusal:
            raise CommandError("\n".join(str(found) for found in refusal.findings)) from None
        address = made.fund.get_absolute_url()
        self.stdout.write(f"{made.fund} is open at {where}{address}. The invitation to {name} waits in the outbox.")
