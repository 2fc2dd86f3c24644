"""Questions, and commentary asked for, of a year of a fund."""

from __future__ import annotations

from django.urls import include, path

from poolbook_web.base.converters import OF_A_YEAR
from poolbook_web.questions.views import leads, threads

of_questions = [
    path("", threads.index, name="questions"),
    path("list.<str:kind>", threads.download, name="questions_download"),
    path("ask/", threads.ask, name="question_ask"),
    path("<int:number>/", threads.question, name="question"),
    path("<int:number>/answer/", threads.answer, name="question_answer"),
    path("<int:number>/again/", threads.ask_again, name="question_ask_again"),
    path("<int:number>/close/", threads.close, name="question_close"),
]

of_commentary = [
    path("", leads.index, name="commentary"),
    path("<int:period>.<str:kind>", leads.download, name="commentary_download"),
    path("ask/", leads.ask, name="commentary_ask"),
    path("leads/<str:code>/", leads.lead, name="commentary_lead"),
    path("<int:period>/<str:code>/", leads.write, name="commentary_write"),
]

urlpatterns = [
    path(f"{OF_A_YEAR}questions/", include(of_questions)),
    path(f"{OF_A_YEAR}commentary/", include(of_commentary)),
]
