"""What may be typed after bootstrap.py, and what is run for it."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Sequence
from pathlib import Path
from types import SimpleNamespace

import pytest

import bootstrap


@pytest.fixture
def ran(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """The commands that would be run, with an environment that is ready; each ends well."""
    commands: list[list[str]] = []

    def run(command: Sequence[str | Path], **_: object) -> SimpleNamespace:
        commands.append([str(word) for word in command])
        return SimpleNamespace(returncode=0)

    monkeypatch.setattr(subprocess, "run", run)
    monkeypatch.setattr(bootstrap, "prepare", lambda _: False)
    monkeypatch.setattr(bootstrap, "provide_chromium", lambda: None)
    return commands


def test_no_command_shows_the_help_and_fails(capsys: pytest.CaptureFixture[str]) -> None:
    assert bootstrap.main([]) == 2
    shown = capsys.readouterr().out
    assert all(f"bootstrap.py {name}" in shown for name in bootstrap.COMMANDS)


def test_asking_for_help_is_no_failure(capsys: pytest.CaptureFixture[str]) -> None:
    assert bootstrap.main(["--help"]) == 0
    assert "bootstrap.py setup" in capsys.readouterr().out


def test_an_unknown_command_is_answered_with_the_known(capsys: pytest.CaptureFixture[str]) -> None:
    assert bootstrap.main(["instal"]) == 2
    assert "no command 'instal'. The commands are: setup, demo, test, bench." in capsys.readouterr().err


def test_setup_refuses_what_it_does_not_know(capsys: pytest.CaptureFixture[str]) -> None:
    assert bootstrap.main(["setup", "--quickly"]) == 1
    assert "no argument but --site or --dev" in capsys.readouterr().err


def test_extra_arguments_go_to_pytest_alone(ran: list[list[str]]) -> None:
    assert bootstrap.main(["test", "-k", "settle", "-x"]) == 0
    assert [command for command in ran if "settle" in command] == [ran[-1]]
    assert ran[-1][1:] == ["-m", "pytest", "-k", "settle", "-x"]


def test_every_check_is_run_even_when_the_first_fails(
    ran: list[list[str]], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(command: Sequence[str], **_: object) -> SimpleNamespace:
        ran.append(list(command))
        return SimpleNamespace(returncode=int("ruff" in command))

    monkeypatch.setattr(subprocess, "run", fail)
    assert bootstrap.main(["test"]) == 1
    assert len(ran) == len(bootstrap.checks([]))
    assert capsys.readouterr().out.endswith("Failed: ruff check, ruff format\n")


@pytest.mark.usefixtures("ran")
def test_the_checks_keep_what_they_compile_for_one_another(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[dict[str, str]] = []

    def run(_: Sequence[str], *, env: dict[str, str], **__: object) -> SimpleNamespace:
        seen.append(env)
        return SimpleNamespace(returncode=0)

    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    monkeypatch.setattr(subprocess, "run", run)
    assert bootstrap.main(["test"]) == 0
    assert seen
    expected = {**os.environ}
    del expected["PYTHONDONTWRITEBYTECODE"]
    assert all(env == expected for env in seen)


def test_the_core_and_postgresql_have_runs_of_their_own_unless_some_tests_are_asked_for() -> None:
    def names(arguments: list[str]) -> list[str]:
        return [name for name, _ in bootstrap.checks(arguments)]

    core = ["pytest of the core", "pytest of the core, thorough"]
    assert names([])[-4:] == [*core, "pytest on PostgreSQL", "pytest"]
    assert [name for name in names(["-k", "settle"]) if name.startswith("pytest")] == ["pytest"]


def test_the_arguments_of_the_benchmarks_are_passed_on(ran: list[list[str]]) -> None:
    assert bootstrap.main(["bench", "--lines", "1000"]) == 0
    assert ran[-1][1:] == ["-m", "bench.run", "--lines", "1000"]


@pytest.mark.skipif(bootstrap.WINDOWS, reason="there it waits for the site instead")
def test_the_demonstration_takes_this_programs_place_with_settings_and_a_folder_of_its_own(
    ran: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    became: list[tuple[list[str], dict[str, str]]] = []
    monkeypatch.setenv("POOLBOOK_DATA", "somebody's real books")
    monkeypatch.setattr(os, "execve", lambda _, command, environment: became.append((command, environment)))
    bootstrap.main(["demo", "--fresh"])
    command, environment = became[0]
    assert command[1:] == ["-m", "poolbook_web", "demo", "--fresh"]
    assert environment["DJANGO_SETTINGS_MODULE"] == "poolbook_web.settings.demo"
    assert environment["POOLBOOK_DATA"] == str(bootstrap.ROOT / "poolbook-demo")


def test_stopping_it_leaves_no_stack_of_errors(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def stop(packages: str) -> bool:
        raise KeyboardInterrupt

    monkeypatch.setattr(bootstrap, "prepare", stop)
    assert bootstrap.main(["setup"]) == 130
    assert "Stopped" in capsys.readouterr().err
