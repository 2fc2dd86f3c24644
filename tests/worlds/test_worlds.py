"""The two worlds are what other tests take them for."""

from __future__ import annotations

from poolbook.forecast import project
from poolbook.ledger.model import Layer
from poolbook.settlement.case import of
from poolbook.settlement.model import UNDECIDED
from poolbook.settlement.settle import settle
from tests.worlds import birmingham, oxfordshire


def test_oxfordshires_council_bears_its_pressure_and_the_rest_waits_for_the_group() -> None:
    book = oxfordshire.book()
    outcome = settle(of(book, project(book, 6).outturn))
    assert outcome.sources["OCC"] == oxfordshire.PRESSURE
    assert outcome.sources[UNDECIDED] == -(60_000 - 8_000) * 100 // 2  # half a year of what the two schemes vary by


def test_at_the_year_end_oxfordshires_variance_is_what_was_spent() -> None:
    book = oxfordshire.book(12)
    outcome = settle(of(book, project(book, 12).outturn))
    assert (outcome.sources["OCC"], outcome.sources[UNDECIDED]) == (364_000_00, -52_000_00)


def test_oxfordshires_fund_owes_the_council_for_the_accommodation_it_paid() -> None:
    assert oxfordshire.book().balances.total(Layer.ACTUAL, "owed_to_partners", partner="OCC") == -2_682_000_00


def test_nothing_of_birminghams_overspend_is_anybodys() -> None:
    book = birmingham.book()
    outcome = settle(of(book, project(book, 6).outturn))
    assert {source for source, pence in outcome.sources.items() if pence} == {UNDECIDED}
    assert outcome.sources[UNDECIDED] == (9_800_000 + 1_000_000) * 100


def test_the_budgets_of_both_worlds_are_those_of_their_terms() -> None:
    assert oxfordshire.book().balances.total(Layer.BUDGET, "spend") == 48_000_000_00
    assert birmingham.book().balances.total(Layer.BUDGET, "spend") == 145_300_000_00
