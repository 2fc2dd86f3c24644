"""The stamp decides whether .venv is good enough, and so whether a second run costs anything."""

from __future__ import annotations

from pathlib import Path

import pytest

import bootstrap


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A folder that holds what the stamp is taken over."""
    for name in bootstrap.INPUTS:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(name, encoding="utf-8")
    return tmp_path


def test_the_same_files_make_the_same_stamp(checkout: Path) -> None:
    first = bootstrap.wanted_stamp(checkout, bootstrap.BASE, {})
    assert bootstrap.wanted_stamp(checkout, bootstrap.BASE, first) == first


@pytest.mark.parametrize("name", bootstrap.INPUTS)
def test_a_change_to_any_input_changes_the_stamp(checkout: Path, name: str) -> None:
    before = bootstrap.inputs_digest(checkout)
    (checkout / name).write_text("changed", encoding="utf-8")
    assert bootstrap.inputs_digest(checkout) != before


def test_a_stamp_for_users_is_not_enough_for_tests(checkout: Path) -> None:
    for_users = bootstrap.wanted_stamp(checkout, bootstrap.BASE, {})
    assert bootstrap.wanted_stamp(checkout, bootstrap.DEV, for_users) != for_users


def test_an_environment_with_the_test_tools_will_do_for_users(checkout: Path) -> None:
    for_tests = bootstrap.wanted_stamp(checkout, bootstrap.DEV, {})
    assert bootstrap.wanted_stamp(checkout, bootstrap.BASE, for_tests) == for_tests


def test_what_the_site_needs_stands_between_the_command_and_the_tests(checkout: Path) -> None:
    site = bootstrap.wanted_stamp(checkout, bootstrap.SITE, {})
    assert bootstrap.wanted_stamp(checkout, bootstrap.BASE, site) == site
    assert bootstrap.wanted_stamp(checkout, bootstrap.DEV, site)["packages"] == bootstrap.DEV
    assert bootstrap.wanted_stamp(checkout, bootstrap.SITE, {"packages": "odd"}) == site


@pytest.mark.parametrize("key", ["python", "folder"])
def test_another_python_or_folder_needs_a_new_environment(checkout: Path, key: str) -> None:
    wanted = bootstrap.wanted_stamp(checkout, bootstrap.BASE, {})
    assert not bootstrap.can_be_kept({**wanted, key: "another"}, wanted)


@pytest.mark.parametrize("text", ["", "not json", "[]", "\x00"])
def test_a_stamp_that_cannot_be_read_counts_as_none(tmp_path: Path, text: str) -> None:
    stamp = tmp_path / "stamp.json"
    stamp.write_text(text, encoding="utf-8")
    assert bootstrap.read_stamp(stamp) == {}
    assert bootstrap.read_stamp(tmp_path / "missing.json") == {}
