"""What the tests of the core share."""

from __future__ import annotations

import functools
import os
from collections.abc import Iterator

import pytest

from poolbook import yamlfile
from poolbook.yamlfile import Document, document

_PARSE = document.parse


@functools.cache
def _once(text: bytes | str, name: str, keep_faults: bool) -> Document:
    return _PARSE(text, name=name, keep_faults=keep_faults)


def _read(text: bytes | str, *, name: str, keep_faults: bool = False) -> Document:
    return _once(text, name, keep_faults)


@pytest.fixture(autouse=True, scope="module")
def _a_disk_that_need_not_be_waited_for() -> Iterator[None]:
    """Nobody pulls the plug on these tests (the one that kills a writer runs it in another process)."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fsync", lambda _: None)
        yield


@pytest.fixture(autouse=True, scope="module")
def _files_are_parsed_once() -> Iterator[None]:
    """The same few terms and rules are read hundreds of times here, and nothing changes a document."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(yamlfile, "parse", _read)
        patch.setattr(document, "parse", _read)
        yield
