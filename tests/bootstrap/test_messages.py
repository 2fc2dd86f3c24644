"""What an installer says, and what the person who waits is told instead. The lines are pip's and uv's."""

from __future__ import annotations

import importlib.util
import re

import pytest

import bootstrap

NOT_FOUND = "\nERROR: No matching distribution found for hatchling==1.33.0\n"

SAID_AND_MEANT = [
    ("NewConnectionError('Failed to establish a new connection')" + NOT_FOUND, "could not be reached"),
    ("error: Failed to fetch\n  cause: client error (Connect)\n  cause: dns error", "could not be reached"),
    ("ReadTimeoutError: Read timed out." + NOT_FOUND, "could not be reached"),
    ("SSLError(SSLCertVerificationError(1, '[SSL: CERTIFICATE_VERIFY_FAILED]'))" + NOT_FOUND, "not trusted"),
    (NOT_FOUND, r"no ready-made wheel .*\(hatchling==1\.33\.0\)"),
    ("error: No solution found when resolving dependencies", "no ready-made wheel"),
    ("ERROR: Could not install: [Errno 28] No space left on device", "disk is full"),
    ("error: Failed to install: a.whl\n  cause: failed to copy (os error 28)", "disk is full"),
    ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.", "its hash differs"),
    ("error: Failed to download\n  cause: Hash mismatch for `pluggy==1.7.0`", "its hash differs"),
    ("ERROR: Could not install: [Errno 13] Permission denied: 'x'", "may not be written"),
    (
        "WARNING: nothing of note\nERROR: a thing nobody has seen\n",
        "ended with: ERROR: a thing nobody",
    ),
    ("", "it said nothing"),
]


@pytest.mark.parametrize(("said", "meant"), SAID_AND_MEANT)
def test_what_an_installer_says_becomes_plain_english(said: str, meant: str) -> None:
    assert re.search(meant, bootstrap.explain(said))


def test_every_cause_comes_with_something_to_do() -> None:
    assert all(cause and cure.endswith(".") for _, cause, cure in bootstrap.CAUSES)


def test_a_python_without_venv_is_told_which_package_to_get(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    with pytest.raises(bootstrap.Failed, match=r"apt-get install python3\.\d+-venv"):
        bootstrap.check_python_is_whole()
