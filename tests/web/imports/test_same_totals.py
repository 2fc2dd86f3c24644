"""The site and the command line are one importer: the same totals and the same books, first time and again."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from poolbook import folder
from poolbook.folder.receive import receive
from poolbook.importing import ImportResult, Upload
from poolbook.ledger.model import Layer
from poolbook_web.agreements import actions as agreements
from poolbook_web.imports.models import Batch
from poolbook_web.imports.store import digest
from poolbook_web.ledger import queries as ledger
from tests.lookalikes import leeds
from tests.web.books import AT
from tests.web.imports.extracts import MONTHS, Office, accepted, brought, office, signed_in, whole

State = Batch.State
#: As the first rules, before anybody saw that home care belongs to the fund and that the store's rows do not.
RASH = leeds.RULES.replace('expense_type: "Home Care"}, scheme: home_care', 'expense_type: "Home Care"}, elsewhere: X')


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    """The command line's side of it."""
    (tmp_path / "terms.yaml").write_text(leeds.TERMS, encoding="utf-8")
    return tmp_path


def by_command(pack: Path, rules: str, files: dict[str, bytes]) -> ImportResult:
    """What the command line makes of files."""
    (pack / "rules.yaml").write_text(rules, encoding="utf-8")
    return receive(pack, [Upload(name, data=data) for name, data in files.items()], by="Poolbook", at=AT)


def by_site(here: Office, files: dict[str, bytes]) -> Batch:
    """What the site reads in them, before anybody accepts it."""
    return brought(here, *(SimpleUploadedFile(name, data) for name, data in files.items()))


def same_books(here: Office, pack: Path) -> None:
    """Balances and lines are the same; only who posted, and so the chain, differs."""
    there = folder.read(pack)
    assert ledger.balances(here.year) == there.balances
    assert ledger.head(here.year).number == there.head.number
    assert ledger.prove(here.year, digests=True) == ()


def test_a_year_of_files_comes_to_the_same_totals_as_by_the_command(db: None, pack: Path) -> None:
    here, files = office(), {month.name: month.data for month in MONTHS}
    command = by_command(pack, leeds.RULES, files)
    batch = by_site(here, files)
    assert batch.digest == digest(command), "every count and every sum, file by file"
    assert (batch.lines, batch.new, int(batch.pence)) == tuple(
        command.total[name] for name in ("lines", "new", "net_pence")
    )
    assert int(batch.pence) == leeds.total(MONTHS, leeds.CARE)
    assert accepted(here, batch).state == State.ACCEPTED
    same_books(here, pack)


def test_the_same_files_again_add_nothing_to_either(db: None, pack: Path) -> None:
    here, files = office(), {month.name: month.data for month in MONTHS[:3]}
    by_command(pack, leeds.RULES, files)
    accepted(here, by_site(here, files))
    saved_again = {f"again-{name}": data.replace(b"\r\n", b"\n") for name, data in files.items()}
    for copies in (files, saved_again):
        command, batch = by_command(pack, leeds.RULES, copies), by_site(here, copies)
        assert (batch.state, batch.new, int(batch.pence)) == (State.NOTHING_NEW, 0, 0)
        assert batch.digest == digest(command)
        assert command.total["new"] == 0
    same_books(here, pack)


def test_the_same_files_after_a_rule_was_mended_bring_what_they_left_and_no_more(db: None, pack: Path) -> None:
    here, files = office(RASH), {month.name: month.data for month in MONTHS[:3]}
    by_command(pack, RASH, files)
    accepted(here, by_site(here, files))
    agreements.put_rules(fund_year=here.year, data=leeds.RULES.encode(), by=None, at=AT)
    command, batch = by_command(pack, leeds.RULES, files), by_site(here, files)
    left = sum(each.type == "Home Care" for each in leeds.payments(MONTHS[:3]) if each.pool == leeds.CARE)
    assert (batch.state, batch.new, batch.digest) == (State.REVIEW, left, digest(command))
    page = whole(signed_in(here.finn).get(f"{here.address}{batch.number}/").content)
    assert "which is in the books: only what it left out then is added." in page
    assert accepted(here, batch).state == State.ACCEPTED
    assert by_site(here, files).state == State.NOTHING_NEW, "once, and not again"
    same_books(here, pack)
    assert ledger.balances(here.year).total(Layer.ACTUAL, "spend") == leeds.total(MONTHS[:3], leeds.CARE)
