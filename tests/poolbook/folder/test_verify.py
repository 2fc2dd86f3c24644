"""Verification: any byte that changed anywhere is found, and the file is named."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from poolbook import folder
from poolbook.book import Book
from poolbook.findings import Finding, Refused, Severity
from poolbook.folder.manifest import Manifest, read, seal_of
from poolbook.ledger.model import Layer
from tests.poolbook.folder.packs import AT, content, imported, journal, opened

REQUEST = {"report": "position", "quarter": 1}


def perform(book: Book, request: Mapping[str, Any]) -> bytes:
    """A report of two figures, from the ledger and from the facts."""
    spent = book.balances.total(Layer.ACTUAL, "spend")
    return f"{request['report']} {spent} {dict(book.facts)} {book.terms.fund.name}\n".encode()


def issue(path: Path, name: str) -> None:
    """Issue that report."""
    with folder.draft(path) as draft:
        draft.issue(name, REQUEST, perform(draft.pack.book(), REQUEST), by="A. Clerk", at=AT)
        draft.commit(by="A. Clerk", at=AT)


def errors(found: tuple[Finding, ...]) -> list[tuple[str, str]]:
    """Code and file of each error."""
    return [(each.code, each.where.file) for each in found if each.severity is Severity.ERROR]


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A pack with something of everything; tests write to copies of it."""
    path = tmp_path_factory.mktemp("full") / "pack"
    opened(path)
    (path / "facts.yaml").write_text("poolbook: facts/1\nfacts: {disclosed: {value: true, evidence: minute 3}}\n")
    imported(path, parts=2)
    issue(path, "position-q1.txt")
    journal(path)
    return path


def test_a_pack_that_was_left_alone_verifies(full: Path) -> None:
    assert folder.verify(full, perform) == ()
    assert folder.verify(full)[0].code == "pack.reports_not_made_again"


@given(st.data())
def test_one_changed_byte_anywhere_is_found_and_its_file_named(full: Path, data: st.DataObject) -> None:
    files = content(full)
    name = data.draw(st.sampled_from(sorted(files)))
    place = data.draw(st.integers(0, len(files[name]) - 1))
    changed = bytearray(files[name])
    changed[place] ^= data.draw(st.integers(1, 255))
    try:
        (full / name).write_bytes(changed)
        assert name in {file for _, file in errors(folder.verify(full, perform))}
    finally:
        (full / name).write_bytes(files[name])


