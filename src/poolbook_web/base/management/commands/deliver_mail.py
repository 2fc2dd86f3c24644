"""Send the letters that wait in the outbox."""

from __future__ import annotations

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from poolbook_web.base import mail


class Command(BaseCommand):
    """Send what is due and end, or with ``--watch`` go on for as long as the site runs."""

    help = "Send the letters that wait in the outbox."

    def add_arguments(self, parser: CommandParser) -> None:
        """The one option."""
        parser.add_argument("--watch", type=int, metavar="SECONDS", help="go on, looking again every so many seconds")

    def handle(self, *_: Any, watch: int | None = None, **__: Any) -> None:
        """Send."""
        while True:
            sent, failed = mail.deliver(timezone.now)
            if sent or failed or watch is None:
                self.stdout.write(f"{sent} sent, {failed} to be tried again")
            if watch is None:
                return
            time.sleep(max(watch, 1))
