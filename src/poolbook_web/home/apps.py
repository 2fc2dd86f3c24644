"""The app."""

from __future__ import annotations

from django.apps import AppConfig


class HomeConfig(AppConfig):
    """Where people arrive."""

    name = "poolbook_web.home"
    label = "home"
