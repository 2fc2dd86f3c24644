"""The locks: every package by version and hash, from nowhere in particular."""

from __future__ import annotations

import re
import tomllib

import pytest

from bootstrap import LOCKS, ROOT

PIN = re.compile(r"^([a-z0-9-]+)==([^\s;]+)", re.MULTILINE)


def text(name: str) -> str:
    """A lock as it is written."""
    return (ROOT / name).read_text(encoding="utf-8")


def pins(name: str) -> dict[str, str]:
    """The version of every package in a lock."""
    return dict(PIN.findall(text(name)))


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_names_no_address_and_no_path(name: str) -> None:
    without_hashes = re.sub(r" +--hash=sha256:[0-9a-f]{64}( \\)?\n", "", text(name))
    assert not re.search(r"--|://|(via|-r) /|[A-Z]:\\", without_hashes)


@pytest.mark.parametrize("name", LOCKS)
def test_every_package_in_a_lock_has_a_hash(name: str) -> None:
    for block in re.split(r"\n(?=[a-z])", text(name).strip()):
        assert PIN.match(block), block
        assert "--hash=sha256:" in block


@pytest.mark.parametrize("name", LOCKS)
def test_the_locks_agree_on_every_version(name: str) -> None:
    everything = {package: version for lock in LOCKS for package, version in pins(lock).items()}
    assert pins(name).items() <= everything.items()


def test_every_dependency_of_the_project_is_locked() -> None:
    project = tomllib.loads(text("pyproject.toml"))
    core, site = project["project"]["dependencies"], project["project"]["optional-dependencies"]["site"]
    wanted = {
        "requirements/base.txt": core,
        "requirements/site.txt": core + site,
        "requirements/build.txt": project["build-system"]["requires"],
        "requirements/dev.txt": core + site + project["dependency-groups"]["dev"],
    }
    assert project["dependency-groups"]["build"] == project["build-system"]["requires"]
    for lock, requirements in wanted.items():
        names = {re.split(r"[<>=\[]", each)[0].replace(".", "-") for each in requirements}
        assert names <= set(pins(lock)), lock


def test_whoever_wants_the_command_alone_installs_nothing_of_the_site() -> None:
    assert not {"django", "cryptography", "granian", "psycopg"} & set(pins("requirements/base.txt"))
    assert pins("requirements/base.txt").items() < pins("requirements/site.txt").items()
    assert pins("requirements/site.txt").items() < pins("requirements/dev.txt").items()
