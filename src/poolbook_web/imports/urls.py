"""Extracts of one year of a fund."""

from __future__ import annotations

from django.urls import include, path

from poolbook_web.base.converters import OF_A_YEAR
from poolbook_web.imports.views import batches as views
from poolbook_web.imports.views import rules

of_imports = [
    path("imports/", views.index, name="imports"),
    path("imports.<str:kind>", views.download, name="imports_download"),
    path("imports/bring/", views.bring, name="imports_bring"),
    path("imports/rules/", rules.rules, name="imports_rules"),
    path("imports/rules/new/", rules.rules_put, name="imports_rules_put"),
    path("imports/rules/<int:number>.yaml", rules.rules_text, name="imports_rules_text"),
    path("imports/rules/<slug:table>.<str:kind>", rules.rules_file, name="imports_rules_file"),
    path("imports/<int:number>/layout/", rules.lay_out, name="imports_lay_out"),
    path("imports/<int:number>/", views.one, name="imports_one"),
    path("imports/<int:number>/findings/", views.findings, name="imports_findings"),
    path("imports/<int:number>/findings.<str:kind>", views.findings_download, name="imports_findings_file"),
    path("imports/<int:number>/codes/", views.codes, name="imports_codes"),
    path("imports/<int:number>/accept/", views.accept, name="imports_accept"),
    path("imports/<int:number>/again/", views.again, name="imports_again"),
    path("imports/<int:number>/withdraw/", views.withdraw, name="imports_withdraw"),
    path("imports/<int:number>/undo/", views.undo, name="imports_undo"),
    path("imports/<int:number>/files/<int:place>/", views.file, name="imports_file"),
]

urlpatterns = [
    path("rules.yaml", rules.rules_template, name="rules_template"),
    path(OF_A_YEAR, include(of_imports)),
]
