"""The app."""

from __future__ import annotations

from django.apps import AppConfig


class ImportsConfig(AppConfig):
    """Extracts, from upload to the books."""

    name = "poolbook_web.imports"
    label = "imports"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Tell the worker what there is to do here, and the home page what waits for whom."""
        from poolbook_web.base import waiting, work  # noqa: PLC0415 - models load before this is called, not the app
        from poolbook_web.imports import queries, store, tasks  # noqa: PLC0415

        work.register("imports", perform=tasks.perform, due=store.due)
        waiting.register(queries.waiting_for)
