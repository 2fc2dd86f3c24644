"""The app."""

from __future__ import annotations

from django.apps import AppConfig


class QuestionsConfig(AppConfig):
    """What people ask of each other by a day."""

    name = "poolbook_web.questions"
    label = "questions"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Tell the worker what there is to do here, and the home page what waits for whom."""
        from poolbook_web.base import waiting, work
        from poolbook_web.questions import queries, tasks

        work.register("reminders", perform=tasks.perform, due=tasks.due)
        waiting.register(queries.waiting)
