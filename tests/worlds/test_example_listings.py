"""The example packs' listings brought in, and the papers' stories seen in the figures that come out."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from poolbook.book import Book
from poolbook.forecast import project
from poolbook.ledger.model import Layer
from poolbook.settlement.case import of
from poolbook.settlement.model import UNDECIDED
from poolbook.settlement.settle import settle
from tests.worlds import birmingham, expected, oxfordshire

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Book]:
    """The Books of the packs, with every listing brought in."""
    return {name: expected.book(name, tmp_path_factory.mktemp("packs")) for name in expected.REPORTS}


@pytest.mark.parametrize("name", expected.REPORTS)
def test_a_packs_reports_are_those_a_person_has_read(name: str, books: Mapping[str, Book]) -> None:
    for file, made in expected.texts(name, books[name]).items():
        assert made.decode() == (expected.EXPECTED / name / file).read_text(encoding="utf-8"), file


def _variances(book: Book, period: int) -> dict[str, int]:
    return {each.scheme: each.variance for each in project(book, period).schemes}


def _sources(book: Book, period: int) -> dict[str, int]:
    return {source: pence for source, pence in settle(of(book, project(book, period).outturn)).sources.items() if pence}


def test_oxfordshires_accommodation_ends_the_year_a_little_over_its_known_pressure(books: Mapping[str, Book]) -> None:
    book = books[oxfordshire.EXAMPLE]
    assert _variances(book, 15) == {
        "VCS": -3_880_00,
        "HEALTH": -95_604_45,
        "ACCOMMODATION": 371_842_37,
        "CARE": 16_316_34,
    }
    assert _sources(book, 15) == {"OCC": 364_000_00, UNDECIDED: -75_325_74}


def test_oxfordshires_half_year_is_forecast_at_the_pressure_by_the_schemes_own_officer(
    books: Mapping[str, Book],
) -> None:
    book = books[oxfordshire.EXAMPLE]
    assert _variances(book, 6)["ACCOMMODATION"] == 364_000_00
    assert _sources(book, 6)["OCC"] == 364_000_00


def test_what_the_council_paid_for_oxfordshires_pool_is_owed_to_it_until_paid_back(books: Mapping[str, Book]) -> None:
    balances = books[oxfordshire.EXAMPLE].balances
    spent = balances.total(Layer.ACTUAL, "spend", partner="OCC")
    owed = -balances.total(Layer.ACTUAL, "owed_to_partners", partner="OCC")
    assert 0 < owed < spent / 3  # three quarters are paid back, the last is not


def test_oxfordshires_contributions_all_arrived(books: Mapping[str, Book]) -> None:
    balances = books[oxfordshire.EXAMPLE].balances
    assert balances.total(Layer.ACTUAL, "contributions_due") == 0
    assert balances.total(Layer.ACTUAL, "contributions_non_recurrent") == -250_000_00


def test_birminghams_half_year_shows_the_pressure_and_the_tender_and_nobody_bears_them(
    books: Mapping[str, Book],
) -> None:
    book = books[birmingham.EXAMPLE]
    variances = _variances(book, 6)
    assert (variances["PLACEMENTS"], variances["SUPPORTED"]) == (9_800_000_00, 1_040_000_00)
    assert _sources(book, 6) == {UNDECIDED: sum(variances.values())}
    assert sum(variances.values()) > 10_000_000_00


def test_birminghams_pace_so_far_comes_to_the_same_by_itself(books: Mapping[str, Book]) -> None:
    paces = {
        each.scheme: each.computed for each in project(books[birmingham.EXAMPLE], 6, method="straight_line").schemes
    }
    assert paces["PLACEMENTS"] == 68_200_000_00


def test_birminghams_overdue_instalment_is_seen(books: Mapping[str, Book]) -> None:
    balances = books[birmingham.EXAMPLE].balances
    assert balances.total(Layer.ACTUAL, "contributions_due", partner="SP", to=6) == 1_750_000_00
    assert balances.total(Layer.ACTUAL, "contributions_due", partner="PCTS", to=6) == 0


def test_birminghams_mental_health_overspends_and_nobody_bears_it(books: Mapping[str, Book]) -> None:
    book = books[birmingham.MENTAL_HEALTH]
    assert _sources(book, 6) == {UNDECIDED: 355_000_00}
    assert book.balances.total(Layer.ACTUAL, "other_income", to=6) == -90_000_00
