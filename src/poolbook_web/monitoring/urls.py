"""The pages of a year of a fund."""

from __future__ import annotations

from django.urls import include, path

from poolbook_web.base.converters import OF_A_YEAR
from poolbook_web.monitoring.views import figures, paste, records, working, years

of_figures = [
    path("", figures.position, name="position"),
    path("settlement/", figures.settlement, name="settlement"),
    path("working/<int:period>/", working.working, name="working"),
    path("working/<int:period>/<str:scheme>/", working.working, name="working_of"),
    path("figures/<slug:name>/<int:period>.<str:kind>", figures.report_file, name="report_file"),
    path("figures/<slug:name>/<int:period>/<slug:table>.<str:kind>", figures.report_table, name="report_table"),
]

of_the_year = [
    path("year/", years.year, name="year"),
    path("open/", years.open_year, name="open_year"),
    path("close/", years.close_period, name="close_period"),
    path("next/", years.begin_year, name="begin_year"),
    path("next/terms.yaml", years.terms_of_next_year, name="terms_of_next_year"),
]

of_records = [
    path("", records.records, name="records"),
    path("<slug:kind>/", records.record_list, name="record_list"),
    path("<slug:kind>.<str:form>", records.record_file, name="record_file"),
    path("<slug:kind>/new/", records.record_add, name="record_add"),
    path("<slug:kind>/paste/", paste.record_paste, name="record_paste"),
    path("<slug:kind>/<int:number>/", records.record, name="record"),
    path("<slug:kind>/<int:number>/change/", records.record_change, name="record_change"),
    path("<slug:kind>/<int:number>/withdraw/", records.record_withdraw, name="record_withdraw"),
]

urlpatterns = [
    path("funds/<slug:slug>/charts/<slug:digest>/<slug:size>.svg", figures.chart, name="chart"),
    path(OF_A_YEAR, include(of_figures)),
    path(OF_A_YEAR, include(of_the_year)),
    path(f"{OF_A_YEAR}records/", include(of_records)),
]
