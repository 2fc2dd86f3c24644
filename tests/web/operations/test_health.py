"""What the site says of its own health, what a worker leaves behind, and that no table lost its protection unseen."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.db import IntegrityError, connection, transaction
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client
from pytest_django import Settings

from poolbook_web.base import appendonly, health, scratch

AT = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def forgotten(db: None) -> Iterator[None]:
    """What one test finds out, the next does not know."""
    health._up_to_date.cache_clear()
    yield
    health._up_to_date.cache_clear()


@pytest.fixture
def with_a_worker(settings: Settings) -> None:
    """Work is kept in the database for a worker, as in real use."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    cache.delete(health._KEY)


def test_health_names_every_part_and_gives_nothing_away(client: Client) -> None:
    said = client.get("/health/").json()
    assert set(said) == {"status", "version", "database", "tables", "migrations", "worker", "disk"}
    assert {each for name, each in said.items() if name != "version"} == {"ok"}


@pytest.mark.usefixtures("with_a_worker")
def test_a_worker_that_never_came_and_one_that_fell_silent_are_told_apart(client: Client) -> None:
    assert health.parts(AT)["worker"].startswith("no worker was seen")
    health.beat(AT)
    assert health.parts(AT + health.SILENT)["worker"] == "ok"
    assert health.parts(AT + health.SILENT + timedelta(seconds=1))["worker"].startswith("the worker fell silent")
    answer = client.get("/health/")
    assert (answer.status_code, answer.json()["status"]) == (503, "look at it")


def test_a_database_of_another_version_is_told() -> None:
    last = MigrationRecorder.Migration.objects.filter(app="base").order_by("name").last()
    assert last is not None
    last.delete()
    assert "poolbook-site upgrade" in health.parts(AT)["migrations"]


def test_a_disk_that_is_nearly_full_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=health.ROOM - 1))
    assert health.parts(AT)["disk"] == "the disk is nearly full"


def test_what_a_killed_process_left_behind_is_swept_after_a_day(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    for name, age in (("poolbook-batch-old", 25), ("poolbook-import-new", 1), ("somebody-elses", 99)):
        (tmp_path / name).mkdir()
        (tmp_path / name / "000001.arrow").write_text("lines")
        os.utime(tmp_path / name, (then := (AT - timedelta(hours=age)).timestamp(), then))
    assert scratch.sweep(AT) == 1
    assert sorted(each.name for each in tmp_path.iterdir()) == ["poolbook-import-new", "somebody-elses"]


def test_every_folder_for_a_moment_is_one_that_is_swept() -> None:
    source = Path(scratch.__file__).resolve().parents[1]
    made = [
        name
        for path in source.rglob("*.py")
        for name in _prefixes(path.read_text(encoding="utf-8"))
        if not path.is_relative_to(source / "demo") and path.name != "test.py"
    ]
    assert made
    assert set(made) <= set(scratch.PREFIXES)


def _prefixes(text: str) -> list[str]:
    return [part.partition('"')[0] for part in text.split('prefix="')[1:] if not part.startswith(".")]


@pytest.mark.parametrize("table", appendonly.tables())
def test_every_table_that_only_grows_refuses_to_be_emptied_at_once(table: str) -> None:
    if connection.vendor == "sqlite":  # it has no TRUNCATE; DELETE without WHERE stands for it
        with connection.cursor() as cursor:
            cursor.execute("SELECT COUNT(*) FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s", [table])
            assert cursor.fetchone()[0] == 3
        return
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # no table is truncated while rows wait to be checked
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {table} CASCADE")


def test_a_site_whose_table_lost_its_protection_does_not_start() -> None:
    on = " ON ledger_entry" if connection.vendor == "postgresql" else ""
    name = "ledger_entry_no_truncate" if connection.vendor == "postgresql" else "ledger_entry_no_delete"
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER {name}{on}")
    with pytest.raises(SystemCheckError, match="ledger_entry in default is not protected"):
        call_command("check", databases=["default"])
    assert health.parts(AT)["tables"].startswith("tables are not protected")
    appendonly.protect()
    call_command("check", databases=["default"], verbosity=0)
