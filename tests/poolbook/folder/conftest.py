"""What the tests of packs share."""

from __future__ import annotations

import functools
import os

import pytest

from poolbook.yamlfile import parse


@pytest.fixture(autouse=True)
def _a_disk_that_need_not_be_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody pulls the plug on these tests (the one that kills a writer runs it in another process)."""
    monkeypatch.setattr(os, "fsync", lambda _: None)


@pytest.fixture(autouse=True)
def _terms_are_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same few terms are read hundreds of times here, and nothing changes a document."""
    monkeypatch.setattr("poolbook.folder.recorded.yamlfile.parse", _READ)


_READ = functools.cache(parse)
