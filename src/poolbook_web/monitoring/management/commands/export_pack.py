"""Write the evidence pack of a year, which `poolbook verify` proves."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from poolbook.findings import Refused
from poolbook_web.monitoring import actions
from poolbook_web.partners.models import FundYear


class Command(BaseCommand):
    """To a new folder."""

    help = "Write the evidence pack of a year of a fund to a folder that `poolbook verify` accepts."

    def add_arguments(self, parser: CommandParser) -> None:
        """Which year of which fund, and where to."""
        parser.add_argument("path", type=Path, help="the folder to make")
        parser.add_argument("--fund", required=True, help="the fund's address, as in /funds/<this>/")
        parser.add_argument("--year", required=True, help="the financial year, as 2009-10")

    def handle(self, *_: Any, path: Path, fund: str, year: str, **__: Any) -> None:
        """Write."""
        found = FundYear.objects.filter(fund__slug=fund, year=year).first()
        if found is None:
            raise CommandError(f"There is no year {year} of a fund {fund}.")
        try:
            pack = actions.take_pack(fund_year=found, path=path, by=None, at=timezone.now())
        except Refused as refusal:
            raise CommandError("\n".join(str(each) for each in refusal.findings)) from None
        self.stdout.write(f"{path} holds {found} to entry {pack.head.number}, {pack.head.hash[:12]}.")
