"""The app: commands, and no tables."""

from __future__ import annotations

from django.apps import AppConfig


class UpkeepConfig(AppConfig):
    """What whoever runs the site does to it."""

    name = "poolbook_web.upkeep"
    label = "upkeep"
