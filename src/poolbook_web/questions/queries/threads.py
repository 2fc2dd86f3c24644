"""What is asked of questions: which there are, one with all that was said in it, who can be asked."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from urllib.parse import urlsplit

from django.db.models import Q, QuerySet
from django.http import Http404
from django.urls import Resolver404, resolve

from poolbook.reports.model import Column, Kind, Row, Table
from poolbook_web.base.words import stamp
from poolbook_web.partners.models import Fund, FundYear
from poolbook_web.people import queries as people
from poolbook_web.people.models import Membership, Person
from poolbook_web.questions import store
from poolbook_web.questions.models import Question, Turn

#: Which questions a reader may ask to see, and what that is called.
SHOWN = {"open": "Open", "mine": "Open, and asked by me or of me", "overdue": "Overdue", "all": "All"}


def latest(fund_year: FundYear, shown: str, person: Person, today: date) -> QuerySet[Turn]:
    """Each question of a year by the last that was said in it, narrowed as :data:`SHOWN` says."""
    found = store.latest().filter(question__fund_year=fund_year)
    waiting = Q(kind=Turn.Kind.ASKED)
    if shown == "all":
        return found
    if shown == "overdue":
        return found.filter(waiting, reply_by__lt=today)
    found = found.exclude(kind=Turn.Kind.CLOSED)
    return found.filter(Q(question__asked_by=person) | Q(to=person)) if shown == "mine" else found


def waiting_for(person: Person, funds: Iterable[Fund]) -> QuerySet[Turn]:
    """What was asked of a person, and the answers to what they asked, in these funds, as last turns."""
    asked = Q(kind=Turn.Kind.ASKED, to=person)
    answered = Q(kind=Turn.Kind.ANSWERED, question__asked_by=person)
    return store.latest().filter(asked | answered, question__fund_year__fund__in=funds)


def question_or_404(fund_year: FundYear, number: int) -> Question:
    """A question by its number."""
    found = Question.objects.filter(fund_year=fund_year, number=number).select_related("asked_by").first()
    if found is None:
        raise Http404
    found.fund_year = fund_year
    return found


def turns(question: Question) -> list[Turn]:
    """All that was said, in order."""
    return list(question.turns.select_related("by", "to"))


def overdue(turn: Turn, today: date) -> bool:
    """Whether an answer is late; the day it is wanted by is not."""
    return turn.kind == Turn.Kind.ASKED and turn.reply_by is not None and turn.reply_by < today


def askable(fund: Fund, by: Person, at: datetime) -> dict[Person, list[Membership]]:
    """Whom somebody can ask: everybody who has a role in the fund now, but themselves."""
    return {person: held for person, held in people.in_fund(fund, at).items() if person != by}


def is_page_of(fund: Fund, path: str) -> bool:
    """Whether a path is a page of this site about this fund: what a question may link to."""
    parts = urlsplit(path)
    if parts.scheme or parts.netloc or path.startswith("//") or "\\" in path or not path.isprintable():
        return False
    try:
        match = resolve(parts.path)
    except Resolver404:
        return False
    return match.kwargs.get("slug") == fund.slug


def as_table(found: Iterable[Turn], today: date) -> Table:
    """Questions as a list for a spreadsheet."""
    columns = (
        Column("Number", Kind.COUNT), Column("About"), Column("Page"), Column("Asked by"), Column("Asked of"),
        Column("Reply by", Kind.DATE), Column("State"), Column("Last said"), Column("Said by"),
        Column("Said (UTC)"),
    )  # fmt: skip
    return Table("Questions", columns, tuple(_row(each, today) for each in found))


def _row(turn: Turn, today: date) -> Row:
    question = turn.question
    state = "Overdue" if overdue(turn, today) else turn.get_kind_display()
    return Row(
        (
            question.number, question.about, question.page, question.asked_by.name, str(turn.to or ""), turn.reply_by,
            state, turn.text, turn.by.name, stamp(turn.at),
        )
    )  # fmt: skip


def takes_part(person: Person, fund: Fund, at: datetime) -> bool:
    """Whether somebody has a role in a fund now, and an account to use it."""
    return person.is_active and bool(people.roles_in_fund(person, fund, at))


def left(question: Question, at: datetime) -> bool:
    """Whether whoever asked has no role in the fund any more."""
    return not takes_part(question.asked_by, question.fund_year.fund, at)
