"""The same acts, by chance, on the site and with the commands: one chain, one Book, the same reports to the byte."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from poolbook import folder
from poolbook.folder.receive import receive
from poolbook.importing import Upload
from poolbook.ledger.model import EntryKind, Layer, Transfer
from poolbook_web.agreements import actions as agreements
from poolbook_web.base import work
from poolbook_web.imports import actions as imports
from poolbook_web.imports import tasks
from poolbook_web.imports.models import Batch
from poolbook_web.ledger import actions as ledger
from poolbook_web.ledger import queries
from poolbook_web.monitoring import store
from poolbook_web.partners.models import FundYear
from poolbook_web.people.models import SERVER
from tests.lookalikes import leeds
from tests.poolbook.folder import packs
from tests.web import books
from tests.web.books import AT, ON
from tests.web.monitoring.test_same_book import same

TERMS = leeds.TERMS + 'contributions: [{by: COUNCIL, scheme: other, basis: gross, amount: "£900,000"}]\n'
MONTHS = leeds.year(rows=6)


class Both:
    """A pack and a fund-year that go through the same."""

    def __init__(self, path: Path) -> None:
        self.path = packs.written(path, terms=TERMS, rules=leeds.RULES)
        folder.open_year(path, by=SERVER, at=AT)
        self.year: FundYear = books.small(TERMS)
        agreements.put_rules(fund_year=self.year, data=leeds.RULES.encode(), by=None, at=AT)
        ledger.open_year(fund_year=self.year, by=None, at=AT)

    @property
    def pack(self) -> folder.Pack:
        """The pack as it stands."""
        return folder.read(self.path)

    def journal(self, chance: Random) -> None:
        """A sum moved in the open period."""
        period = self.pack.head.closed + 1
        moved = Transfer(0, Layer.ACTUAL, "spend", "creditors", chance.randint(1, 10**9), period, "home_care")
        words = chance.choice(["Journal", "=1+1", 'say "so", £\nnow'])
        with folder.draft(self.path) as draft:
            draft.post(
                [moved], kind=EntryKind.JOURNAL, on=ON, period=period, description=words, source="paper", by=SERVER,
                at=AT,
            )  # fmt: skip
            draft.commit(by=SERVER, at=AT)
        books.journal(self.year, moved, description=words, source="paper")

    def bring(self, chance: Random) -> None:
        """One or two months that are open: new, or seen before."""
        closed = self.pack.head.closed
        some = chance.sample(MONTHS[closed : closed + 4], chance.randint(1, 2))
        receive(self.path, [Upload(each.name, data=each.data) for each in some], by=SERVER, at=AT)
        files = [SimpleUploadedFile(each.name, each.data) for each in some]
        batch = imports.receive(fund_year=self.year, files=files, by=None, at=AT)
        batch.refresh_from_db()
        if batch.state == Batch.State.REVIEW:
            imports.accept(batch=batch, seen=batch.digest, rejected_too=False, by=None, at=AT)

    def close(self, _: Random) -> None:
        """The next period, while it is one of the first two."""
        period = self.pack.head.closed + 1
        if period < 3:
            folder.close(self.path, period, on=ON, by=SERVER, at=AT, source="trial balance")
            ledger.close_period(fund_year=self.year, period=period, on=ON, source="trial balance", by=None, at=AT)

    def reverse(self, chance: Random) -> None:
        """Any journal or import that stands."""
        pack = self.pack
        kinds = (EntryKind.JOURNAL, EntryKind.IMPORT)
        stand = [each.number for each in pack.entries if each.kind in kinds and each.number not in pack.reversed]
        if stand:
            number, period = chance.choice(stand), pack.head.closed + 1
            folder.reverse(self.path, number, on=ON, period=period, why="wrong", by=SERVER, at=AT)
            ledger.reverse(fund_year=self.year, number=number, on=ON, period=period, why="wrong", by=None, at=AT)


@pytest.mark.slow
@pytest.mark.django_db
@settings(max_examples=6)
@given(seed=st.integers(0, 10**6))
def test_any_acts_make_one_book_on_the_site_and_with_the_commands(
    tmp_path_factory: pytest.TempPathFactory, seed: int
) -> None:
    chance = Random(seed)  # noqa: S311 - chance, not secrecy
    with transaction.atomic(), pytest.MonkeyPatch.context() as patched:
        patched.setattr(work, "soon", lambda _, key: tasks.perform(key, lambda: AT))  # at once, and at that moment
        both = Both(tmp_path_factory.mktemp("acts") / "pack")
        for _ in range(chance.randint(2, 7)):
            chance.choice([both.bring, both.bring, both.journal, both.reverse, both.close])(chance)
        pack = both.pack
        assert queries.head(both.year) == pack.head
        assert queries.prove(both.year, digests=True) == ()
        same(store.book(both.year), pack.book())
        transaction.set_rollback(True)
