"""Records beside the books: superseded or withdrawn, never edited, and the Book of any moment as it was."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from poolbook import folder
from poolbook.findings import Refused
from poolbook_web.ledger import queries as ledger
from poolbook_web.monitoring import actions, models, store
from poolbook_web.monitoring.models import Kept
from poolbook_web.partners.models import Fund, FundYear
from poolbook_web.people.models import Role
from tests.poolbook.folder import packs
from tests.web import books
from tests.web.books import AT, ON, journal
from tests.web.test_at_once import at_once

COMMENT = {"period": 1, "scheme": "home-care", "text": "Two providers left.", "by": "A. Lead", "at": ON}


@pytest.fixture
def year(db: None) -> FundYear:
    """A small fund's year, with terms."""
    return books.small()


def keep(year: FundYear, kind: type[Kept], says: dict[str, Any], **others: Any) -> Kept:
    """Record something."""
    made: Kept = actions.keep(fund_year=year, kind=kind, says=says, **{"by": None, "at": AT, **others})
    return made


def test_a_record_said_anew_takes_the_place_of_the_old_one(year: FundYear) -> None:
    first = keep(year, models.Comment, COMMENT)
    keep(year, models.Comment, {**COMMENT, "text": "And one came."})
    again = keep(year, models.Comment, {**COMMENT, "text": "Three left."}, supersedes=first, why="I was wrong")
    assert [each.text for each in store.book(year).comments] == ["Three left.", "And one came."]
    assert again.why == "I was wrong"
    with pytest.raises(Refused, match="changed or withdrawn since"):
        keep(year, models.Comment, COMMENT, supersedes=first)


def test_a_record_withdrawn_counts_no_more_and_stays_on_record(year: FundYear) -> None:
    row = keep(year, models.Comment, COMMENT)
    with pytest.raises(Refused, match="say why"):
        actions.withdraw(row=row, why=" ", by=None, at=AT)
    actions.withdraw(row=row, why="not ours", by=None, at=AT)
    assert store.book(year).comments == ()
    assert models.Comment.objects.count() == 2


def test_there_is_one_fact_of_a_name_at_a_time(year: FundYear) -> None:
    keep(year, models.Fact, {"name": "short", "pence": 5_00}, evidence="letter")
    keep(year, models.Fact, {"name": "told", "truth": True}, evidence="minute 3")
    keep(year, models.Fact, {"name": "short", "pence": 6_00}, evidence="second letter")
    book = store.book(year)
    assert book.facts == {"short": 6_00, "told": True}
    assert list(book.evidence.items()) == [("short", "second letter"), ("told", "minute 3")]


def test_the_book_of_an_earlier_moment_is_as_it_was(year: FundYear) -> None:
    keep(year, models.Fact, {"name": "short", "pence": 5_00}, evidence="letter")
    journal(year)
    then, later = store.book(year), AT + timedelta(days=1)
    keep(year, models.Fact, {"name": "short", "pence": 6_00}, evidence="second letter", at=later)
    journal(year, at=later)
    assert store.book(year, AT) == then != store.book(year)
    assert store.book(year, later) == store.book(year)


@pytest.mark.parametrize(
    ("kind", "says", "code"),
    [
        (models.Comment, {**COMMENT, "scheme": "moon"}, "monitoring.unknown_scheme"),
        (models.Comment, {**COMMENT, "text": ""}, "monitoring.value"),
        (models.Comment, {**COMMENT, "period": 16}, "constraint.comment_period_known"),
        (models.Fact, {"name": "told", "truth": True}, "monitoring.no_evidence"),
        (models.Due, {"by": "nobody", "on": ON, "pence": 1}, "monitoring.unknown_partner"),
        (models.Due, {"by": "icb", "on": ON, "pence": -1}, "constraint.due_not_negative"),
    ],
)
def test_what_cannot_be_is_refused(year: FundYear, kind: type[Kept], says: dict[str, Any], code: str) -> None:
    with pytest.raises(Refused) as refusal:
        keep(year, kind, says)
    assert [each.code for each in refusal.value.findings] == [code]


def test_whoever_only_reads_records_nothing(year: FundYear) -> None:
    auditor = books.officer(year, "Aud Itor", Role.AUDITOR)
    with pytest.raises(Refused, match="Only"):
        keep(year, models.Comment, COMMENT, by=auditor)


def test_of_two_who_change_one_record_at_once_one_does(transactional_db: None) -> None:
    year = books.small()
    row = keep(year, models.Comment, COMMENT)

    def change() -> None:
        keep(year, models.Comment, {**COMMENT, "text": "Three."}, supersedes=row)

    said = at_once(change, change)
    assert said[0] == "done"
    assert said[1] in ("monitoring.superseded", "constraint.comment_superseded_once")
    assert len(store.book(year).comments) == 1


def fund(path: Path) -> Fund:
    """The fund of a pack with a little of everything in it, and its manager; without terms yet."""
    packs.opened(path, terms=books.TERMS)
    (path / "minutes.md").write_text("# Minutes\n")
    packs.imported(path, parts=2)
    made = books.fund_for(folder.read(path).terms)
    books.officer(FundYear.objects.get(fund=made), "Pat Manager", Role.POOL_MANAGER)
    return made


def test_the_commands_bring_a_pack_in_and_take_it_out(
    db: None, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: AT)
    made = fund(tmp_path / "pack")
    call_command("load_pack", str(tmp_path / "pack"), fund=made.slug, by="pat.manager@example.org")
    year = FundYear.objects.get(fund=made)
    said = capsys.readouterr().out
    assert "minutes.md: this file stays with the pack" in said
    assert said.endswith("The books of 2025-26 of Example fund are in.\n")
    assert ledger.head(year) == folder.read(tmp_path / "pack").head
    call_command("export_pack", str(tmp_path / "out"), fund=made.slug, year="2025-26")
    assert folder.verify(tmp_path / "out") == ()
    with pytest.raises(CommandError, match="holds something already"):
        call_command("export_pack", str(tmp_path / "out"), fund=made.slug, year="2025-26")
    with pytest.raises(CommandError, match="has books already"):
        call_command("load_pack", str(tmp_path / "out"), fund=made.slug, by="pat.manager@example.org")


def test_the_commands_name_what_is_not_there(db: None, tmp_path: Path) -> None:
    made = fund(tmp_path / "pack")
    with pytest.raises(CommandError, match="no fund moon"):
        call_command("load_pack", str(tmp_path), fund="moon", by="pat.manager@example.org")
    with pytest.raises(CommandError, match="Nobody signs in"):
        call_command("load_pack", str(tmp_path), fund=made.slug, by="nobody@example.org")
    with pytest.raises(CommandError, match="no year"):
        call_command("export_pack", str(tmp_path), fund=made.slug, year="1999-00")


def test_a_pack_that_does_not_verify_is_not_brought_in(db: None, tmp_path: Path) -> None:
    made = fund(tmp_path / "pack")
    entries = tmp_path / "pack" / "entries.csv"
    entries.write_bytes(entries.read_bytes().replace(b"April", b"Aprix"))
    with pytest.raises(Refused, match="changed after it was sealed"):
        actions.load_pack(fund=made, path=tmp_path / "pack", by=None, at=AT)
    assert not FundYear.objects.get(fund=made).termsversions.exists()
