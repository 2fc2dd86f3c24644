"""Writing to a pack."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from poolbook import folder
from poolbook.book import MonthEndForecast
from poolbook.findings import Refused
from poolbook.ledger.model import EntryKind, Layer
from tests.poolbook.folder.packs import (
    AT,
    ON,
    TERMS,
    content,
    imported,
    journal,
    lines_of,
    opened,
    post_import,
    post_journal,
    written,
)


def test_an_import_is_an_entry_with_lines_codings_and_a_row_for_the_file(tmp_path: Path) -> None:
    opened(tmp_path)
    pack = imported(tmp_path, parts=2)
    assert pack.head.number == 2
    assert pack.entries[1].lines != ""
    assert pack.lines().collect()["id"].to_list() == list(range(1, 11))
    assert pack.lines(first=2, last=3).select("pence").collect()["pence"].to_list() == [250_50, -40_00]
    assert pack.codings().row(0) == (1, 2, "host", '{"Cost centre":"00123"}')
    assert pack.rejected().row(0) == (2, 9, "import.amount", "x,=1+1,\n")
    assert (pack.imports[0].name, pack.imports[0].entry, pack.imports[0].posted) == ("april.csv", 2, 10)
    assert sorted(path.name for path in pack.parts()) == ["000002-01.parquet", "000002-02.parquet"]
    assert folder.prove(pack) == ()


def test_ids_and_numbers_go_on_from_import_to_import(tmp_path: Path) -> None:
    opened(tmp_path)
    imported(tmp_path)
    pack = imported(tmp_path)
    assert (pack.last_line, pack.last_coding, pack.head.number) == (10, 2, 3)
    assert pack.lines(entry=3).collect()["id"].to_list() == [6, 7, 8, 9, 10]
    assert folder.verify(tmp_path) == ()


def test_two_entries_in_one_draft_are_kept_together(tmp_path: Path) -> None:
    opened(tmp_path)
    with folder.draft(tmp_path) as draft:
        post_import(draft)
        post_journal(draft)
        pack = draft.commit(by="A. Clerk", at=AT)
    assert [entry.kind for entry in pack.entries] == [EntryKind.OPENING, EntryKind.IMPORT, EntryKind.JOURNAL]
    assert folder.verify(tmp_path) == ()


def test_the_same_acts_give_the_same_bytes(tmp_path: Path) -> None:
    for name in ("one", "two"):
        opened(tmp_path / name)
        imported(tmp_path / name, parts=2)
        journal(tmp_path / name)
    assert content(tmp_path / "one") == content(tmp_path / "two")


def test_a_draft_that_is_left_without_commit_changes_nothing(tmp_path: Path) -> None:
    opened(tmp_path)
    before = content(tmp_path)
    with folder.draft(tmp_path) as draft:
        post_import(draft)
    with folder.draft(tmp_path) as draft:
        draft.add_lines(lines_of(1, [5]))
        with pytest.raises(ValueError, match="at least one line"):
            draft.add_lines(lines_of(1, []))
    assert content(tmp_path) == before


def test_a_second_writer_is_told_to_wait_and_a_reader_is_not(tmp_path: Path) -> None:
    opened(tmp_path)
    with folder.draft(tmp_path):
        with pytest.raises(Refused, match="another Poolbook command is writing") as refusal, folder.draft(tmp_path):
            pass
        assert folder.read(tmp_path).head.number == 1
    assert refusal.value.findings[0].code == "pack.locked"
    assert not (tmp_path / ".lock").exists()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (pl.lit("x").alias("colour"), "colour is not a column"),
        (pl.col("pence").cast(pl.Float64), "pence is Float64 and must be Int64"),
        (pl.lit(None, pl.String).alias("supplier"), "supplier has empty cells"),
    ],
)
def test_lines_of_another_shape_are_refused(tmp_path: Path, change: pl.Expr, message: str) -> None:
    opened(tmp_path)
    with folder.draft(tmp_path) as draft, pytest.raises(Refused, match=message):
        draft.add_lines(lines_of(1, [5]).with_columns(change))
    with folder.draft(tmp_path) as draft, pytest.raises(Refused, match="the column vat is missing"):
        draft.add_lines(lines_of(1, [5]).drop("vat"))


def test_lines_without_an_entry_cannot_be_kept(tmp_path: Path) -> None:
    opened(tmp_path)
    with folder.draft(tmp_path) as draft:
        draft.add_lines(lines_of(1, [5]))
        with pytest.raises(ValueError, match="no entry was posted for"):
            draft.commit(by="A. Clerk", at=AT)


def test_writing_accepts_what_people_changed_and_records_it(tmp_path: Path) -> None:
    sealed = opened(tmp_path)
    assert sealed.unsealed == ()
    terms = tmp_path / "terms.yaml"
    terms.write_bytes(terms.read_bytes() + b"# a remark\n")
    (tmp_path / "facts.yaml").write_text("poolbook: facts/1\n")
    (tmp_path / "rules.yaml").unlink()
    pack = folder.read(tmp_path)
    assert [(found.code, found.where.file) for found in pack.findings] == [
        ("pack.unsealed_edit", name) for name in ("facts.yaml", "rules.yaml", "terms.yaml")
    ]
    pack = journal(tmp_path)
    assert pack.findings == ()
    rows = [(row.file, row.why, bool(row.before), bool(row.after)) for row in pack.history[-3:]]
    why = "as it stood at entry 2"
    assert rows == [
        ("facts.yaml", why, False, True),
        ("rules.yaml", why, True, False),
        ("terms.yaml", why, True, True),
    ]
    assert folder.verify(tmp_path) == ()


def test_a_seal_accepts_hand_written_files_with_a_reason(tmp_path: Path) -> None:
    opened(tmp_path)
    (tmp_path / "decisions.yaml").write_text("poolbook: decisions/1\n")
    pack, notes = folder.seal(tmp_path, by="B. Chair", at=AT, why="minute 4")
    assert [found.where.file for found in notes] == ["decisions.yaml"]
    assert (pack.history[-1].by, pack.history[-1].why, pack.history[-1].file) == (
        "B. Chair",
        "minute 4",
        "decisions.yaml",
    )
    assert folder.verify(tmp_path) == ()


@pytest.mark.parametrize("name", ["entries.csv", "transfers.csv", "imports.csv", "history.csv"])
def test_a_file_that_poolbook_writes_is_never_accepted_as_changed_by_hand(tmp_path: Path, name: str) -> None:
    opened(tmp_path)
    imported(tmp_path)
    (tmp_path / name).write_bytes((tmp_path / name).read_bytes() + b"\n")
    with pytest.raises(Refused, match="only Poolbook writes it") as refusal:
        folder.seal(tmp_path, by="A. Clerk", at=AT, why="it looked wrong")
    assert refusal.value.findings[0].where.file == name


@pytest.mark.parametrize("name", ["codings.csv", "rejected.csv"])
def test_a_changed_table_is_not_added_to(tmp_path: Path, name: str) -> None:
    opened(tmp_path)
    imported(tmp_path)
    (tmp_path / name).write_bytes((tmp_path / name).read_bytes() + b"\n")
    with pytest.raises(Refused, match="only Poolbook writes it"):
        imported(tmp_path)


def test_recorded_forecasts_are_added_below_what_people_wrote(tmp_path: Path) -> None:
    opened(tmp_path)
    by_hand = (
        'period,scheme,method,amount,reason,by,at\n1,home-care,override,"£1,250.00",a move,D. M.,2025-05-01T00:00:00Z'
    )
    (tmp_path / "forecasts.csv").write_text(by_hand)
    with folder.draft(tmp_path) as draft:
        draft.add_forecasts([MonthEndForecast(1, "reablement", "straight_line", 99_00, "", "A. Clerk", AT)])
        draft.add_forecasts([MonthEndForecast(1, "home-care", "straight_line", -1, "=1+1", "A. Clerk", AT)])
        pack = draft.commit(by="A. Clerk", at=AT)
    assert (tmp_path / "forecasts.csv").read_text().startswith(by_hand)
    assert [each.pence for each in pack.book().forecasts] == [1_250_00, 99_00, -1]
    assert folder.verify(tmp_path) == ()


def test_the_short_acts_close_and_reverse(tmp_path: Path) -> None:
    opened(tmp_path)
    imported(tmp_path)
    folder.close(tmp_path, 1, on=ON, by="A. Clerk", at=AT, source="trial balance of April")
    pack = folder.reverse(tmp_path, 2, on=ON, period=2, why="the wrong fund", by="A. Clerk", at=AT)
    assert pack.book().closed == 1
    assert pack.book().balances.total(Layer.ACTUAL, "spend") == 0
    assert pack.reversed == {2}
    assert pack.lines(standing=True).collect().height == 0
    assert pack.lines().collect().height == 5
    assert folder.verify(tmp_path) == ()


def test_a_year_is_opened_once_unless_its_opening_was_reversed(tmp_path: Path) -> None:
    opened(tmp_path)
    with pytest.raises(Refused, match="the year is open already"):
        folder.open_year(tmp_path, by="A. Clerk", at=AT)
    folder.reverse(tmp_path, 1, on=date(2025, 4, 2), period=1, why="terms corrected", by="A. Clerk", at=AT)
    pack, _ = folder.open_year(tmp_path, by="A. Clerk", at=AT)
    assert pack.book().balances.total(Layer.BUDGET, "spend") == 1_250_000_00


def test_a_year_of_which_the_terms_give_no_figure_is_not_said_to_be_open(tmp_path: Path) -> None:
    written(tmp_path, terms=TERMS.partition("contributions:")[0])
    with pytest.raises(Refused, match="nothing to open the books with") as refusal:
        folder.open_year(tmp_path, by="A. Clerk", at=AT)
    assert [found.code for found in refusal.value.findings] == ["opening.nothing"]
    assert not (tmp_path / "manifest.json").exists()
    assert [entry.kind for entry in imported(tmp_path).entries] == ["import"]


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    for act in (folder.read, lambda path: folder.draft(path).__enter__()):
        with pytest.raises(Refused, match="there is no folder"):
            act(tmp_path / "nowhere")
