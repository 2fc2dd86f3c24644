"""Reports of one year of a fund."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from poolbook_web.base.converters import OF_A_YEAR
from poolbook_web.reporting.views import issued, previews, year

of_one: list[URLPattern] = [
    path("", previews.preview, name="report_preview"),
    path("as/<slug:kind>/", previews.preview_file, name="report_preview_file"),
    path("issue/", previews.issue, name="report_issue"),
    path("v<int:number>/", issued.issued, name="report_issued"),
    path("v<int:number>/as/<slug:kind>/", issued.issued_file, name="report_issued_file"),
    path("v<int:number>/acknowledge/", issued.receive, name="report_receive"),
]

of_reports: list[URLPattern | URLResolver] = [
    path("", previews.index, name="reports"),
    path("list.<str:kind>", previews.index_file, name="reports_file"),
    path("pack/", year.pack, name="pack"),
    path("verify/", year.verify, name="verify"),
    path("<slug:report>/<int:covers>/", include(of_one)),
]

urlpatterns = [path(f"{OF_A_YEAR}reports/", include(of_reports))]
