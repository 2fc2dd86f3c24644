"""The app."""

from __future__ import annotations

from django.apps import AppConfig


class MonitoringConfig(AppConfig):
    """Records beside the books, and the Book."""

    name = "poolbook_web.monitoring"
    label = "monitoring"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Tell the home page what waits for whom."""
        from poolbook_web.base import waiting
        from poolbook_web.monitoring.queries.waiting import waiting_for

        waiting.register(waiting_for)
