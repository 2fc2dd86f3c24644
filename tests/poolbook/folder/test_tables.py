"""Tables and lines: the same bytes each time, whatever is in the cells."""

from __future__ import annotations

import csv
import hashlib
import io
from datetime import date

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from poolbook.folder import tables
from poolbook.folder.lines import DIGESTED, LINES, Digest, Evidence, numbered
from tests.poolbook.folder.packs import lines_of
from tests.poolbook.ledger.histories import AT, AWKWARD, HISTORIES, History

TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=8) | st.sampled_from(AWKWARD)


@given(HISTORIES)
def test_entries_and_transfers_are_read_as_written_and_written_to_the_same_bytes(history: History) -> None:
    entries = tables.ENTRIES.write(history.entries)
    assert tables.ENTRIES.read(entries) == tuple(history.entries)
    assert tables.ENTRIES.write(tables.ENTRIES.read(entries)) == entries
    transfers = tables.TRANSFERS.write(history.transfers)
    assert tables.TRANSFERS.read(transfers) == tuple(history.transfers)
    assert tables.TRANSFERS.write(tables.TRANSFERS.read(transfers)) == transfers


@given(TEXTS, TEXTS)
def test_any_text_is_stored_as_it_was_typed(why: str, by: str) -> None:
    row = tables.Sealed(AT, by, why, "terms.yaml", "", "ab")
    assert tables.HISTORY.read(tables.HISTORY.write([row, row])) == (row, row)


def test_a_cell_that_a_spreadsheet_would_run_is_left_alone() -> None:
    row = tables.Sealed(AT, "=1+1", "@x", "+44", "-1", "")
    assert tables.HISTORY.rows([row]) == b"2009-07-03T09:30:00Z,=1+1,@x,+44,-1,\n"


def by_hand(rows: list[list[str]]) -> str:
    """The digest as the reference page has it, without polars."""
    text = io.StringIO(newline="")
    csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\n").writerows(rows)
    return hashlib.sha256(text.getvalue().encode()).hexdigest()


@given(st.lists(st.tuples(TEXTS, TEXTS, st.integers(-(10**17), 10**17), st.none() | st.integers(-9, 9)), max_size=5))
def test_the_digest_of_lines_is_that_of_quoted_csv(rows: list[tuple[str, str, int, int | None]]) -> None:
    frame = numbered(lines_of(1, [row[2] for row in rows]), 7, 3).with_columns(
        narrative=pl.Series([row[0] for row in rows], dtype=pl.String),
        supplier=pl.Series([row[1] for row in rows], dtype=pl.String),
        vat=pl.Series([row[3] for row in rows], dtype=pl.Int64),
    )
    digest = Digest()
    for part in (frame[:2], frame[2:]):  # the digest does not depend on how lines are cut into parts
        digest.add(part, DIGESTED)
    cells = [["" if cell is None else str(cell) for cell in row] for row in frame.select(DIGESTED).iter_rows()]
    assert digest.hexdigest() == by_hand(cells)


def test_the_digest_of_an_entrys_evidence_is_that_of_the_reference_page() -> None:
    """The worked example of docs/reference/ledger.md, "The digest of lines"."""
    evidence = Evidence()
    assert evidence.digest == ""
    line = numbered(lines_of(1, [100_00]), 1, 2)
    evidence.lines(line)
    text = '"1","1","2","2025-05-02","1","10000","","INV ""7"", a","=1+1","Été Care","AP",""\n'
    nothing = hashlib.sha256(b"").hexdigest()
    of_line = hashlib.sha256(text.encode()).hexdigest()
    whole = f"imports 0 {nothing}\ncodings 0 {nothing}\nlines 1 {of_line}\nrejected 0 {nothing}\n"
    assert evidence.digest == hashlib.sha256(whole.encode()).hexdigest()
    assert evidence.digest == "85b3caf25abc82e7206114509e04df4b79f1517dc9496f13748577caa4b3ef31"


def test_a_part_holds_every_column_in_order() -> None:
    part = numbered(lines_of(1, [5, 6]), 10, 2)
    assert dict(part.schema) == {name: kind() for name, kind in LINES.items()}
    assert part["id"].to_list() == [10, 11]
    assert part["day"].to_list() == [date(2025, 5, 2)] * 2
