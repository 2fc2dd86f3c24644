"""The settings: a wrong one stops the start in words, production has no loose end, SQLite keeps its promises."""

from __future__ import annotations

import hashlib
import json
import os
import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from poolbook_web import settings as documented
from poolbook_web.base import checks
from poolbook_web.settings import environment, sqlite

ROOT = Path(documented.__file__).resolve().parents[1]

REPOSITORY = ROOT.parents[1]

PRODUCTION = {
    "DJANGO_SETTINGS_MODULE": "poolbook_web.settings.production",
    "POOLBOOK_SECRET_KEY": "nine-quiet-lanes-and-four-green-doors-and-seven-herons-wading-2026",
    "POOLBOOK_HOSTS": "pool.example.gov.uk",
    "POOLBOOK_MAIL_URL": "smtp://ann:secret@mail.example:587",
    "POOLBOOK_MAIL_FROM": "Poolbook <pool@example.gov.uk>",
}


def only(settings: dict[str, str]) -> dict[str, str]:
    """The environment with these settings, and none of the tests' own."""
    kept = {name: each for name, each in os.environ.items() if not re.match("POOLBOOK|DJANGO|DATABASE", name)}
    return kept | settings


def site(*words: str, **changes: str) -> subprocess.CompletedProcess[str]:
    """Run the site's command with these settings and none of the tests'."""
    command = [sys.executable, "-W", "error", "-m", "poolbook_web", *words]
    return subprocess.run(command, env=only(changes), capture_output=True, text=True, check=False, timeout=120)


@pytest.mark.slow
@pytest.mark.parametrize("proxies", ["0", "1"])
def test_a_check_of_production_prints_nothing(tmp_path: Path, proxies: str) -> None:
    found = site("check", "--deploy", **PRODUCTION, POOLBOOK_DATA=str(tmp_path), POOLBOOK_PROXIES=proxies)
    assert (found.returncode, found.stderr) == (0, "")
    assert found.stdout == "System check identified no issues (0 silenced).\n"


@pytest.mark.slow
def test_production_without_a_secret_key_does_not_start(tmp_path: Path) -> None:
    found = site("check", **PRODUCTION | {"POOLBOOK_SECRET_KEY": ""}, POOLBOOK_DATA=str(tmp_path))
    assert found.returncode != 0
    said = "Set POOLBOOK_SECRET_KEY in the environment; docs/reference/settings.md explains it.\n"
    assert found.stderr == said, "and no more"


@pytest.mark.slow
def test_the_local_site_is_made_by_two_commands_and_keeps_its_secret(tmp_path: Path) -> None:
    data = tmp_path / "data"
    assert site("migrate", "--verbosity", "0", POOLBOOK_DATA=str(data)).stderr == ""
    made = site("first_administrator", "ann@example.org", "Ann Admin", POOLBOOK_DATA=str(data))
    assert "http://localhost:8000/join/" in made.stdout
    assert "If the site is served elsewhere, put its address in the place of http://localhost:8000." in made.stdout
    secret = data / "secret-key"
    assert secret.stat().st_mode & 0o077 == 0 or os.name == "nt"
    checked = site("verify_history", POOLBOOK_DATA=str(data))
    assert checked.stdout.startswith("the site: All events stand as they were written: 1 in all.")


