"""Prove everything that the site keeps."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from poolbook_web.upkeep import proof


class Command(BaseCommand):
    """One line where all stands; otherwise every fault, and exit 1."""

    help = "Prove the books of every year, down to the lines, and every history."

    def handle(self, *_: Any, **__: Any) -> None:
        """Prove."""
        proved = proof.prove()
        if proved.faults:
            raise CommandError("\n".join([str(proved), *map(str, proved.faults)]))
        self.stdout.write(str(proved))
