"""Every page of the site, app by app, and what is shown when something goes wrong."""

from __future__ import annotations

from django.urls import include, path

urlpatterns = [
    path("", include("poolbook_web.base.urls")),
    path("", include("poolbook_web.people.urls")),
    path("", include("poolbook_web.imports.urls")),
    path("", include("poolbook_web.ledger.urls")),
    path("", include("poolbook_web.home.urls")),
    path("", include("poolbook_web.agreements.urls")),
    path("", include("poolbook_web.monitoring.urls")),
    path("", include("poolbook_web.reporting.urls")),
    path("", include("poolbook_web.questions.urls")),
]

handler400 = "poolbook_web.base.views.errors.bad_request"
handler403 = "poolbook_web.base.views.errors.forbidden"
handler404 = "poolbook_web.base.views.errors.not_found"
handler500 = "poolbook_web.base.views.errors.broken"
