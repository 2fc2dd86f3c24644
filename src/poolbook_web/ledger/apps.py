"""The app."""

from __future__ import annotations

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    """Entries, transfers, lines, balances."""

    name = "poolbook_web.ledger"
    label = "ledger"
    default_auto_field = "django.db.models.BigAutoField"
