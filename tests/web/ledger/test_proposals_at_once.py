"""Two people at one proposal, or at one line, at the same moment: one effect."""

from __future__ import annotations

from functools import partial

import pytest

from poolbook_web.ledger import actions, queries
from poolbook_web.ledger.models import Answer, Entry, Marked
from tests.web import cast as casting
from tests.web.cast import Cast
from tests.web.ledger import lined
from tests.web.ledger.lined import asked, numbers, paid
from tests.web.test_at_once import at_once
from tests.web.year import AT

RUNS = 5


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    """Everybody, committed, so that every thread sees them."""
    from poolbook_web.partners.models import Fund  # noqa: PLC0415

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
