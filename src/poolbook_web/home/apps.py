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
        from poolbook_web.base import work  # noqa: PLC0415 - models load before this is called, not before the app
        from poolbook_web.home import tasks  # noqa: PLC0415

        work.register("digests", perform=tasks.perform, due=tasks.due)
