"""The app."""

from __future__ import annotations

from django.apps import AppConfig


class MonitoringConfig(AppConfig):
    """Records beside the books, and the Book."""

    name = "poolbook_web.monitoring"
    label = "monitoring"
    default_auto_field = "django.db.models.BigAutoField"
