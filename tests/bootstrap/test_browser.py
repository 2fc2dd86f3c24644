"""A browser for the tests: used if there is one, installed where that may be done, else named."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Sequence

import pytest

import bootstrap

Machine = Callable[..., list[str]]


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch) -> Machine:
    """A machine on which only these programs are found; installing puts the browser there, if it works."""

    def prepared(*programs: str, user: int = 0, installs: bool = True) -> list[str]:
        there, steps = set(programs), []

        def step(title: str, command: Sequence[str]) -> None:
            steps.append(" ".join(command))
            if "install" in command and installs:
                there.add("chromium")

        monkeypatch.delenv("POOLBOOK_CHROMIUM", raising=False)
        monkeypatch.setattr(shutil, "which", lambda name: f"/usr/bin/{name}" if name in there else None)
        monkeypatch.setattr(os, "geteuid", lambda: user, raising=False)
        monkeypatch.setattr(bootstrap, "run_step", step)
        return steps

    return prepared


def test_a_browser_that_is_there_is_used(machine: Machine) -> None:
    steps = machine("google-chrome", "apt-get")
    bootstrap.provide_chromium()
    assert bootstrap.chromium() == "/usr/bin/google-chrome"
    assert steps == []


def test_a_browser_can_be_named(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    machine("chromium")
    monkeypatch.setenv("POOLBOOK_CHROMIUM", "/opt/chrome")
    assert bootstrap.chromium() == "/opt/chrome"


def test_on_debian_root_gets_one_installed(machine: Machine) -> None:
    steps = machine("apt-get")
    bootstrap.provide_chromium()
    assert steps == [
        "/usr/bin/apt-get update",
        "/usr/bin/apt-get install -y --no-install-recommends chromium fonts-liberation",
    ]


@pytest.mark.parametrize(
    ("programs", "user", "installs"), [((), 0, True), (("apt-get",), 1000, True), (("apt-get",), 0, False)]
)
def test_where_none_can_be_installed_it_says_exactly_what_to_install(
    machine: Machine, programs: tuple[str, ...], user: int, installs: bool
) -> None:
    machine(*programs, user=user, installs=installs)
    with pytest.raises(bootstrap.Failed, match="apt-get install --no-install-recommends chromium fonts-liberation"):
        bootstrap.provide_chromium()


def test_without_a_browser_every_other_check_still_runs(
    machine: Machine, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    machine()
    monkeypatch.setattr(bootstrap, "prepare", lambda _: False)
    monkeypatch.setattr(bootstrap, "checks", lambda _: [])
    assert bootstrap.main(["test"]) == 0
    assert "There is no Chromium here" in capsys.readouterr().out
