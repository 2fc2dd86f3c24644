"""Bring the books of a year in from a pack."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from poolbook.findings import Refused
from poolbook_web.monitoring import actions
from poolbook_web.partners.models import Fund
from poolbook_web.people.models import Person


class Command(BaseCommand):
    """All of it, or nothing."""

    help = "Bring in a pack: its terms, rules, entries, transfers, lines, files received and records."

    def add_arguments(self, parser: CommandParser) -> None:
        """Which pack, into which fund, by whom."""
        parser.add_argument("path", type=Path, help="the folder of the pack")
        parser.add_argument("--fund", required=True, help="the fund's address, as in /funds/<this>/")
        parser.add_argument("--by", required=True, help="the email address of whoever answers for it")

    def handle(self, *_: Any, path: Path, fund: str, by: str, **__: Any) -> None:
        """Load."""
        try:
            of, who = Fund.objects.get(slug=fund), Person.objects.get(email=by.lower())
        except Fund.DoesNotExist:
            raise CommandError(f"There is no fund {fund}. Open it first: poolbook-site open_fund") from None
        except Person.DoesNotExist:
            raise CommandError(f"Nobody signs in as {by}.") from None
        try:
            year, notes = actions.load_pack(fund=of, path=path, by=who, at=timezone.now())
        except Refused as refusal:
            raise CommandError("\n".join(str(found) for found in refusal.findings)) from None
        for each in notes:
            self.stdout.write(str(each))
        self.stdout.write(f"The books of {year} are in.")
