"""Write the digests that are due."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from poolbook_web.home import tasks


class Command(BaseCommand):
    """For a site without a worker: to be run every morning. Run again, it writes nothing twice."""

    help = "Write the digests of what waits for people that are due today."

    def handle(self, *_: Any, **__: Any) -> None:
        """Write them."""
        people = list(tasks.due(timezone.now()))
        for key in people:
            tasks.perform(key, timezone.now)
        self.stdout.write(f"{len(people)} looked at")
