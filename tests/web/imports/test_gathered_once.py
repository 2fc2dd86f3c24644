"""Files are read for their review; posting takes up what that gathered, unless something has changed since."""

from __future__ import annotations

from contextlib import suppress
from typing import Any, NoReturn

import pytest
from django.db import transaction

from poolbook import importing
from poolbook.findings import Refused
from poolbook_web.agreements import actions as agreements
from poolbook_web.base import appendonly
from poolbook_web.imports import actions, store
from poolbook_web.imports.models import Batch, Piece
from poolbook_web.imports.store import pieces
from poolbook_web.ledger import queries as ledger
from poolbook_web.ledger.models import Entry, Line
from tests.lookalikes import leeds
from tests.web.books import AT, journal, moved
from tests.web.imports.extracts import Office, accepted, brought, fresh, listing, month, office, row

State = Batch.State


@pytest.fixture
def here(db: None) -> Office:
    """The year and its people."""
    return office()


def never(*_: object, **__: object) -> NoReturn:
    """In the place of reading files."""
    raise AssertionError("the files were read again")


class Readings:
    """Counts how often files are read."""

    def __init__(self, patched: pytest.MonkeyPatch) -> None:
        self.count, self._run = 0, importing.run
        patched.setattr(importing, "run", self)

    def __call__(self, *args: Any, **kwargs: Any) -> object:
        """Read, and count."""
        self.count += 1
        return self._run(*args, **kwargs)


def test_what_was_reviewed_is_posted_without_reading_it_again(here: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    batch = brought(here, month(0), month(1))
    assert batch.pieces.exists()
    monkeypatch.setattr(importing, "run", never)
    assert accepted(here, batch).state == State.ACCEPTED
    entries = list(Entry.objects.filter(fund_year=here.year).order_by("number"))
    assert [each.by for each in entries] == [here.finn.name] * 2, "by who accepted it, not by who brought it in"
    assert not Piece.objects.exists(), "what is in the books is not kept twice"
    assert ledger.prove(here.year, digests=True) == ()


def test_a_journal_posted_since_goes_before_it(here: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    batch = brought(here, month(0))
    between = journal(here.year, moved(scheme="other"), at=AT)
    monkeypatch.setattr(importing, "run", never)
    assert accepted(here, batch).state == State.ACCEPTED
    assert batch.postings.get().entry.previous == between.hash
    assert ledger.prove(here.year, digests=True) == ()


def test_it_is_read_again_where_other_lines_came_in_since(here: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    batch, other = brought(here, month(0)), brought(here, month(1))
    accepted(here, other)
    readings = Readings(monkeypatch)
    assert accepted(here, batch).state == State.ACCEPTED
    assert readings.count == 1
    assert ledger.prove(here.year, digests=True) == ()


@pytest.mark.parametrize("changed", ["rules", "terms"])
def test_it_is_read_again_by_other_rules_or_terms(here: Office, monkeypatch: pytest.MonkeyPatch, changed: str) -> None:
    batch = brought(here, month(0))
    if changed == "rules":
        elsewhere = leeds.RULES.replace('"Home Care"}, scheme: home_care', '"Home Care"}, elsewhere: X')
        agreements.put_rules(fund_year=here.year, data=elsewhere.encode(), by=None, at=AT)
    else:
        terms = leeds.TERMS.replace("Everything else", "All else")
        agreements.put_terms(fund_year=here.year, data=terms.encode(), by=None, at=AT)
    readings = Readings(monkeypatch)
    now = accepted(here, batch)
    if changed == "rules":
        assert (now.state, readings.count) == (State.REVIEW, 2), "other figures: somebody looks again"
    else:
        assert (now.state, readings.count) == (State.ACCEPTED, 1)


def test_what_was_gathered_goes_with_an_import_that_is_withdrawn_or_cannot_be_posted_as_it_is(here: Office) -> None:
    batch = brought(here, month(0))
    actions.withdraw(batch=batch, why="wrong", by=here.fay, at=AT)
    faulty = brought(here, listing(row("Residential", "10.00"), row("Residential", "ten", "2")))
    unanswered = brought(here, listing(row("Taxis", "10.00"), name="taxis.csv"))
    assert [fresh(each).state for each in (faulty, unanswered)] == [State.REVIEW] * 2
    assert not Piece.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_table_takes_lines_by_the_million_within_a_transaction_alone_and_is_protected_after_it() -> None:
    with pytest.raises(RuntimeError, match="within the transaction"), appendonly.taking_many(Line._meta.db_table):
        pass
    with transaction.atomic(), appendonly.taking_many(Line._meta.db_table):
        pass
    with transaction.atomic(), suppress(ValueError), appendonly.taking_many(Line._meta.db_table):
        raise ValueError("caught within the transaction")
    assert not appendonly.missing()


def test_pieces_that_another_worker_drops_as_they_are_read_are_refused(here: Office) -> None:
    batch = brought(here, month(0))
    Piece.objects.all().delete()
    pieces.write(Piece, batch.pk, [b"one", b"two"])
    reading = store.gathered(batch)
    assert next(iter(reading)) == b"one"
    Piece.objects.all().delete()
    with pytest.raises(Refused, match=r"imports\.dropped"):
        next(iter(reading))
