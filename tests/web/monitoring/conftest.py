"""What the tests of packs in and out share."""

from __future__ import annotations

import os

import pytest


@pytest.fixture(autouse=True)
def _a_disk_that_need_not_be_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody pulls the plug on these tests."""
    monkeypatch.setattr(os, "fsync", lambda _: None)
