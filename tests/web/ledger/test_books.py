"""The books in the database: posted, reversed, closed by the core's rules, chained by the core's hashes."""

from __future__ import annotations

import pytest
from django.http import Http404

from poolbook.findings import Refused
from poolbook.ledger import chain
from poolbook.ledger.balances import Balances
from poolbook.ledger.model import Layer
from poolbook_web.audit import queries as audit
from poolbook_web.ledger import actions, queries
from poolbook_web.ledger.models import Balance, Books, Entry, Transfer
from poolbook_web.ledger.queries import Wanted
from poolbook_web.ledger.store import proof
from poolbook_web.partners.models import FundYear
from poolbook_web.people.models import Role
from tests.web import books
from tests.web.books import AT, ON, journal, moved


@pytest.fixture
def year(db: None) -> FundYear:
    """A small fund's year, with terms and nothing posted."""
    return books.small()


def codes(refusal: pytest.ExceptionInfo[Refused]) -> list[str]:
    """What was found."""
    return [each.code for each in refusal.value.findings]


def test_a_journal_is_sealed_as_the_core_seals_it(year: FundYear) -> None:
    row = journal(year, moved(), moved(5_00, 2))
    entries, transfers = proof.ledger(Books.objects.get(fund_year=year))
    assert row.previous == chain.start("example-fund", "2025-26").hash
    assert chain.check(entries, transfers, chain.start("example-fund", "2025-26")) == ()
    assert row.by == "Poolbook"
    assert queries.head(year).number == 1


def test_balances_are_what_the_transfers_make(year: FundYear) -> None:
    for pence in (10_00, 2_50, 99):
        journal(year, moved(pence), moved(pence, 3, scheme="reablement", partner="icb"))
    _, transfers = proof.ledger(Books.objects.get(fund_year=year))
    assert queries.balances(year) == Balances.of(transfers)
    assert queries.balances(year).total(Layer.ACTUAL, "spend", scheme="home-care") == 13_49
    assert queries.prove(year, digests=True) == ()


def test_the_balances_of_an_earlier_moment_can_be_had_again(year: FundYear) -> None:
    journal(year)
    then, head = queries.balances(year), queries.head(year)
    journal(year, moved(7_00), at=AT.replace(day=9))
    assert queries.head(year, AT) == head
    assert queries.balances(year, head) == then != queries.balances(year)
    assert queries.head(year, AT.replace(day=1)).number == 0
    assert not len(queries.balances(year, queries.head(year, AT.replace(day=1))))


def test_an_entry_is_refused_with_every_fault_at_once(year: FundYear) -> None:
    with pytest.raises(Refused) as refusal:
        journal(year, moved(0), moved(debit="nowhere"), moved(credit="spend"), moved(scheme="X", partner="Y"))
    assert set(codes(refusal)) == {
        "ledger.amount", "ledger.account", "ledger.same_account", "ledger.unknown_scheme", "ledger.unknown_partner",
    }  # fmt: skip
    assert not Entry.objects.filter(fund_year=year).exists()


def test_without_terms_there_are_no_books_to_post_to(db: None) -> None:
    year = FundYear.objects.first()
    assert year is not None
    with pytest.raises(Refused) as refusal:
        journal(year)
    assert codes(refusal) == ["agreements.no_terms"]


def test_a_reversal_puts_every_balance_back_and_happens_once(year: FundYear) -> None:
    row = journal(year, moved(), moved(3_00, 2))
    undone = actions.reverse(fund_year=year, number=1, on=ON, period=1, why="wrong payee", by=None, at=AT)
    assert not len(queries.balances(year))
    assert queries.reversed_by(row) == undone
    for number, code in ((1, "ledger.reversed_already"), (2, "ledger.reverse_reversal"), (9, "ledger.no_entry")):
        with pytest.raises(Refused) as refusal:
            actions.reverse(fund_year=year, number=number, on=ON, period=1, why="again", by=None, at=AT)
        assert codes(refusal) == [code]
    assert queries.prove(year) == ()


