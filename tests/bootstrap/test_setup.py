"""A whole set-up in a checkout of its own, with a stand-in for the installer: quick, and no network."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import bootstrap

pytestmark = pytest.mark.skipif(bootstrap.WINDOWS, reason="the stand-in for uv is a shell script")

#: It notes what it is asked, makes what uv would make, and fails where it is told to.
STAND_IN = """#!/bin/sh
echo "$*" >> "$ASKED"
case "$*" in *"$FAIL_AT"*) echo "error: No space left on device (os error 28)"; exit 1;; esac
case "$*" in
  venv*) mkdir -p .venv/bin; touch .venv/bin/python;;
  *-e*) touch .venv/bin/poolbook;;
esac
"""


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """The files that set-up needs, and the stand-in for uv beside them."""
    for name in bootstrap.INPUTS:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        shutil.copy(bootstrap.ROOT / name, tmp_path / name)
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "uv").write_text(STAND_IN, encoding="utf-8")
    (tmp_path / "bin" / "uv").chmod(0o755)
    return tmp_path


def set_up(checkout: Path, *arguments: str, fail_at: str = "nowhere") -> subprocess.CompletedProcess[str]:
    """Run the checkout's own bootstrap.py from another folder; what is asked of uv goes to a file."""
    path = f"{checkout / 'bin'}{os.pathsep}{os.environ['PATH']}"
    environment = {**os.environ, "PATH": path, "ASKED": str(checkout / "asked"), "FAIL_AT": fail_at}
    command = [sys.executable, str(checkout / "bootstrap.py"), "setup", *arguments]
    return subprocess.run(command, cwd="/", env=environment, capture_output=True, text=True, check=False)


def asked(checkout: Path) -> list[str]:
    """What was asked of uv, and forget it."""
    note = checkout / "asked"
    said = note.read_text(encoding="utf-8").splitlines() if note.exists() else []
    note.unlink(missing_ok=True)
    return said


def test_the_packages_come_by_hash_and_poolbook_from_here(checkout: Path) -> None:
    assert set_up(checkout).returncode == 0
    _, packages, backend, poolbook = asked(checkout)
    for locked in (packages, backend):
        assert "--require-hashes --only-binary :all:" in locked
    assert packages.endswith("requirements/base.txt")
    assert backend.endswith("requirements/build.txt")
    assert "--no-index --no-deps --no-build-isolation -e" in poolbook


def test_the_second_run_asks_for_nothing(checkout: Path) -> None:
    set_up(checkout)
    asked(checkout)
    assert "Already up to date" in set_up(checkout).stdout
    assert asked(checkout) == []


def test_the_tools_of_the_tests_are_added_and_then_kept(checkout: Path) -> None:
    set_up(checkout)
    asked(checkout)
    set_up(checkout, "--dev")
    assert [line.rpartition("/")[2] for line in asked(checkout)[:2]] == ["dev.txt", "build.txt"]
    assert "Already up to date" in set_up(checkout).stdout


def test_the_site_is_added_on_top_of_the_command(checkout: Path) -> None:
    assert set_up(checkout, "--site").returncode == 0
    assert asked(checkout)[1].endswith("requirements/site.txt")
    assert "Already up to date" in set_up(checkout).stdout


def test_a_failure_is_one_message_and_the_next_run_goes_on(checkout: Path) -> None:
    failed = set_up(checkout, fail_at="base.txt")
    assert failed.returncode == 1
    assert failed.stderr.startswith("Installing the locked packages: the disk is full.\n")
    assert "Traceback" not in failed.stdout + failed.stderr
    asked(checkout)
    assert set_up(checkout).returncode == 0
    assert not any(line.startswith("venv") for line in asked(checkout))
