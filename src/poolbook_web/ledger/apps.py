"""The app."""

from __future__ import annotations

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    """Entries, transfers, lines, balances."""

    name = "poolbook_web.ledger"
    label = "ledger"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Tell whoever asks what waits for a person what of it is here."""
        from poolbook_web.base import waiting
        from poolbook_web.ledger.queries import proposals

        waiting.register(proposals.waiting)
