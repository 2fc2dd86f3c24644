"""The whole of a pack, checked: every file against the manifest, the books proved, every issued report made again.

Source: docs/reference/packs.md, "Verification".
"""

from __future__ import annotations

import os
from pathlib import Path

from poolbook.findings import Finding, Refused, Severity, Where, error, note, warning
from poolbook.folder import issued, manifest, names
from poolbook.folder.issued import Perform
from poolbook.folder.manifest import Manifest
from poolbook.folder.pack import Pack, finish, read
from poolbook.folder.prove import prove


def verify(
    path: Path, perform: Perform | None = None, *, checkpoint: tuple[int, str] | None = None
) -> tuple[Finding, ...]:
    """Everything that does not hold; no errors means that the pack is, to the byte, what Poolbook and the
    people named in its history made it.

    ``perform`` makes a report again. ``checkpoint`` is the number and hash of an entry noted elsewhere, in minutes or
    in a partner's own papers: it shows a history that was rewritten as a whole, which nothing inside a folder can.
    """
    finish(path)
    try:
        sealed = (path / names.MANIFEST).read_bytes()
    except FileNotFoundError:
        return _unsealed(path)
    try:
        known = manifest.read(sealed)
    except Refused as refusal:
        return refusal.findings
    found = _files(path, known)
    broken = {fault.where.file for fault in found if fault.severity is Severity.ERROR}
    try:
        pack = read(path)
    except Refused as refusal:
        return (*found, *(fault for fault in refusal.findings if fault.where.file not in broken))
    found += [fault for fault in prove(pack) if fault.where.file not in broken]
    if checkpoint is not None:
        found += _checkpoint(pack, *checkpoint)
    return (*found, *_reports(pack, perform))


def _unsealed(path: Path) -> tuple[Finding, ...]:
    """A pack without a manifest: new, and then it holds nothing but what people wrote."""
    try:
        read(path)
    except Refused as refusal:
        return refusal.findings
    message = "nothing has been posted to this pack: there is no manifest to verify it against"
    return (note("pack.not_sealed", message, Where(file=names.MANIFEST)),)


def _files(path: Path, known: Manifest) -> list[Finding]:
    there = {str(file.relative_to(path).as_posix()): file for file in _walk(path)}
    found: list[Finding] = []
    for name, seal in sorted(known.files.items()):
        if name not in there:
            found.append(manifest.missing(name))
        elif there[name].stat().st_size != seal.bytes or manifest.seal_of_file(there[name]) != seal:
            found.append(manifest.changed(name))
    for name, file in sorted(there.items()):
        if name.startswith(f"{names.STAGING}/"):
            message = "this is left of a write that was cut off; it counts for nothing, and the next write removes it"
            found.append(warning("pack.leftover", message, Where(file=name)))
        elif name not in known.files and name != names.MANIFEST and not _is_lock(name, file):
            found.append(manifest.added(name))
    return found


def _walk(path: Path) -> list[Path]:
    return [Path(folder) / name for folder, _, files in os.walk(path) for name in files]


def _is_lock(name: str, file: Path) -> bool:
    return name == names.LOCK and file.stat().st_size == 0


def _checkpoint(pack: Pack, number: int, expected: str) -> list[Finding]:
    there = next((entry.hash for entry in pack.entries if entry.number == number), "")
    if there and expected and there.startswith(expected):
        return []
    message = f"entry {number} was noted with the hash {expected[:12]}, and here it " + (
        f"has {there[:12]}: the history was rewritten since" if there else "is not: the history was cut off"
    )
    return [error("pack.checkpoint", message, Where(file=names.ENTRIES, key=f"entry {number}"))]


def _reports(pack: Pack, perform: Perform | None) -> list[Finding]:
    try:
        if perform is not None:
            return issued.check(pack, perform)
        count = len(issued.all_of(pack))
    except Refused as refusal:
        return list(refusal.findings)
    message = f"{count} issued reports were not made again"
    return [note("pack.reports_not_made_again", message, Where(file=names.REPORTS))] if count else []
