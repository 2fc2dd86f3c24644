"""The manifest: what the pack consists of, byte for byte, and where its ledger stands.

It names every other file with its SHA-256 and size, and seals itself: ``seal`` is the SHA-256 of the manifest as it
would be written with an empty seal. As there is one way only to write a manifest, any byte of it that changes shows.

Source: docs/reference/packs.md, "The manifest".
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from poolbook.findings import Finding, Refused, Where, error
from poolbook.folder import names
from poolbook.ledger.chain import Head

#: The version of the format; a later Poolbook reads it as well, an earlier one says that it cannot.
FORMAT = "pack/1"


@dataclass(frozen=True, slots=True)
class Seal:
    """A file as it was when sealed."""

    sha256: str
    bytes: int


@dataclass(frozen=True)
class Manifest:
    """Fund and year, the head of the ledger, the last line and coding given out, and every file by name."""

    fund: str
    year: str
    head: Head
    last_line: int = 0
    last_coding: int = 0
    files: Mapping[str, Seal] = field(default_factory=dict)

    def write(self) -> bytes:
        """The file ``manifest.json``, sealed."""
        return _text(self, hashlib.sha256(_text(self, "")).hexdigest())


def seal_of(data: bytes) -> Seal:
    """The seal of a file with this content."""
    return Seal(hashlib.sha256(data).hexdigest(), len(data))


def seal_of_file(path: Path) -> Seal:
    """The seal of a file on disk, read in pieces."""
    with path.open("rb") as file:
        return Seal(hashlib.file_digest(file, "sha256").hexdigest(), path.stat().st_size)


def read(data: bytes) -> Manifest:
    """The manifest in a file. Raises :class:`Refused` unless it is, to the byte, one that Poolbook wrote."""
    where = Where(file=names.MANIFEST)
    try:
        given = json.loads(data)
        version = given["format"]
        manifest = _of(given)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        message = "the manifest cannot be read: it was changed, or cut short; take the pack from a copy"
        raise Refused([error("pack.manifest", message, where)]) from None
    if version != FORMAT:
        message = f"the pack is in the format {version!r}; this version of Poolbook reads {FORMAT}"
        raise Refused([error("pack.format", message, where)])
    if manifest.write() != data:
        message = "the manifest was changed after it was written: its seal does not hold; take the pack from a copy"
        raise Refused([error("pack.manifest_changed", message, where)])
    return manifest


def differs(manifest: Manifest, name: str, data: bytes | None) -> Finding | None:
    """What is wrong with a generated file whose content is this (None: it is not there)."""
    sealed = manifest.files.get(name)
    if data is None:
        return missing(name) if sealed is not None else None
    if sealed is None:
        return added(name)
    return None if seal_of(data) == sealed else changed(name)


def changed(name: str) -> Finding:
    """A file is not as it was sealed."""
    if names.by_hand(name):
        advice = "it is written by people: if the change is meant, accept it with `poolbook seal`"
    else:
        advice = "only Poolbook writes it, so it cannot be accepted: take it from a copy"
    return error("pack.changed_file", f"the file was changed after it was sealed; {advice}", Where(file=name))


def missing(name: str) -> Finding:
    """A file that was sealed is gone."""
    advice = "if it is not wanted, accept that with `poolbook seal`" if names.by_hand(name) else "take it from a copy"
    return error("pack.missing_file", f"the file is missing; {advice}", Where(file=name))


def added(name: str) -> Finding:
    """A file that was never sealed."""
    advice = "if it belongs here, accept it with `poolbook seal`" if names.by_hand(name) else "remove it"
    return error("pack.added_file", f"the file is no part of this pack as sealed; {advice}", Where(file=name))


def _of(given: Any) -> Manifest:
    files = {str(name): Seal(str(each["sha256"]), int(each["bytes"])) for name, each in given["files"].items()}
    head = Head(int(given["last_entry"]), str(given["head"]), int(given["closed"]))
    return Manifest(
        str(given["fund"]),
        str(given["year"]),
        head,
        int(given["last_line"]),
        int(given["last_coding"]),
        files,
    )


def _text(manifest: Manifest, seal: str) -> bytes:
    content = {
        "format": FORMAT,
        "fund": manifest.fund,
        "year": manifest.year,
        "last_entry": manifest.head.number,
        "head": manifest.head.hash,
        "closed": manifest.head.closed,
        "last_line": manifest.last_line,
        "last_coding": manifest.last_coding,
        "files": {name: {"sha256": each.sha256, "bytes": each.bytes} for name, each in sorted(manifest.files.items())},
        "seal": seal,
    }
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()
