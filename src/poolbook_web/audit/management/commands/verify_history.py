"""Whether every history stands as it was written."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from poolbook_web.audit import queries, store


class Command(BaseCommand):
    """One line a history; exit 1 if any was changed."""

    help = "Check the chain of every history, and name what was changed."

    def handle(self, *_: Any, **__: Any) -> None:
        """Check."""
        faults = 0
        for scope in store.scopes():
            found = queries.check(scope)
            faults += len(found)
            self.stdout.write(f"{scope or 'the site'}: {queries.answer(scope)}")
            for each in found:
                self.stdout.write(f"  {each}")
        if faults:
            raise CommandError(f"{faults} faults")
