"""The app."""

from __future__ import annotations

from django.apps import AppConfig


class AgreementsConfig(AppConfig):
    """Terms and rules, as versions."""

    name = "poolbook_web.agreements"
    label = "agreements"
    default_auto_field = "django.db.models.BigAutoField"
