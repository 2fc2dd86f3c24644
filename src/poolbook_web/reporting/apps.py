"""The app."""

from __future__ import annotations

from django.apps import AppConfig


class ReportingConfig(AppConfig):
    """Reports, issued and received."""

    name = "poolbook_web.reporting"
    label = "reporting"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say what waits here for whom, and which quarters are reported on; have packs brought in and taken with the
        reports that were issued."""
        from poolbook_web.base import waiting
        from poolbook_web.monitoring.queries import steps
        from poolbook_web.monitoring.store import pack as packs
        from poolbook_web.reporting.queries import waits
        from poolbook_web.reporting.queries.listed import quarters_issued
        from poolbook_web.reporting.store import shelf

        waiting.register(waits.of)
        steps.register(quarters_issued)
        packs.register(shelf.SHELF)
