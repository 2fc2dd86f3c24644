"""The app."""

from __future__ import annotations

from django.apps import AppConfig


class ImportsConfig(AppConfig):
    """Extracts, from upload to the books."""

    name = "poolbook_web.imports"
    label = "imports"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Tell the worker what there is to do here."""
        from poolbook_web.base import work  # noqa: PLC0415 - models load before this is called, not before the app
        from poolbook_web.imports import store, tasks  # noqa: PLC0415

        work.register("imports", perform=tasks.perform, due=store.due)