@pytest.mark.slow
def test_the_local_site_is_served_to_this_machine_and_to_no_other(tmp_path: Path) -> None:
    refused = site("serve", "--address", "0.0.0.0", POOLBOOK_DATA=str(tmp_path))  # noqa: S104 - it is refused
    assert refused.returncode != 0
    assert "not served to 0.0.0.0" in refused.stderr
    site("migrate", "--verbosity", "0", POOLBOOK_DATA=str(tmp_path))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "poolbook_web", "serve", "--port", str(port), "--workers", "1"]
    local = only({"POOLBOOK_DATA": str(tmp_path)})
    with subprocess.Popen(command, env=local, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as served:
        try:
            said = answered(f"http://127.0.0.1:{port}/health/")
            assert (said["database"], said["migrations"]) == ("ok", "ok")
            assert said["worker"] == "no worker was seen: run poolbook-site work"
        finally:
            served.terminate()


def answered(url: str) -> dict[str, str]:
    """What an address says, within half a minute."""
    for _ in range(120):
        try:
            with urllib.request.urlopen(url, timeout=5) as response:  # noqa: S310 - an address of this test
                said: dict[str, str] = json.load(response)
                return said
        except urllib.error.HTTPError as told:
            with told:
                return dict(json.load(told))
        except OSError:
            time.sleep(0.25)
    raise TimeoutError(url)


def test_every_variable_that_is_read_is_documented_and_no_other() -> None:
    code = "".join(
        path.read_text(encoding="utf-8") for path in (ROOT / "settings").glob("*.py") if path.stem != "__init__"
    )
    read = set(re.findall(r'environment\.\w+\(\s*"([A-Z_]+)"', code))
    page = (REPOSITORY / "docs" / "reference" / "settings.md").read_text(encoding="utf-8")
    assert read == set(re.findall(r"^\| `([A-Z_]+)`", page.partition("## The variables")[2], re.MULTILINE))


@pytest.mark.parametrize("url", ["mysql://x/y", "postgres://x:port/y", "localhost", "postgres://[/y"])
def test_a_database_address_that_is_none_is_refused_without_showing_it(url: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="DATABASE_URL must be an address") as refusal:
        environment.postgres(url)
    assert url not in str(refusal.value)


def test_a_number_or_a_switch_that_is_none_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POOLBOOK_PROXIES", "-1")
    with pytest.raises(ImproperlyConfigured, match="whole number, 0 or more"):
        environment.whole("POOLBOOK_PROXIES", 0)
    monkeypatch.setenv("POOLBOOK_MFA", "yes")
    with pytest.raises(ImproperlyConfigured, match="must be on or off"):
        environment.switch("POOLBOOK_MFA")
    monkeypatch.setenv("POOLBOOK_HOSTS", " a.example , b.example,")
    assert environment.names("POOLBOOK_HOSTS") == ["a.example", "b.example"]
    assert environment.smtp("smtps://mail.example")["EMAIL_PORT"] == 465


@pytest.mark.skipif("connection.vendor != 'sqlite'")
def test_sqlite_runs_under_the_rules_that_lose_nothing(db: None) -> None:
    wanted = {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "recursive_triggers": 1,
        "busy_timeout": 30000,
    }
    with connection.cursor() as cursor:
        cursor.execute("SELECT sqlite_version()")
        version = tuple(map(int, cursor.fetchone()[0].split(".")))
        if version < sqlite.SAFE_WAL:
            wanted["journal_mode"] = "truncate"
        found = {}
        for name in wanted:
            cursor.execute(f"PRAGMA {name}")
            found[name] = cursor.fetchone()[0]
    assert found == wanted
    assert connection.settings_dict["OPTIONS"]["transaction_mode"] == "IMMEDIATE"


@pytest.mark.parametrize(
    ("engine", "begin", "version", "found"),
    [
        ("sqlite3", "PRAGMA journal_mode=WAL;", (3, 40, 1), ["poolbook.E001"]),
        ("sqlite3", "PRAGMA journal_mode=TRUNCATE;", (3, 40, 1), []),
        ("sqlite3", "PRAGMA journal_mode=WAL;", (3, 51, 3), []),
        ("postgresql", "", (3, 40, 1), []),
    ],
)
def test_an_unsafe_sqlite_is_named_before_the_site_starts(
    monkeypatch: pytest.MonkeyPatch, engine: str, begin: str, version: tuple[int, ...], found: list[str]
) -> None:
    database = {"ENGINE": f"django.db.backends.{engine}", "NAME": "x", "OPTIONS": {"init_command": begin}}
    monkeypatch.setattr(settings, "DATABASES", {"default": database})
    monkeypatch.setattr(settings, "SQLITE_VERSION", version)
    assert [each.id for each in checks.sqlite_is_safe()] == found


def test_a_database_on_a_network_drive_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "file_system", lambda *_: "nfs4")
    database = {"ENGINE": "django.db.backends.sqlite3", "NAME": "x", "OPTIONS": {}}
    monkeypatch.setattr(settings, "DATABASES", {"default": database})
    assert [each.id for each in checks.sqlite_is_safe()] == (
        ["poolbook.E002"] if Path("/proc/self/mounts").exists() else []
    )


@pytest.mark.slow
def test_the_migrations_say_what_the_models_say(tmp_path: Path) -> None:
    command = [sys.executable, "-W", "error", "-m", "django", "makemigrations", "--check", "--dry-run"]
    local = {"DJANGO_SETTINGS_MODULE": "poolbook_web.settings.local", "POOLBOOK_DATA": str(tmp_path)}
    found = subprocess.run(command, env=only(local), capture_output=True, text=True, check=False)
    assert (found.returncode, found.stdout) == (0, "No changes detected\n")


def test_the_vendored_files_are_those_that_were_recorded_and_bear_no_brand() -> None:
    folder = ROOT / "base" / "static" / "govuk"
    origin = json.loads((folder / "origin.json").read_text(encoding="utf-8"))
    for name, digest in origin["sha256"].items():
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == digest, name
    assert {each.name for each in folder.iterdir()} == {*origin["sha256"], "origin.json"}
    css = (folder / "govuk-frontend.min.css").read_text(encoding="utf-8")
    assert not re.search(r"GDS Transport|Calvert|crest|@font-face|url\((?!['\"]?data:)", css)
    assert css.count("{") == css.count("}")
