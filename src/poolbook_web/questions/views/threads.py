"""The pages of questions: the list, one with all that was said, and asking, answering, asking again, closing."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from poolbook.dates.working_days import add_working_days
from poolbook.findings import Finding, sentence
from poolbook_web.base import export
from poolbook_web.base.forms import Form, OneOf, posted
from poolbook_web.base.lists import listing
from poolbook_web.base.once import once
from poolbook_web.partners.models import FundYear
from poolbook_web.people import access
from poolbook_web.people.access import year_or_404
from poolbook_web.people.permissions import Permission
from poolbook_web.people.requests import Request
from poolbook_web.questions import actions, forms, queries
from poolbook_web.questions.models import Question, Turn

#: How many working days a person is given to answer, unless whoever asks says otherwise.
A_WEEK = 5

ORDERS = {"latest": ("-at", "-pk"), "wanted": ("reply_by", "-pk")}


@require_safe
def index(request: Request, slug: str, year: str) -> HttpResponse:
    """The questions of a year."""
    fund_year = year_or_404(request, slug, year, Permission.QUESTIONS_SEE)
    form, today = _shown(request), timezone.localdate(request.at)
    found = listing(queries.latest(fund_year, form.chosen, request.user, today), request.GET, ORDERS)
    rows = [(turn, queries.overdue(turn, today)) for turn in found.page]
    context = {
        "here": "questions",
        "fund_year": fund_year,
        "listing": found,
        "rows": rows,
        "form": form,
        "shown": form.chosen,
    }
    return render(request, "questions/index.html", context)


@require_safe
def download(request: Request, slug: str, year: str, kind: str) -> HttpResponse:
    """The questions as a file, narrowed as the page is."""
    fund_year = year_or_404(request, slug, year, Permission.QUESTIONS_SEE)
    today = timezone.localdate(request.at)
    found = queries.latest(fund_year, _shown(request).chosen, request.user, today).order_by("question__number")
    return export.download(queries.as_table(found, today), kind, f"{slug}-{year}-questions")


def _shown(request: Request) -> OneOf:
    return OneOf(request.GET, "shown", "Show", queries.SHOWN.items(), "open")


@require_http_methods(["GET", "POST"])
@once
def ask(request: Request, slug: str, year: str) -> HttpResponse:
    """Ask somebody about a figure; ``?about=`` and ``?page=`` say which and where it stands."""
    fund_year = year_or_404(request, slug, year, Permission.QUESTIONS_ASK)
    people = queries.askable(fund_year.fund, request.user, request.at)
    page = request.GET.get("page", "")
    page = page if queries.is_page_of(fund_year.fund, page) else ""
    soon = add_working_days(timezone.localdate(request.at), A_WEEK)
    start = {"about": request.GET.get("about", "")[:200], "page": page, "reply_by": soon}
    form = forms.Ask(posted(request), people=people, initial=start)
    if form.is_valid():
        with form.shows_refusal():
            asked = actions.ask(fund_year=fund_year, by=request.user, at=request.at, **form.cleaned_data)
            messages.success(request, f"{form.cleaned_data['to']} is asked.")
            return redirect(asked)
    back = page or reverse("questions", args=[slug, year])
    return render(request, "questions/ask.html", {**_context(fund_year, form), "back": back})


@require_safe
def question(request: Request, slug: str, year: str, number: int) -> HttpResponse:
    """A question, and all that was said in it."""
    fund_year = year_or_404(request, slug, year, Permission.QUESTIONS_SEE)
    found = queries.question_or_404(fund_year, number)
    turns, mine = queries.turns(found), found.asked_by == request.user
    last, is_open = turns[-1], turns[-1].kind != Turn.Kind.CLOSED
    may_close = mine or (
        queries.left(found, request.at)
        and access.may(request.user, Permission.LEADS_KEEP, fund_year.fund, at=request.at)
    )
    context = {
        **_context(fund_year),
        "question": found,
        "turns": turns,
        "last": last,
        "overdue": queries.overdue(last, timezone.localdate(request.at)),
        "gone": is_open and last.to and not queries.takes_part(last.to, fund_year.fund, request.at),
        "may_answer": last.to == request.user,
        "may_ask_again": is_open and mine,
        "may_close": is_open and may_close,
    }
    return render(request, "questions/question.html", context)


@require_http_methods(["GET", "POST"])
@once
def answer(request: Request, slug: str, year: str, number: int) -> HttpResponse:
    """Answer."""
    found = _question(request, slug, year, number)
    against = actions.against_answering(found, request.user)
    form = forms.Answer(posted(request))
    return _said(request, found, form, against, page="answer", act=actions.answer, done="Your answer is given.")


@require_http_methods(["GET", "POST"])
@once
def ask_again(request: Request, slug: str, year: str, number: int) -> HttpResponse:
    """Ask again, or somebody else."""
    found = _question(request, slug, year, number)
    against = actions.against_asking_again(found, request.user)
    people = queries.askable(found.fund_year.fund, request.user, request.at)
    soon = add_working_days(timezone.localdate(request.at), A_WEEK)
    form = forms.AskAgain(posted(request), people=people, initial={"reply_by": soon})
    return _said(request, found, form, against, page="again", act=actions.ask_again, done="It is asked again.")


@require_http_methods(["GET", "POST"])
@once
def close(request: Request, slug: str, year: str, number: int) -> HttpResponse:
    """Close."""
    found = _question(request, slug, year, number)
    against = actions.against_closing(found, request.user, request.at)
    form = forms.Close(posted(request))
    return _said(request, found, form, against, page="close", act=actions.close, done="The question is closed.")


def _question(request: Request, slug: str, year: str, number: int) -> Question:
    return queries.question_or_404(year_or_404(request, slug, year, Permission.QUESTIONS_ASK), number)


def _said(
    request: Request, found: Question, form: Form, against: Iterable[Finding], *, page: str, act: Any, done: str
) -> HttpResponse:
    """The page of one form, and what comes of it; whoever could not send it is told so before they write."""
    if request.method == "GET" and (stops := list(against)):
        messages.warning(request, " ".join(sentence(each.message) for each in stops))
        return redirect(found)
    if form.is_valid():
        with form.shows_refusal():
            act(question=found, by=request.user, at=request.at, **form.cleaned_data)
            messages.success(request, done)
            return redirect(found)
    context = {**_context(found.fund_year, form), "question": found, "turns": queries.turns(found)}
    return render(request, f"questions/{page}.html", {**context, "back": found.get_absolute_url()})


def _context(fund_year: FundYear, form: Form | None = None) -> dict[str, Any]:
    return {"here": "questions", "fund_year": fund_year, "form": form}