@settings(max_examples=settings().max_examples // 5)
@given(st.data())
def test_a_missing_file_a_cut_one_and_an_added_one_are_named(full: Path, data: st.DataObject) -> None:
    files = content(full)
    name = data.draw(st.sampled_from(sorted(set(files) - {"manifest.json"})))
    try:
        (full / name).unlink()
        assert ("pack.missing_file", name) in errors(folder.verify(full))
        (full / name).write_bytes(files[name][:-1])
        assert ("pack.changed_file", name) in errors(folder.verify(full))
        stray = full / name.replace(".", "x.")
        (full / name).write_bytes(files[name])
        stray.write_bytes(b"stray")
        assert errors(folder.verify(full)) == [("pack.added_file", stray.relative_to(full).as_posix())]
    finally:
        (full / name).write_bytes(files[name])
        stray.unlink(missing_ok=True)


def test_without_its_manifest_a_pack_that_has_entries_is_refused(full: Path, tmp_path: Path) -> None:
    path = shutil.copytree(full, tmp_path / "pack")
    (path / "manifest.json").unlink()
    assert ("pack.no_manifest", "entries.csv") in errors(folder.verify(path))


def test_a_new_pack_has_nothing_to_verify_yet(tmp_path: Path) -> None:
    folder.new(tmp_path)
    assert [found.code for found in folder.verify(tmp_path)] == ["pack.not_sealed"]


def test_a_manifest_of_a_later_format_is_said_to_be_one(full: Path, tmp_path: Path) -> None:
    path = shutil.copytree(full, tmp_path / "pack")
    later = json.loads((path / "manifest.json").read_bytes()) | {"format": "pack/2"}
    (path / "manifest.json").write_text(json.dumps(later))
    found = folder.verify(path)
    assert [each.code for each in found] == ["pack.format"]
    assert "reads pack/1" in found[0].message


def forge(path: Path, *names: str, **changes: Any) -> None:
    """Change the manifest so that it fits these files as they now are: what a forger would do."""
    manifest = read((path / "manifest.json").read_bytes())
    files = {**manifest.files, **{name: seal_of((path / name).read_bytes()) for name in names}}
    fields = {"fund": manifest.fund, "year": manifest.year, "head": manifest.head, "last_line": manifest.last_line}
    (path / "manifest.json").write_bytes(
        Manifest(**{**fields, "last_coding": manifest.last_coding, "files": files, **changes}).write()
    )


def test_a_history_rewritten_as_a_whole_shows_against_a_hash_noted_elsewhere(full: Path, tmp_path: Path) -> None:
    noted = folder.read(full).entries[1]
    opened(tmp_path / "other")
    journal(tmp_path / "other", description="Another past")
    assert errors(folder.verify(tmp_path / "other")) == []
    assert errors(folder.verify(full, checkpoint=(2, noted.hash[:12]))) == []
    for number in (2, 9):
        found = folder.verify(tmp_path / "other", checkpoint=(number, noted.hash))
        assert errors(found) == [("pack.checkpoint", "entries.csv")]


def test_a_tail_cut_off_shows_against_the_manifest(full: Path, tmp_path: Path) -> None:
    path = shutil.copytree(full, tmp_path / "pack")
    for name in ("entries.csv", "transfers.csv"):
        rows = (path / name).read_bytes().splitlines(keepends=True)
        (path / name).write_bytes(b"".join(rows[:-1]))
    forge(path, "entries.csv", "transfers.csv")
    assert errors(folder.verify(path)) == [("prove.head", "manifest.json")]


def test_books_of_another_fund_are_refused(full: Path, tmp_path: Path) -> None:
    path = shutil.copytree(full, tmp_path / "pack")
    terms = (path / "terms.yaml").read_text().replace("2025-26", "2026-27")
    (path / "terms.yaml").write_text(terms)
    assert errors(folder.verify(path)) == [("pack.changed_file", "terms.yaml")]
    with pytest.raises(Refused, match="another year is another pack"):
        folder.read(path)


def test_an_issued_report_is_made_again_from_the_books_and_the_papers_of_its_day(full: Path, tmp_path: Path) -> None:
    path = shutil.copytree(full, tmp_path / "pack")
    (path / "facts.yaml").write_text("poolbook: facts/1\n")
    terms = (path / "terms.yaml").read_text().replace("Example fund", "Renamed fund")
    (path / "terms.yaml").write_text(terms)
    journal(path)
    issue(path, "position-q1-again.txt")
    assert folder.verify(path, perform) == ()
    assert (path / "reports" / "position-q1.txt").read_text() == "position 62100 {'disclosed': True} Example fund\n"
    assert (path / "reports" / "position-q1-again.txt").read_text() == "position 64100 {} Renamed fund\n"


def test_a_report_that_comes_out_otherwise_is_named(full: Path) -> None:
    found = folder.verify(full, lambda book, request: perform(book, request) + b"!")
    assert errors(found) == [("pack.report_differs", "reports/position-q1.txt")]


def test_a_report_that_cannot_be_made_again_is_named(full: Path, tmp_path: Path) -> None:
    path = shutil.copytree(full, tmp_path / "pack")
    stored = next((path / "reports" / "inputs").glob("*-terms.yaml"))
    stored.write_text("poolbook: terms/1\n")
    forge(path, stored.relative_to(path).as_posix())
    assert errors(folder.verify(path, perform)) == [("pack.report_refused", "reports/position-q1.txt")]


def test_a_report_whose_record_cannot_be_read_is_named(full: Path, tmp_path: Path) -> None:
    path = shutil.copytree(full, tmp_path / "pack")
    record = "reports/position-q1.txt.json"
    (path / record).write_text("{}")
    forge(path, record)
    for found in (folder.verify(path), folder.verify(path, perform)):
        assert errors(found) == [("pack.report_record", record)]


@pytest.mark.parametrize("name", ["../x.txt", "a.json", "", "a/b.txt", ".hidden"])
def test_a_report_has_a_plain_name(full: Path, tmp_path: Path, name: str) -> None:
    path = shutil.copytree(full, tmp_path / "pack")
    with pytest.raises(Refused, match="cannot be a report's name"):
        issue(path, name)


def test_what_was_issued_is_not_issued_again_under_its_name(full: Path, tmp_path: Path) -> None:
    path = shutil.copytree(full, tmp_path / "pack")
    with pytest.raises(Refused, match="was issued before"):
        issue(path, "position-q1.txt")
