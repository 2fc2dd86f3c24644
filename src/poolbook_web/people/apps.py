"""The app."""

from __future__ import annotations

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """Who takes part, in which role, and what each may do."""

    name = "poolbook_web.people"
    label = "people"
    default_auto_field = "django.db.models.BigAutoField"
