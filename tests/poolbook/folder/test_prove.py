"""The proof of the books: each difference between lines, transfers, balances and chain is found.

Every case is of a forger who knows the format: files are changed, and the manifest made to fit them.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given

from poolbook import folder
from poolbook.findings import Refused
from poolbook.folder import receive, tables, transfers
from poolbook.folder.lines import write_part
from poolbook.folder.manifest import Manifest, read, seal_of
from poolbook.importing import Upload
from poolbook.ledger import chain
from poolbook.ledger.balances import Balances, Cell
from poolbook.ledger.model import Entry, Layer, Transfer
from tests.poolbook.folder.packs import AT, ON, imported, journal, opened
from tests.poolbook.ledger.histories import HISTORIES, History


@pytest.fixture(scope="module")
def true_books(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A pack with two imports and a closed period; tests change copies of it."""
    path = tmp_path_factory.mktemp("true") / "pack"
    opened(path)
    imported(path, parts=2)
    imported(path)
    folder.close(path, 1, on=ON, by="A. Clerk", at=folder.read(path).entries[0].at)
    journal(path)
    return path


@pytest.fixture
def books(true_books: Path, tmp_path: Path) -> Path:
    """A copy to change."""
    return shutil.copytree(true_books, tmp_path / "pack")


def forge(path: Path, **changes: Any) -> list[str]:
    """Make the manifest fit the files as they are, and prove the pack: the codes found."""
    manifest = read((path / "manifest.json").read_bytes())
    files = {name: seal_of((path / name).read_bytes()) for name in manifest.files if (path / name).exists()}
    changed: Manifest = replace(manifest, files=files, **changes)
    (path / "manifest.json").write_bytes(changed.write())
    return sorted({found.code for found in folder.prove(folder.read(path))})


def change_lines(path: Path, change: Callable[[pl.DataFrame], pl.DataFrame]) -> None:
    """Rewrite the first part of lines."""
    part = path / "lines" / "000002-01.parquet"
    write_part(change(pl.read_parquet(part)), part)


def change_transfers(path: Path, change: Callable[[Transfer], Transfer | None], *, rehash: bool) -> None:
    """Rewrite the transfers; ``rehash`` makes the whole chain anew to fit them."""
    pack = folder.read(path)
    moved = [made for each in pack.transfers if (made := change(each)) is not None]
    (path / "transfers.csv").write_bytes(tables.TRANSFERS.write(moved))
    if rehash:
        entries: list[Entry] = []
        previous = pack.start.hash
        for entry in pack.entries:
            mine = [each for each in moved if each.entry == entry.number]
            entries.append(chain.seal(replace(entry, previous=previous), mine))
            previous = entries[-1].hash
        (path / "entries.csv").write_bytes(tables.ENTRIES.write(entries))


def proved(path: Path) -> list[str]:
    """Forge the manifest with the head that the entries now have."""
    entries = tables.ENTRIES.read((path / "entries.csv").read_bytes())
    return forge(path, head=chain.head_of(entries, chain.start("example-fund", "2025-26")))


def test_true_books_have_nothing_to_find(books: Path) -> None:
    assert forge(books) == []


def test_a_line_whose_amount_changed_shows_in_its_transfer_and_its_entry(books: Path) -> None:
    change_lines(books, lambda lines: lines.with_columns(pence=pl.col("pence") + (pl.col("id") == 1).cast(pl.Int64)))
    assert forge(books) == ["prove.import_counts", "prove.lines_changed", "prove.transfer"]
    found = folder.prove(folder.read(books))
    assert "stands over lines 1 to 2: 2 of them are there, of periods 1 to 1, and sum to £350.51" in found[0].message


@pytest.mark.parametrize("column", ["narrative", "reference", "supplier", "journal", "incurred_by"])
def test_a_line_whose_words_changed_shows_in_its_entry(books: Path, column: str) -> None:
    change_lines(books, lambda lines: lines.with_columns(pl.lit("x").alias(column)))
    assert forge(books) == ["prove.lines_changed"]


def test_words_moved_from_one_column_to_the_next_show(books: Path) -> None:
    change_lines(books, lambda lines: lines.with_columns(narrative=pl.col("supplier"), supplier=pl.col("narrative")))
    assert forge(books) == ["prove.lines_changed"]


def test_lines_in_another_order_show(books: Path) -> None:
    change_lines(books, lambda lines: lines.reverse())
    assert "prove.line_ids" in forge(books)


def test_a_line_of_a_coding_that_is_not_there_shows(books: Path) -> None:
    change_lines(books, lambda lines: lines.with_columns(coding=pl.lit(9, pl.Int32)))
    assert forge(books) == ["prove.coding", "prove.lines_changed"]


def test_a_line_taken_out_shows(books: Path) -> None:
    change_lines(books, lambda lines: lines.head(4))
    assert forge(books) == ["prove.import_counts", "prove.line_ids", "prove.lines_changed", "prove.transfer"]


def test_a_part_of_lines_taken_out_shows(books: Path) -> None:
    (books / "lines" / "000003-01.parquet").unlink()
    assert forge(books) == ["prove.import_counts", "prove.line_ids", "prove.lines_changed", "prove.transfer"]


