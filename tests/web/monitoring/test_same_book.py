"""A pack and the database give the same Book, and so the same reports, to the byte."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from poolbook import folder, reports
from poolbook.book import Book
from poolbook.folder.receive import receive
from poolbook.ledger.balances import Balances
from poolbook.ledger.model import EntryKind
from poolbook.reports import FORMATS, REPORTS, Request
from poolbook_web.ledger import actions as ledger
from poolbook_web.ledger import queries
from poolbook_web.monitoring import actions, models, store
from poolbook_web.monitoring.models import Kept
from poolbook_web.partners.models import FundYear
from tests.poolbook.folder import packs
from tests.poolbook.ledger.histories import transfer
from tests.web import books
from tests.web.books import AT, ON
from tests.worlds import birmingham, build, expected, oxfordshire

WORLDS: dict[str, Any] = {birmingham.EXAMPLE: birmingham, oxfordshire.EXAMPLE: oxfordshire}


def every_report(book: Book) -> dict[tuple[str, str], bytes]:
    """Every report of a Book in every format."""
    return {
        (name, form): reports.perform(book, Request(name, form, period=6, quarter=2))
        for name in REPORTS
        for form in FORMATS
    }


def same(book: Book, other: Book) -> None:
    """The two are one Book."""
    assert book == other
    assert list(book.evidence) == list(other.evidence)
    assert every_report(book) == every_report(other)


def brought_in(path: Path, name: str, kept: Path = build.EXAMPLES) -> folder.Pack:
    """A copy of an example pack under ``path``, opened, with its extracts."""
    shutil.copytree(kept / name, path)
    extracts = sorted((kept / "extracts" / name).glob("*.csv"))
    if extracts:
        receive(path, extracts, by=expected.BY, at=expected.AT)
    else:
        folder.open_year(path, by=expected.BY, at=expected.AT)
    return folder.read(path)


def loaded(pack: folder.Pack) -> FundYear:
    """The same in the database."""
    return actions.load_pack(fund=books.fund_for(pack.terms), path=pack.path, by=None, at=AT)[0]


@pytest.mark.slow
@pytest.mark.parametrize("name", expected.REPORTS)
def test_an_example_goes_into_the_database_and_out_again_as_it_was(db: None, tmp_path: Path, name: str) -> None:
    pack = brought_in(tmp_path / "pack", name)
    fund_year = loaded(pack)
    same(store.book(fund_year), pack.book())
    assert queries.prove(fund_year, digests=True) == ()
    again = actions.take_pack(fund_year=fund_year, path=tmp_path / "again", by=None, at=AT)
    assert folder.verify(again.path) == ()
    same(again.book(), pack.book())
    for file in ("terms.yaml", "rules.yaml", "entries.csv", "transfers.csv", "imports.csv", "codings.csv"):
        if (pack.path / file).exists():
            assert (again.path / file).read_bytes() == (pack.path / file).read_bytes(), file


@pytest.mark.parametrize("name", WORLDS)
def test_a_world_recorded_act_by_act_makes_the_book_that_was_written_down(db: None, name: str) -> None:
    module = WORLDS[name]
    fund_year = books.small((build.EXAMPLES / name / "terms.yaml").read_text(encoding="utf-8"))
    actions.open_year(fund_year=fund_year, by=None, at=AT)
    books.journal(fund_year, *module.transfers(), period=6)
    ledger.close_period(fund_year=fund_year, period=6, on=ON, source="trial balance", by=None, at=AT)
    for row in recorded(module.book()):
        actions.keep(fund_year=fund_year, kind=type(row), says=store.values(row), evidence=row.evidence, by=None, at=AT)
    head = queries.head(fund_year)
    same(store.book(fund_year), module.book(last_entry=head.number, head=head.hash))


def recorded(book: Book) -> Iterator[Kept]:
    """The records of a Book as rows, not kept yet."""
    for unit, causes in book.causes.items():
        for cause, pence in causes.items():
            yield models.Cause(unit=unit, cause=cause, pence=pence, evidence=book.evidence[cause])
    kinds: tuple[tuple[type[Kept], tuple[Any, ...]], ...] = (
        (models.Forecast, book.forecasts),
        (models.Comment, book.comments),
        (models.Explanation, book.explanations),
        (models.Measure, book.measures),
        (models.Record, book.records),
    )
    for kind, records in kinds:
        for each in records:
            yield kind(**{name: getattr(each, name) for name in each.__dataclass_fields__})


def by_chance(seed: int, path: Path) -> folder.Pack:
    """A pack of a few entries by chance: journals with awkward words, imports, reversals, closings."""
    chance = Random(seed)  # noqa: S311 - chance, not secrecy
    packs.opened(path, terms=books.TERMS)
    for _ in range(chance.randint(0, 4)):
        head = folder.read(path).head
        kind = chance.choice(["journal", "journal", "import", "close", "reverse"])
        if kind == "journal":
            moved = [transfer(chance, head.closed + 1) for _ in range(chance.randint(1, 4))]
            packs.journal(path, *moved, description=chance.choice(["Journal", "=1+1", 'say "so", £\r\nnow']))
        elif kind == "import" and not head.closed:
            packs.imported(path, parts=chance.randint(1, 2))
        elif kind == "close" and head.closed < 3:
            folder.close(path, head.closed + 1, on=ON, by="A. Clerk", at=AT)
        elif kind == "reverse" and head.number not in folder.read(path).reversed:
            last = folder.read(path).entries[-1]
            if last.kind in (EntryKind.JOURNAL, EntryKind.IMPORT):
                folder.reverse(path, last.number, on=ON, period=head.closed + 1, why="wrong", by="A. Clerk", at=AT)
    return folder.read(path)


@pytest.mark.slow
@pytest.mark.django_db
@settings(max_examples=8)
@given(seed=st.integers(0, 10**6))
def test_any_history_goes_in_and_out_with_the_same_hashes(tmp_path_factory: pytest.TempPathFactory, seed: int) -> None:
    path = tmp_path_factory.mktemp("history")
    pack = by_chance(seed, path / "pack")
    with transaction.atomic():
        fund_year = loaded(pack)
        same(store.book(fund_year), pack.book())
        assert queries.prove(fund_year, digests=True) == ()
        again = actions.take_pack(fund_year=fund_year, path=path / "again", by=None, at=AT)
        assert folder.verify(again.path) == ()
        assert (again.entries, again.transfers) == (pack.entries, pack.transfers)
        assert queries.balances(fund_year, replace(pack.head, number=1)) == Balances.of(
            each for each in pack.transfers if each.entry == 1
        )
        transaction.set_rollback(True)
