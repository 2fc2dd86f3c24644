"""Pages that are about no fund."""

from __future__ import annotations

from django.urls import path

from poolbook_web.base.views import pages

urlpatterns = [
    path("glossary/", pages.glossary, name="glossary"),
    path("health/", pages.health, name="health"),
]
