"""Whoever may post what somebody else asked for is written to at once, whatever it is."""

from __future__ import annotations

from datetime import date

import pytest
from pytest_django import Settings

from poolbook.findings import Refused
from poolbook_web.base.models import Letter
from poolbook_web.ledger import actions
from poolbook_web.partners.models import FundYear
from poolbook_web.people.models import Notices, Role
from tests.web.books import moved
from tests.web.cast import Cast
from tests.web.ledger import lined
from tests.web.ledger.lined import asked, numbers, paid
from tests.web.year import AT


@pytest.fixture
def fund_year(cast: Cast) -> FundYear:
    """A year with lines in its books, and no letter under way."""
    made = lined.lined(cast)
    lined.second(cast)
    Letter.objects.all().delete()
    return made


def written() -> list[str]:
    """To whom letters went since this was last asked."""
    found = sorted(Letter.objects.values_list("to", flat=True))
    Letter.objects.all().delete()
    return found


def test_a_recoding_is_written_of_to_everybody_who_posts(cast: Cast, fund_year: FundYear, settings: Settings) -> None:
    settings.ADDRESS = "https://pool.example.gov.uk"
    over = paid(fund_year)
    made = asked(over, cast.roles[Role.SCHEME_LEAD], numbers(over)[0])
    fay = cast.roles[Role.FINANCE_OFFICER]
    letter = Letter.objects.get(to=fay.email)
    assert letter.subject == f"{settings.NAME}: proposal 1, a recoding, of {fund_year.fund} waits to be posted"
    assert "Sanjay Lead asks for something to be posted." in letter.body
    assert f"\nhttps://pool.example.gov.uk{made.get_absolute_url()}\n" in letter.body
    assert made.why not in letter.body, "what was said stays on the page, which asks who is reading"
    assert written() == sorted([cast.manager.email, fay.email, lined.second(cast).email])


def test_a_dispute_a_journal_and_a_reversal_are_too_but_not_to_who_asked(cast: Cast, fund_year: FundYear) -> None:
    fay, finn = cast.roles[Role.FINANCE_OFFICER], lined.second(cast)
    others = sorted([cast.manager.email, finn.email])
    over = paid(fund_year)
    asked(over, fay, numbers(over)[0], to="")
    assert written() == others
    actions.propose(
        fund_year=fund_year, transfers=[moved(scheme="CARE")], on=date(2009, 10, 1), why="Late", source="note", by=fay,
        at=AT,
    )  # fmt: skip
    assert written() == others
    other = fund_year.entries.exclude(pk=over.entry_id).latest("number")
    actions.ask_back(fund_year=fund_year, entries=[other], why="Twice", by=fay, at=AT)
    assert written() == others


def test_nothing_is_written_of_what_is_refused_nor_to_whoever_chose_a_digest(cast: Cast, fund_year: FundYear) -> None:
    cast.manager.notices = Notices.WEEKLY
    cast.manager.save()
    over, fay = paid(fund_year), cast.roles[Role.FINANCE_OFFICER]
    asked(over, fay, numbers(over)[0])
    assert written() == [lined.second(cast).email]
    with pytest.raises(Refused):
        asked(over, fay, numbers(over)[0])
    assert written() == []
