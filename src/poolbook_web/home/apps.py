"""The app."""

from __future__ import annotations

from django.apps import AppConfig


class HomeConfig(AppConfig):
    """Where people arrive."""

    name = "poolbook_web.home"
    label = "home"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Tell the worker of the digests."""
        from poolbook_web.base import work
        from poolbook_web.home import tasks

        work.register("digests", perform=tasks.perform, due=tasks.due)