def test_a_closed_period_takes_no_more_and_a_reversal_goes_to_the_open_one(year: FundYear) -> None:
    journal(year)
    actions.close_period(fund_year=year, period=2, on=ON, source="trial balance of May", by=None, at=AT)
    with pytest.raises(Refused) as refusal:
        journal(year, moved(period=2))
    assert "ledger.period_closed" in codes(refusal)
    actions.reverse(fund_year=year, number=1, on=ON, period=3, why="wrong payee", by=None, at=AT)
    assert queries.balances(year).total(Layer.ACTUAL, "spend", period=1) == 10_00
    assert queries.balances(year).total(Layer.ACTUAL, "spend", period=3) == -10_00
    assert queries.prove(year) == ()


def test_the_year_opens_from_its_terms_once(year: FundYear) -> None:
    entry, _ = actions.open_year(fund_year=year, by=None, at=AT)
    assert entry is not None
    assert queries.is_open(year)
    assert queries.balances(year).total(Layer.BUDGET, "spend") == 1_250_000_00
    with pytest.raises(Refused) as refusal:
        actions.open_year(fund_year=year, by=None, at=AT)
    assert codes(refusal) == ["pack.open_already"]
    actions.reverse(fund_year=year, number=1, on=ON, period=1, why="terms were wrong", by=None, at=AT)
    assert not queries.is_open(year)
    actions.open_year(fund_year=year, by=None, at=AT)


def test_only_those_whom_the_table_allows_post(year: FundYear) -> None:
    officer = books.officer(year)
    assert journal(year, by=officer).person == officer
    clerk = books.officer(year, "Carl Clerk", Role.CLERK)
    with pytest.raises(Refused) as refusal:
        journal(year, by=clerk)
    assert codes(refusal) == ["access.refused"]
    with pytest.raises(Refused) as refusal:
        actions.close_period(fund_year=year, period=1, on=ON, source="", by=officer, at=AT)
    assert codes(refusal) == ["access.refused"]


def test_everything_posted_is_in_the_history_of_the_fund(year: FundYear) -> None:
    journal(year)
    actions.close_period(fund_year=year, period=1, on=ON, source="", by=None, at=AT)
    told = [audit.told(event).says for event in audit.history(year.history_scope).order_by("number")]
    assert told[-2:] == [
        "posted entry 1 of 2025-26 of Example fund: Invoice, paid",
        "closed a period by entry 2 of 2025-26 of Example fund: Closed to the end of April 2025",
    ]


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (Wanted(), [10_00, 2_50, 7]),
        (Wanted(layer="budget"), []),
        (Wanted(account="creditors"), [10_00, 7]),
        (Wanted(account="reserves"), [2_50]),
        (Wanted(scheme="reablement"), [7]),
        (Wanted(scheme=""), [2_50]),
        (Wanted(partner="icb"), [7]),
        (Wanted(first_period=2), [7]),
        (Wanted(at_least=8, at_most=3_00), [2_50]),
        (Wanted(text="INVOICE"), [10_00, 2_50, 7]),
        (Wanted(text="no such words"), []),
        (Wanted(entry=2, kind="journal"), [7]),
    ],
)
def test_transfers_are_found_by_what_is_wanted(year: FundYear, wanted: Wanted, found: list[int]) -> None:
    journal(year, moved(), moved(2_50, debit="cash_at_host", credit="reserves/risk", scheme=""))
    journal(year, moved(7, 2, scheme="reablement", partner="icb"))
    assert [each.amount for each in queries.search(year, wanted)] == found


def test_a_transfer_is_found_by_its_number_in_its_own_year_alone(year: FundYear) -> None:
    row = journal(year, moved(), moved(5_00))
    assert [each.number for each in queries.transfers(row)] == [1, 2]
    assert queries.transfer_or_404(year, 2).amount == 5_00
    for number in (0, 3, 2**60):
        with pytest.raises(Http404):
            queries.transfer_or_404(year, number)
    with pytest.raises(Http404):
        queries.entry_or_404(year, 2)


def test_a_balance_that_was_changed_behind_the_books_is_named(year: FundYear) -> None:
    journal(year)
    Balance.objects.filter(fund_year=year, account="spend").update(pence=11_00)
    assert [each.code for each in queries.prove(year)] == ["prove.balance"]
    Books.objects.filter(fund_year=year).update(number=7)
    assert {each.code for each in queries.prove(year)} == {"prove.balance", "prove.head"}
    assert Transfer.objects.filter(fund_year=year).count() == 1
