"""Two people who post at the same moment: the chain stays whole, and no balance is lost."""

from __future__ import annotations

import pytest

from poolbook import importing
from poolbook.importing import Upload
from poolbook.ledger.model import Layer
from poolbook_web.agreements import queries as agreed
from poolbook_web.ledger import actions, queries
from poolbook_web.ledger.models import Books, Entry, Line
from poolbook_web.ledger.store import batch as batches
from poolbook_web.partners.models import FundYear
from tests.web import books
from tests.web.books import AT, ON, journal, moved
from tests.web.ledger.test_imports import EXTRACTS, of_example
from tests.web.test_at_once import at_once

TIMES = 5


@pytest.fixture
def year(transactional_db: None) -> FundYear:
    """A small fund's year, committed, so that every thread sees it."""
    return books.small()


def test_the_chain_stays_whole_and_no_balance_is_lost(year: FundYear) -> None:
    def post() -> None:
        for _ in range(TIMES):
            journal(year, moved(1_00), moved(2_00, 2))

    assert at_once(*[post] * 4) == ["done"] * 4
    assert Entry.objects.filter(fund_year=year).count() == 4 * TIMES
    assert queries.balances(year).total(Layer.ACTUAL, "spend") == 4 * TIMES * 3_00
    assert queries.prove(year) == ()


def test_the_first_two_entries_of_a_year_may_come_at_once(year: FundYear) -> None:
    assert at_once(lambda: journal(year), lambda: journal(year)) == ["done", "done"]
    assert Books.objects.get(fund_year=year).number == 2
    assert queries.prove(year) == ()


def test_of_two_who_reverse_one_entry_one_does(year: FundYear) -> None:
    def undo() -> None:
        actions.reverse(fund_year=year, number=number, on=ON, period=1, why="wrong", by=None, at=AT)

    for _ in range(TIMES):
        number = journal(year).number
        assert at_once(undo, undo) == ["done", "ledger.reversed_already"]
    assert not len(queries.balances(year))


def test_a_period_that_closes_takes_nothing_late(year: FundYear) -> None:
    def close() -> None:
        actions.close_period(fund_year=year, period=period, on=ON, source="", by=None, at=AT)

    for period in range(1, TIMES + 1):
        said = at_once(close, lambda: journal(year, moved(period=period)))  # noqa: B023 - done before the next
        assert "done" in said
        assert set(said) <= {"done", "ledger.period_closed"}
    assert queries.prove(year) == ()


def test_one_extract_brought_in_by_two_at_once_counts_once(transactional_db: None) -> None:
    year = of_example()

    def bring() -> None:
        with batches.gather(year) as batch:
            importing.run(
                [Upload.of(EXTRACTS[0])],
                agreed.rules(year),
                standing=queries.standing(year),
                store=batch,
                by="P",
                at=AT,
            )
            if batch.posted:
                actions.keep(batch=batch, by=None, at=AT)

    said = at_once(bring, bring)
    assert said in (["done", "done"], ["done", "ledger.moved_on"])
    assert Entry.objects.filter(fund_year=year, kind="import").count() == 1
    assert Line.of(year).count() == Books.objects.get(fund_year=year).last_line
    assert queries.prove(year, digests=True) == ()
