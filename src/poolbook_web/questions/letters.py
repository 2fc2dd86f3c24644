"""What people are written about questions and commentary: that something waits for them, by when, and where it is. What
was said, and every figure, stays on the page, which asks who is reading."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from poolbook.dates.years import month_name, parse_year
from poolbook_web.base import words
from poolbook_web.people import letters
from poolbook_web.people.models import Person
from poolbook_web.questions.models import Call, Turn


def turn(said: Turn, *, to: Person) -> None:
    """Tell somebody of a turn."""
    question = said.question
    subject = f"a question about {question.about}, {_word(said)}"
    context = {"turn": said, "question": question, "fund_year": question.fund_year}
    letters.tell(to, subject=subject, template="questions/letters/turn.txt", context=context, at=said.at)


def _word(said: Turn) -> str:
    if said.reply_by is not None:
        return f"to answer by {words.day(said.reply_by)}"
    return said.get_kind_display().lower()


def calls(lead: Person, asked: Sequence[Call], schemes: Sequence[str], *, at: datetime) -> None:
    """Ask a lead for commentary on each of their schemes, in one letter."""
    _commentary(lead, asked, schemes, subject=f"commentary wanted by {words.day(asked[0].due)}", at=at)


def reminder(call: Call, scheme: str, *, late: bool, at: datetime) -> None:
    """Remind a lead of one call."""
    said = "was wanted by" if late else "is wanted by"
    subject = f"commentary on {scheme} {said} {words.day(call.due)}"
    _commentary(call.lead, [call], [scheme], subject=subject, at=at, reminds="late" if late else "soon")


def _commentary(
    lead: Person, asked: Sequence[Call], schemes: Sequence[str], *, subject: str, at: datetime, reminds: str = ""
) -> None:
    first = asked[0]
    context = {
        "call": first,
        "asked": list(zip(asked, schemes, strict=True)),
        "fund_year": first.fund_year,
        "month": month_name(parse_year(first.fund_year.year), first.period),
        "reminds": reminds,
    }
    letters.tell(lead, subject=subject, template="questions/letters/calls.txt", context=context, at=at)
