"""Where people arrive."""

from __future__ import annotations

from django.urls import path

from poolbook_web.home.views import help as help_pages
from poolbook_web.home.views import history, pages

urlpatterns = [
    path("", pages.index, name="home"),
    path("funds/<slug:slug>/", pages.fund, name="fund"),
    path("funds/<slug:slug>/history/", history.history, name="history"),
    path("funds/<slug:slug>/history.<str:kind>", history.history_download, name="history_download"),
    path("funds/<slug:slug>/history/check/", history.history_check, name="history_check"),
    path("help/", help_pages.index, name="help"),
    path("help/<str:role>/", help_pages.role, name="help_role"),
    path("site/history.<str:kind>", history.site_download, name="site_history_download"),
    path("site/history/", history.site_history, name="site_history"),
    path("site/history/check/", history.site_check, name="site_check"),
]