def test_lines_of_an_entry_that_is_not_there_show(books: Path) -> None:
    manifest = read((books / "manifest.json").read_bytes())
    shutil.copy(books / "lines" / "000003-01.parquet", books / "lines" / "000099-01.parquet")
    stray = {"lines/000099-01.parquet": seal_of((books / "lines" / "000099-01.parquet").read_bytes())}
    (books / "manifest.json").write_bytes(replace(manifest, files={**manifest.files, **stray}).write())
    found = folder.prove(folder.read(books))
    assert [(each.code, each.where.file) for each in found] == [("prove.stray", "lines/000099-01.parquet")]


def test_a_part_that_cannot_be_read_is_named(books: Path) -> None:
    (books / "lines" / "000002-01.parquet").write_bytes(b"PAR1 not")
    assert "prove.unreadable" in forge(books)


@pytest.mark.parametrize("name", ["codings.csv", "rejected.csv", "imports.csv"])
def test_what_came_with_the_lines_is_part_of_their_entry(books: Path, name: str) -> None:
    text = (books / name).read_text()
    (books / name).write_text(text.replace("00123", "00124").replace("=1+1", "=1+2").replace("april", "may"))
    assert forge(books) == ["prove.lines_changed"]


def test_a_transfer_that_changed_shows_against_its_hash_and_its_lines(books: Path) -> None:
    def change(each: Transfer) -> Transfer:
        return replace(each, amount=each.amount + 1) if each.first_line == 1 else each

    change_transfers(books, change, rehash=False)
    assert forge(books) == ["chain.hash", "prove.transfer"]


@pytest.mark.parametrize(
    ("change", "codes"),
    [
        (lambda each: replace(each, amount=each.amount + 1) if each.first_line == 1 else each, ["prove.transfer"]),
        (lambda each: replace(each, period=2) if each.first_line == 1 else each, ["prove.transfer"]),
        (
            lambda each: replace(each, debit=each.credit, credit=each.debit) if each.first_line == 1 else each,
            ["prove.transfer"],
        ),
        (
            lambda each: replace(each, first_line=2, amount=250_50) if each.first_line == 1 else each,
            ["prove.loose_lines"],
        ),
        (lambda each: None if each.first_line == 1 else each, ["prove.loose_lines"]),
        (lambda each: replace(each, last_line=3) if each.first_line == 1 else each, ["prove.transfer"]),
        (lambda each: replace(each, period=1) if each.entry == 5 else each, ["prove.period_closed"]),
    ],
)
def test_even_with_the_whole_chain_made_anew_transfers_must_fit_their_lines(
    books: Path, change: Callable[[Transfer], Transfer | None], codes: list[str]
) -> None:
    change_transfers(books, change, rehash=True)
    assert proved(books) == codes


def test_a_balance_that_its_transfers_do_not_make_is_named(books: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pack = folder.read(books)
    wrong = Balances([*pack.balances, (Cell(Layer.ACTUAL, "spend", "home-care", "", 1), 1)])
    monkeypatch.setattr(transfers, "balances", lambda _: wrong)
    found = folder.prove(folder.read(books))
    assert [(each.code, each.where.key) for each in found] == [("prove.balance", "actual spend home-care  1")]
    assert found[0].message.startswith("the balance is £931.51, and its transfers make £931.50")


def test_an_imports_own_account_of_its_rows_must_add_up(books: Path) -> None:
    text = (books / "imports.csv").read_text()
    (books / "imports.csv").write_text(text.replace(",13,10,2,1,", ",14,10,2,1,"))
    assert forge(books) == ["prove.import_counts", "prove.lines_changed"]


def test_a_journal_is_counted_by_the_transfers_of_all_the_entries_made_of_its_file(tmp_path: Path) -> None:
    head = b"layer,debit,credit,amount,scheme,period,description\n"
    row = b"budget,spend,contributions,5.00,home-care,1,%s\n"
    files = [Upload("a.csv", data=head + row % b"One" + row % b"Two"), Upload("b.csv", data=head + row % b"Three")]
    opened(tmp_path)
    receive.receive(tmp_path, files, by="A. Clerk", at=AT)
    journal(tmp_path)
    assert forge(tmp_path) == []
    text = (tmp_path / "imports.csv").read_text()
    (tmp_path / "imports.csv").write_text(text.replace(",2,2,0,0,1000", ",1,1,0,0,500"))
    assert forge(tmp_path) == ["prove.import_counts", "prove.lines_changed"]


def test_a_row_of_a_table_that_cannot_be_read_is_named_with_its_column(books: Path) -> None:
    text = (books / "transfers.csv").read_text()
    (books / "transfers.csv").write_text(text.replace("\n2,actual,", "\n2,factual,", 1))
    with pytest.raises(Refused) as refusal:
        forge(books)
    where = refusal.value.findings[0].where
    assert (where.file, where.row, where.column) == ("transfers.csv", 5, "layer")


@given(HISTORIES)
def test_balances_made_in_columns_are_those_made_one_by_one(history: History) -> None:
    table = transfers.frame(tables.TRANSFERS.write(history.transfers))
    assert transfers.balances(table) == Balances.of(history.transfers)
    assert list(transfers.records(table)) == history.transfers


def test_sums_past_64_bits_are_still_exact() -> None:
    moved = [Transfer(1, Layer.ACTUAL, "spend", "creditors", 10**17 - 1, 1)] * 100
    assert transfers.balances(transfers.frame(tables.TRANSFERS.write(moved))) == Balances.of(moved)
