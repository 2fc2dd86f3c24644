"""The examples in the docstrings of the site need its settings. Not part of what is installed."""

from __future__ import annotations

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "poolbook_web.settings.test")
django.setup()

# Read only where the site is told to run so, or not at all.
collect_ignore_glob = ["settings/production.py", "settings/local.py", "settings/demo.py", "wsgi.py", "*/migrations/*"]
