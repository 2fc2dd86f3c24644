"""Two people at one proposal, or at one line, at the same moment: one effect."""

from __future__ import annotations

from functools import partial

import pytest

from poolbook.ledger.model import Layer, Transfer
from poolbook_web.ledger import actions, queries
from poolbook_web.ledger.models import Answer, Entry, Marked, Reversing
from poolbook_web.partners.models import Fund
from tests.web import cast as casting
from tests.web.cast import Cast
from tests.web.ledger import lined
from tests.web.ledger.lined import asked, asked_back, numbers, paid
from tests.web.test_at_once import at_once
from tests.web.year import AT

RUNS = 5


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    """Everybody, committed, so that every thread sees them."""
    if not Fund.objects.exists():
        casting.assemble()
    return casting.gather()


def test_of_two_who_post_one_proposal_one_does(cast: Cast) -> None:
    fund_year, finn = lined.lined(cast), lined.second(cast)
    for run in range(RUNS):
        proposal = asked(paid(fund_year), None, numbers(paid(fund_year))[0])
        before = Entry.objects.count()
        said = at_once(*[partial(actions.agree, proposal=proposal, by=who, at=AT) for who in (finn, cast.manager)])
        assert said == ["done", "ledger.answered"], run
        assert Entry.objects.count() == before + 1
        entry = Answer.objects.get(proposal=proposal).entry
        assert entry is not None
        actions.reverse(fund_year=fund_year, number=entry.number, on=lined.ON, period=8, why="again", by=None, at=AT)
    assert queries.prove(fund_year) == ()


def test_of_one_who_posts_and_one_who_declines_one_does(cast: Cast) -> None:
    fund_year, finn = lined.lined(cast), lined.second(cast)
    for line in numbers(paid(fund_year)):
        proposal = asked(paid(fund_year), None, line)
        decline = partial(actions.decline, proposal=proposal, why="No", by=cast.manager, at=AT)
        assert at_once(partial(actions.agree, proposal=proposal, by=finn, at=AT), decline) == [
            "done",
            "ledger.answered",
        ]
    assert queries.prove(fund_year) == ()


def test_of_two_who_mark_one_line_one_does(cast: Cast) -> None:
    fund_year = lined.lined(cast)
    for line in numbers(paid(fund_year)):
        ask = [partial(asked, paid(fund_year), who, line) for who in (cast.manager, lined.second(cast))]
        assert at_once(*ask) == ["done", "ledger.marked_already"]
    assert Marked.objects.count() == len(lined.PAID)


def test_of_two_who_post_one_reversal_one_does(cast: Cast) -> None:
    fund_year, finn = lined.lined(cast), lined.second(cast)
    moved = Transfer(0, Layer.ACTUAL, "spend", "creditors", 10_00, 8, "CARE")
    entry = paid(fund_year).entry
    for run in range(RUNS):
        proposal = asked_back(entry, None)
        before = Entry.objects.count()
        said = at_once(*[partial(actions.agree, proposal=proposal, by=who, at=AT) for who in (finn, cast.manager)])
        assert said == ["done", "ledger.answered"], run
        assert Entry.objects.count() == before + 1
        entry = actions.post(
            fund_year=fund_year, transfers=[moved], on=lined.ON, period=8, description="Anew", source="", by=None,
            at=AT,
        )  # fmt: skip
    assert queries.prove(fund_year) == ()


def test_of_two_who_ask_back_one_entry_one_does(cast: Cast) -> None:
    entry = paid(lined.lined(cast)).entry
    ask = [partial(asked_back, entry, who) for who in (cast.manager, lined.second(cast))]
    assert at_once(*ask) == ["done", "ledger.reversal_waits"]
    assert Reversing.objects.count() == 1


def test_of_one_who_reverses_an_entry_and_one_who_corrects_a_line_of_it_one_does(cast: Cast) -> None:
    fund_year, finn = lined.lined(cast), lined.second(cast)
    waits = [asked(paid(fund_year), None, numbers(paid(fund_year))[0]), asked_back(paid(fund_year).entry, None)]
    said = at_once(*[partial(actions.agree, proposal=each, by=finn, at=AT) for each in waits])
    assert said in (["done", "ledger.nothing_left"], ["done", "ledger.corrected"])
    assert queries.prove(fund_year) == ()
