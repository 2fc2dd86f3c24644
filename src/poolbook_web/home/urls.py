"""Where people arrive."""

from __future__ import annotations

from django.urls import path

from poolbook_web.home import views

urlpatterns = [
    path("", views.index, name="home"),
    path("funds/<slug:slug>/", views.fund, name="fund"),
    path("funds/<slug:slug>/history/", views.history, name="history"),
    path("funds/<slug:slug>/history.<str:kind>", views.history_download, name="history_download"),
    path("funds/<slug:slug>/history/check/", views.history_check, name="history_check"),
    path("site/history/", views.site_history, name="site_history"),
    path("site/history/check/", views.site_check, name="site_check"),
]
