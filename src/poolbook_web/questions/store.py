"""Rows of questions, leads and calls: the last of each line."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, QuerySet

from poolbook_web.monitoring import store as monitoring
from poolbook_web.monitoring.models import Comment
from poolbook_web.partners.models import FundYear
from poolbook_web.questions.models import Call, Lead, Question, Turn


def latest() -> QuerySet[Turn]:
    """The last turn of every question, with the question and who is in it at hand."""
    later = Turn.objects.filter(question=OuterRef("question"), number__gt=OuterRef("number"))
    found = Turn.objects.filter(~Exists(later))
    return found.select_related("by", "to", "question__asked_by", "question__fund_year__fund")


def last_turn(question: Question) -> Turn:
    """What was said last."""
    return question.turns.select_related("by", "to").order_by("-number")[0]


def leads(fund_year: FundYear) -> QuerySet[Lead]:
    """All that was said of who leads the schemes of a year, by scheme and day, what holds last."""
    found = Lead.objects.filter(fund_year=fund_year).select_related("person", "said_by")
    return found.order_by("scheme", "since", "pk")


def calls() -> QuerySet[Call]:
    """The call that stands for each scheme and period: the last one."""
    same = {name: OuterRef(name) for name in ("fund_year", "period", "scheme")}
    found = Call.objects.filter(~Exists(Call.objects.filter(turn__gt=OuterRef("turn"), **same)))
    return found.select_related("lead", "asked_by", "fund_year__fund")


def comments(fund_year: FundYear, period: int) -> dict[str, Comment]:
    """The last comment that stands on each scheme in a period."""
    found = monitoring.in_force(Comment, fund_year).filter(period=period).select_related("recorded_by")
    return {each.scheme: each for each in found}


def unanswered() -> QuerySet[Call]:
    """The calls that stand, and that no comment answers."""
    same = {name: OuterRef(name) for name in ("fund_year", "period", "scheme")}
    return calls().filter(~Exists(Comment.objects.filter(monitoring.stands(Comment), **same)))
