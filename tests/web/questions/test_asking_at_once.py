"""Two people, or two workers, at the same moment: one call, one letter, one number for each question."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from poolbook_web.audit import queries as audit
from poolbook_web.base.models import Letter
from poolbook_web.people.models import Role
from poolbook_web.questions import actions, tasks
from poolbook_web.questions.models import Call, Question, Reminder
from tests.web import year
from tests.web.cast import Cast
from tests.web.questions.asking import asked
from tests.web.test_at_once import at_once
from tests.web.test_at_once import cast as cast  # noqa: PLC0414 - the fixture, committed

DUE = date(2009, 10, 20)


@pytest.fixture
def led(cast: Cast) -> Cast:
    """The year, whose first scheme somebody leads."""
    fund_year = year.there(cast)
    actions.say_lead(
        fund_year=fund_year, scheme="ACCOMMODATION", person=cast.roles[Role.SCHEME_LEAD], since=date(2009, 4, 1),
        by=None, at=year.AT,
    )  # fmt: skip
    Letter.objects.all().delete()
    return cast


def test_two_who_ask_the_leads_at_once_ask_once(led: Cast) -> None:
    fund_year = led.fund.years.get()

    def ask() -> object:
        return actions.ask_leads(fund_year=fund_year, period=6, schemes=(), due=DUE, by=led.manager, at=year.AT)

    assert at_once(ask, ask, ask) == ["done"] * 3
    assert (Call.objects.count(), Letter.objects.count()) == (1, 1)
    assert not audit.check(led.fund.history_scope)


def test_two_workers_send_one_reminder(led: Cast) -> None:
    fund_year = led.fund.years.get()
    actions.ask_leads(fund_year=fund_year, period=6, schemes=(), due=DUE, by=None, at=year.AT)
    Letter.objects.all().delete()
    call, morning = Call.objects.get(), datetime(2009, 10, 16, 9, tzinfo=UTC)
    assert at_once(*[lambda: tasks.perform(call.pk, lambda: morning)] * 3) == ["done"] * 3
    assert (Reminder.objects.count(), Letter.objects.count()) == (1, 1)


def test_questions_asked_at_once_have_numbers_of_their_own(led: Cast) -> None:
    assert at_once(*[lambda: asked(led)] * 4) == ["done"] * 4
    assert sorted(Question.objects.values_list("number", flat=True)) == [1, 2, 3, 4]


def test_of_two_answers_at_once_one_is_given(led: Cast) -> None:
    question, fay = asked(led), led.roles[Role.FINANCE_OFFICER]

    def answer() -> object:
        return actions.answer(question=question, text="Yes.", by=fay, at=year.AT)

    assert at_once(answer, answer) == ["done", "questions.not_open"]
    assert question.turns.count() == 2
