"""The pages of the site, and two more: who takes part in the demonstration, and a file to try."""

from __future__ import annotations

from django.urls import include, path

from poolbook_web import urls
from poolbook_web.demo import views

urlpatterns = [
    path("demonstration/", views.cast, name="demonstration"),
    path("demonstration/october.csv", views.october, name="demonstration_october"),
    path("", include("poolbook_web.urls")),
]

handler400, handler403 = urls.handler400, urls.handler403
handler404, handler500 = urls.handler404, urls.handler500
