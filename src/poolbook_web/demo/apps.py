"""The app: a command, a page and the banner's words; no tables."""

from __future__ import annotations

from django.apps import AppConfig


class DemoConfig(AppConfig):
    """The demonstration."""

    name = "poolbook_web.demo"
    label = "demo"
