"""The app."""

from __future__ import annotations

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """Who did what, and when."""

    name = "poolbook_web.audit"
    label = "audit"
    default_auto_field = "django.db.models.BigAutoField"
