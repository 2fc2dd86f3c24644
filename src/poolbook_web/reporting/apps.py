"""The app."""

from __future__ import annotations

from django.apps import AppConfig


class ReportingConfig(AppConfig):
    """Reports, issued and received."""

    name = "poolbook_web.reporting"
    label = "reporting"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say what waits here for whom; and have packs brought in and taken with the reports that were issued."""
        from poolbook_web.base import waiting  # noqa: PLC0415 - models load before this is called, not before the app
        from poolbook_web.monitoring.store import pack as packs  # noqa: PLC0415
        from poolbook_web.reporting.queries import waits  # noqa: PLC0415
        from poolbook_web.reporting.store import shelf  # noqa: PLC0415

        waiting.register(waits.of)
        packs.register(shelf.SHELF)
