"""Opening a fund, its partners, and the terms of a year of it."""

from __future__ import annotations

from django.urls import include, path

from poolbook_web.agreements.views import funds, parties
from poolbook_web.agreements.views import terms as views
from poolbook_web.base.converters import OF_A_YEAR

of_the_terms = [
    path("", views.terms, name="terms"),
    path("new/", views.put_terms, name="put_terms"),
    path("versions/", views.terms_versions, name="terms_versions"),
    path("versions/<slug:table>.<str:kind>", views.terms_versions_file, name="terms_versions_file"),
    path("<int:number>/", views.terms_at, name="terms_at"),
    path("<int:number>/terms.yaml", views.terms_text, name="terms_text"),
    path("<int:number>/<slug:table>.<str:kind>", views.terms_table, name="terms_table"),
]

of_the_partners = [
    path("", parties.parties, name="parties"),
    path("joins/", parties.party_joins, name="party_joins"),
    path("hosts/", parties.party_hosts, name="party_hosts"),
    path("<int:number>/leaves/", parties.party_leaves, name="party_leaves"),
]

urlpatterns = [
    path("new-fund/", funds.fund_new, name="fund_new"),
    path("new-fund/terms/", funds.fund_from_terms, name="fund_from_terms"),
    path("funds/<slug:slug>/partners/", include(of_the_partners)),
    path("funds/<slug:slug>/partners.<str:kind>", parties.parties_file, name="parties_file"),
    path("terms.yaml", funds.terms_template, name="terms_template"),
    path(f"{OF_A_YEAR}terms/", include(of_the_terms)),
]
