"""The app."""

from __future__ import annotations

from django.apps import AppConfig


class PartnersConfig(AppConfig):
    """Partners, their units, funds and fund-years."""

    name = "poolbook_web.partners"
    label = "partners"
    default_auto_field = "django.db.models.BigAutoField"
