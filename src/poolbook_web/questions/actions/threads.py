"""The verbs of questions: ask, answer, ask again, close."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from urllib.parse import unquote_plus

from django.utils import timezone

from poolbook.findings import Finding, Where, error, refuse_if
from poolbook_web.audit.actions import record
from poolbook_web.audit.events import Event
from poolbook_web.base import personal
from poolbook_web.base.action import action
from poolbook_web.partners.models import FundYear
from poolbook_web.partners.store import lock, next_number
from poolbook_web.people import access
from poolbook_web.people.models import Person
from poolbook_web.people.permissions import Permission
from poolbook_web.questions import letters, queries, store
from poolbook_web.questions.models import Question, Turn


@action
def ask(
    *, fund_year: FundYear, about: str, page: str, to: Person, text: str, reply_by: date, by: Person, at: datetime
) -> Question:
    """Ask somebody of the same fund about a figure. ``about`` says in a few words which; ``page`` is where it stands,
    a path of this site about this fund, or empty."""
    access.require(by, Permission.QUESTIONS_ASK, fund_year.fund, at=at)
    lock(fund_year)
    turn = Turn(kind=Turn.Kind.ASKED, text=text, to=to, reply_by=reply_by, by=by, at=at)
    refuse_if(
        [
            *_elsewhere(page, fund_year),
            *_words(about, fund_year, "about", "say in a few words what the question is about"),
            *_asked(fund_year, turn),
        ]
    )
    question = Question.objects.create(
        fund_year=fund_year, number=next_number(fund_year.questions), about=about, page=page, asked_by=by
    )
    _say(question, turn, Event.QUESTION_ASKED)
    return question


@action
def answer(*, question: Question, text: str, by: Person, at: datetime) -> None:
    """Answer: whoever was asked last does so."""
    access.require(by, Permission.QUESTIONS_ASK, question.fund_year.fund, at=at)
    lock(question.fund_year)
    refuse_if([*against_answering(question, by), *_words(text, question.fund_year, "text", "write the answer")])
    _say(question, Turn(kind=Turn.Kind.ANSWERED, text=text, by=by, at=at), Event.QUESTION_ANSWERED)


@action
def ask_again(*, question: Question, text: str, to: Person, reply_by: date, by: Person, at: datetime) -> None:
    """Ask again, or ask somebody else: whoever asked first does so, until it is closed."""
    access.require(by, Permission.QUESTIONS_ASK, question.fund_year.fund, at=at)
    lock(question.fund_year)
    turn = Turn(kind=Turn.Kind.ASKED, text=text, to=to, reply_by=reply_by, by=by, at=at)
    refuse_if([*against_asking_again(question, by), *_asked(question.fund_year, turn)])
    _say(question, turn, Event.QUESTION_ASKED_AGAIN)


@action
def close(*, question: Question, text: str, by: Person, at: datetime) -> None:
    """Close: whoever asked does so; where they have left the fund, the pool manager."""
    access.require(by, Permission.QUESTIONS_ASK, question.fund_year.fund, at=at)
    lock(question.fund_year)
    refuse_if([*against_closing(question, by, at), *personal.refused(text, question.fund_year.year, "text")])
    _say(question, Turn(kind=Turn.Kind.CLOSED, text=text, by=by, at=at), Event.QUESTION_CLOSED)


def _say(question: Question, turn: Turn, event: Event) -> None:
    """Add a turn, write it into the history, and tell whoever is to read it next."""
    turn.question, turn.number = question, question.turns.count() + 1
    before = store.last_turn(question) if turn.number > 1 else None
    turn.save()
    after = {"asked of": turn.to, "reply by": turn.reply_by} if turn.to else None
    record(event, on=question, by=turn.by, at=turn.at, after=after)
    reader = turn.to or question.asked_by
    if reader == turn.by and before is not None:
        reader = before.to or before.by
    if reader != turn.by:
        letters.turn(turn, to=reader)


def _elsewhere(page: str, fund_year: FundYear) -> Iterator[Finding]:
    yield from personal.refused(unquote_plus(page), fund_year.year, "page")
    if page and not queries.is_page_of(fund_year.fund, page):
        yield error("questions.page_elsewhere", "the page is none of this fund", Where(key="page"))


def _words(text: str, fund_year: FundYear, key: str, missing: str) -> Iterator[Finding]:
    if not text.strip():
        yield error("questions.no_words", missing, Where(key=key))
    yield from personal.refused(text, fund_year.year, key)


def _asked(fund_year: FundYear, turn: Turn) -> Iterator[Finding]:
    """What keeps a question from being asked of somebody by a day."""
    assert turn.to is not None
    assert turn.reply_by is not None
    yield from _words(turn.text, fund_year, "text", "write the question")
    if turn.to not in queries.askable(fund_year.fund, turn.by, turn.at):
        message = "you cannot ask yourself" if turn.to == turn.by else f"{turn.to} has no role in {fund_year.fund} now"
        yield error("questions.not_askable", message, Where(key="to"))
    if turn.reply_by < timezone.localdate(turn.at):
        yield error("questions.day_past", "the day to reply by lies in the past", Where(key="reply_by"))


def against_answering(question: Question, by: Person) -> Iterator[Finding]:
    """Why somebody cannot answer."""
    last = store.last_turn(question)
    if last.kind != Turn.Kind.ASKED:
        yield error("questions.not_open", "nobody waits for an answer to this question")
    elif last.to != by:
        yield error("questions.not_yours", f"{last.to} was asked this question, and answers it")


def against_asking_again(question: Question, by: Person) -> Iterator[Finding]:
    """Why somebody cannot ask again."""
    yield from _open(question)
    yield from _own(question, by)


def against_closing(question: Question, by: Person, at: datetime) -> Iterator[Finding]:
    """Why somebody cannot close it; of a question whose asker has left, a refusal to all but the pool manager."""
    yield from _open(question)
    if queries.left(question, at):
        access.require(by, Permission.LEADS_KEEP, question.fund_year.fund, at=at)
    else:
        yield from _own(question, by)


def _open(question: Question) -> Iterator[Finding]:
    last = store.last_turn(question)
    if last.kind == Turn.Kind.CLOSED:
        yield error("questions.closed", f"{last.by} closed this question; ask a new one")


def _own(question: Question, by: Person) -> Iterator[Finding]:
    if question.asked_by != by:
        yield error("questions.not_yours", f"{question.asked_by} asked this question, and asks again or closes it")
