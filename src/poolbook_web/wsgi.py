"""What a server calls. The settings are those of production unless DJANGO_SETTINGS_MODULE names others."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

from poolbook_web.base.charts.pen import PEN

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "poolbook_web.settings.production")
application = get_wsgi_application()
_ = get_resolver().url_patterns  # load every page now, and not while the first visitor waits
PEN.warm()  # likewise what draws charts
