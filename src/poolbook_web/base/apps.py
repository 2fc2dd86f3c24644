"""The app, and what is done after every migration."""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.core.checks import register
from django.db.models.signals import post_migrate


def _protect(using: str, **_: Any) -> None:
    """Put the triggers of every append-only table in place, after each migration and each flush."""
    from poolbook_web.base import appendonly

    appendonly.protect(using)


class BaseConfig(AppConfig):
    """What every app may use."""

    name = "poolbook_web.base"
    label = "base"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the checks, and protect append-only tables whenever the tables have changed."""
        from poolbook_web.base import checks

        register(checks.sqlite_is_safe)
        register(checks.append_only_is_enforced, "database")
        post_migrate.connect(_protect, dispatch_uid="base.appendonly")
