"""Questions of the cast."""

from __future__ import annotations

from datetime import date
from typing import Any

from poolbook_web.people.models import Role
from poolbook_web.questions import actions
from poolbook_web.questions.models import Question
from tests.web.cast import NOW, Cast

BY = date(2009, 10, 12)
POSITION = "/funds/oxfordshire-mental-health/2009-10/"


def asked(cast: Cast, **changes: Any) -> Question:
    """The board member asks the finance officer."""
    given: dict[str, Any] = {
        "about": "Accommodation, September",
        "page": POSITION,
        "to": cast.roles[Role.FINANCE_OFFICER],
        "text": "Why is it twice the budget?",
        "reply_by": BY,
        "by": cast.roles[Role.BOARD_MEMBER],
        "at": NOW,
    }
    return actions.ask(fund_year=cast.fund.years.get(), **(given | changes))


def there(cast: Cast) -> Question:
    """A question; the same however often it is asked for."""
    return Question.objects.first() or asked(cast)
