"""The app."""

from __future__ import annotations

from django.apps import AppConfig


class ImportsConfig(AppConfig):
    """Extracts, from upload to the books."""

    name = "poolbook_web.imports"
    label = "imports"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Tell the worker what there is to do here, the home page what waits for whom, and the ledger what follows."""
        from poolbook_web.base import reversals, waiting, work
        from poolbook_web.imports import actions, queries, store, tasks

        work.register("imports", perform=tasks.perform, due=store.due)
        waiting.register(queries.waiting_for)
        reversals.register(actions.note_reversal)
