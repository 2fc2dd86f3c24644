"""Extracts into the database by the core's importer: the entries of a pack, hash for hash, and never half a file."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

import pytest

from poolbook import folder, importing
from poolbook.findings import Refused
from poolbook.folder.receive import receive
from poolbook.importing import ImportResult, Outcome, Upload
from poolbook_web.agreements import actions as agreements
from poolbook_web.agreements import queries as agreed
from poolbook_web.ledger import actions, queries
from poolbook_web.ledger.models import Coding, Line, Received
from poolbook_web.ledger.store import batch as batches
from poolbook_web.monitoring import actions as monitoring
from poolbook_web.monitoring.store import pack as packs
from poolbook_web.partners.models import FundYear
from tests.web import books
from tests.web.books import AT, ON, journal, moved
from tests.worlds.build import EXAMPLES

NAME = "birmingham-mental-health-2009-10"
EXTRACTS = sorted((EXAMPLES / "extracts" / NAME).glob("*.csv"))[:2]


def of_example() -> FundYear:
    """The example's year, with its terms, rules and records, opened."""
    year = books.small((EXAMPLES / NAME / "terms.yaml").read_text(encoding="utf-8"))
    agreements.put_rules(fund_year=year, data=(EXAMPLES / NAME / "rules.yaml").read_bytes(), by=None, at=AT)
    for row in packs.rows(folder.read(EXAMPLES / NAME).recorded):
        row.fund_year, row.recorded_at = year, AT
        row.save()
    monitoring.open_year(fund_year=year, by=None, at=AT)
    return year


def bring(year: FundYear, files: Sequence[Path | Upload]) -> ImportResult:
    """What an upload does, without its screens."""
    uploads = [each if isinstance(each, Upload) else Upload.of(each) for each in files]
    with batches.gather(year) as batch:
        result = importing.run(
            uploads, agreed.rules(year), standing=queries.standing(year), store=batch, by="Poolbook", at=AT
        )
        if result.outcome is Outcome.POSTED:
            actions.keep(batch=batch, by=None, at=AT)
    return result


def test_the_same_files_make_the_same_hashes_as_in_a_pack(db: None, tmp_path: Path) -> None:
    shutil.copytree(EXAMPLES / NAME, tmp_path / NAME)
    receive(tmp_path / NAME, EXTRACTS, by="Poolbook", at=AT)
    year = of_example()
    assert bring(year, EXTRACTS).outcome is Outcome.POSTED
    pack = folder.read(tmp_path / NAME)
    assert queries.head(year) == pack.head
    assert queries.balances(year) == pack.balances
    assert queries.prove(year, digests=True) == ()
    assert Line.of(year).count() == pack.last_line


def test_the_same_file_again_adds_nothing_and_counts_again_once_it_was_reversed(db: None) -> None:
    year = of_example()
    bring(year, EXTRACTS[:1])
    before = queries.head(year)
    assert bring(year, EXTRACTS[:1]).outcome is Outcome.NOTHING_NEW
    grown = Upload(EXTRACTS[0].name, data=EXTRACTS[0].read_bytes() + b"\n")
    assert bring(year, [grown]).outcome is Outcome.NOTHING_NEW, "every line was seen before"
    assert queries.head(year) == before
    actions.reverse(fund_year=year, number=before.number, on=ON, period=1, why="wrong file", by=None, at=AT)
    assert bring(year, EXTRACTS[:1]).outcome is Outcome.POSTED
    assert queries.prove(year, digests=True) == ()


def test_a_line_is_reached_from_its_figure_and_back(db: None) -> None:
    year = of_example()
    bring(year, EXTRACTS[:1])
    for each in queries.search(year, queries.Wanted(kind="import"))[:5]:
        lines = list(queries.lines(each))
        assert abs(sum(line.pence for line in lines)) == each.amount
        assert queries.transfer_of_line(year, lines[-1].number) == each
        assert {line.coding for line in lines} <= set(queries.codings(year, lines))
    file = queries.received(year)[0]
    assert (file.name, file.rows) == (EXTRACTS[0].name, Line.of(year).count())
    assert list(queries.received_in(file.entry)) == [file]
    assert not queries.rejected(file.entry)


def test_a_journal_posted_while_an_extract_was_read_goes_before_it(db: None) -> None:
    year = of_example()
    uploads = [Upload.of(each) for each in EXTRACTS[:1]]
    with batches.gather(year) as batch:
        importing.run(uploads, agreed.rules(year), standing=queries.standing(year), store=batch, by="P", at=AT)
        scheme = agreed.terms(year).schemes[0].code
        between = journal(year, moved(scheme=scheme))
        kept = actions.keep(batch=batch, by=None, at=AT)
    assert kept[0].previous == between.hash
    assert queries.prove(year, digests=True) == ()


@pytest.mark.parametrize("meanwhile", ["import", "reversal", "closing"])
def test_an_extract_is_refused_where_what_it_was_compared_with_has_changed(db: None, meanwhile: str) -> None:
    year = of_example()
    bring(year, EXTRACTS[:1])
    with batches.gather(year) as batch:
        rules, standing = agreed.rules(year), queries.standing(year)
        importing.run([Upload.of(EXTRACTS[1])], rules, standing=standing, store=batch, by="P", at=AT)
        match meanwhile:
            case "import":
                bring(year, EXTRACTS[1:])
            case "reversal":
                actions.reverse(fund_year=year, number=2, on=ON, period=1, why="wrong", by=None, at=AT)
            case _:
                actions.close_period(fund_year=year, period=1, on=ON, source="", by=None, at=AT)
        head = queries.head(year)
        with pytest.raises(Refused) as refusal:
            actions.keep(batch=batch, by=None, at=AT)
    assert [each.code for each in refusal.value.findings] == ["ledger.moved_on"]
    assert queries.head(year) == head
    assert queries.prove(year, digests=True) == ()


def test_what_is_not_kept_leaves_nothing_behind(db: None) -> None:
    year = of_example()
    with batches.gather(year) as batch:
        importing.run(
            [Upload.of(EXTRACTS[0])], agreed.rules(year), standing=queries.standing(year), store=batch, by="P", at=AT
        )
        assert [each.entry.number for each in batch.posted] == [2]
    assert not Line.of(year).exists()
    assert not Coding.of(year).exists()
    assert not Received.objects.filter(entry__fund_year=year).exists()
