"""Something for everybody to do: leads to comment on the latest month, and questions about the figures."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse
from django.utils import timezone

from poolbook.dates.working_days import add_working_days
from poolbook.dates.years import parse_year
from poolbook.reports.view import latest
from poolbook_web.agreements import queries as agreements
from poolbook_web.monitoring import store as monitoring
from poolbook_web.partners import queries as partners
from poolbook_web.partners.models import Fund, FundYear
from poolbook_web.people import queries as people
from poolbook_web.people.models import Person, Role
from poolbook_web.questions import actions, queries

#: How many working days everybody has.
_DAYS = 8
#: Who asks whom, about what, on which page, and the question.
_QUESTIONS = (
    (
        Role.BOARD_MEMBER, Role.FINANCE_OFFICER, "the forecast of the whole fund", "position",
        "What would have to happen for the year to end as forecast here?",
    ),
    (
        Role.CERTIFIER, Role.POOL_MANAGER, "who bears what", "settlement",
        "Which of this is still to be decided, and by whom?",
    ),
)  # fmt: skip


def ask(fund: Fund, manager: Person, at: datetime) -> None:
    """In the fund's last year, the pool manager asks whoever holds a post that leads a scheme, a board member asks a
    finance officer, and a certifier the pool manager. Without terms there is nothing to ask about."""
    fund_year = partners.years(fund)[0]
    if agreements.terms_version_or_none(fund_year) is None:
        return
    due = add_working_days(timezone.localdate(at), _DAYS)
    _leads(fund_year, manager, at)
    month = min(max(latest(monitoring.figures(fund_year, at)), 1), 12)
    actions.ask_leads(fund_year=fund_year, period=month, schemes=(), due=due, by=manager, at=at)
    holders = {Role(each.role): person for person, held in people.in_fund(fund, at).items() for each in held}
    for asks, answers, about, page, text in _QUESTIONS:
        if asks in holders and answers in holders:
            actions.ask(
                fund_year=fund_year, about=about, to=holders[answers], reply_by=due, by=holders[asks], at=at,
                page=reverse(page, args=[fund.slug, fund_year.year]), text=text,
            )  # fmt: skip


def _leads(fund_year: FundYear, manager: Person, at: datetime) -> None:
    """Whoever holds the post that the terms name leads the scheme from the first day of the year."""
    posts = {person.post: person for person in queries.who_may_lead(fund_year.fund, at)}
    for scheme in agreements.terms(fund_year).schemes:
        if scheme.officer in posts:
            actions.say_lead(
                fund_year=fund_year, scheme=scheme.code, person=posts[scheme.officer],
                since=parse_year(fund_year.year).first, by=manager, at=at,
            )  # fmt: skip
