"""What waits for a person here: questions to answer, answers to read, commentary to write."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse

from poolbook_web.base.waiting import Waiting
from poolbook_web.people import access
from poolbook_web.people.models import Person
from poolbook_web.people.permissions import Permission
from poolbook_web.questions.models import Call, Turn
from poolbook_web.questions.queries.leads import called, month, scheme_names
from poolbook_web.questions.queries.threads import waiting_for


def waiting(person: Person, at: datetime) -> Iterator[Waiting]:
    """All of it, in the funds where the person's roles still let them do it."""
    may = access.funds(person, Permission.QUESTIONS_ASK, Permission.COMMENTARY_KEEP, at=at)
    yield from map(_question, waiting_for(person, may[Permission.QUESTIONS_ASK]))
    calls = list(called(person, may[Permission.COMMENTARY_KEEP]))
    names = {year: scheme_names(year) for year in {call.fund_year for call in calls}}
    for call in calls:
        yield _call(call, names[call.fund_year].get(call.scheme, call.scheme))


def _question(turn: Turn) -> Waiting:
    question = turn.question
    fund, url = question.fund_year.fund.name, question.get_absolute_url()
    if turn.kind == Turn.Kind.ASKED:
        return Waiting(f"Answer the question about {question.about}", url, fund, turn.by.name, turn.reply_by)
    return Waiting(f"Read the answer about {question.about}, and close the question", url, fund, turn.by.name)


def _call(call: Call, scheme: str) -> Waiting:
    year = call.fund_year
    return Waiting(
        f"Comment on {scheme}, {month(year, call.period)}",
        reverse("commentary_write", args=[year.fund.slug, year.year, call.period, call.scheme]),
        year.fund.name,
        call.asked_by.name if call.asked_by else "",
        call.due,
    )
