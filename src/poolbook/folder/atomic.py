"""All of a write, or none of it, whatever stops the machine.

New files are written whole into ``.pending/`` and forced to disk; then the journal ``pending.json``, which names them,
is put in place by one rename: that is the moment the write has happened. The files are then renamed in one by one and
the journal removed. Whoever opens the pack next finishes a write whose journal stands, and discards one without.

Source: docs/reference/packs.md, "Writing"; the method is a redo log.
"""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

from poolbook.folder.names import JOURNAL, STAGING


class Staging:
    """New files beside the pack's own, until :meth:`commit` makes them the pack's all at once."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._folder = root / STAGING
        self._names: list[str] = []

    def path(self, name: str) -> Path:
        """Where to write the new file ``name``; call :meth:`written` when it is whole."""
        target = self._folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        return target

    def write(self, name: str, data: bytes) -> None:
        """A whole new file."""
        self.path(name).write_bytes(data)
        self.written(name)

    def written(self, name: str) -> None:
        """Force a file written at :meth:`path` to disk, and count it in."""
        sync(self._folder / name)
        if name not in self._names:
            self._names.append(name)

    def commit(self) -> None:
        """Make every file written so far the pack's. After this returns, nothing is lost to a power cut."""
        for folder in sorted({(self._folder / name).parent for name in self._names}):
            sync(folder)
        sync(self._folder)
        draft = self._folder / JOURNAL
        draft.write_bytes(json.dumps({"files": self._names}, indent=1).encode() + b"\n")
        sync(draft)
        move(draft, self._root / JOURNAL)  # the write has happened from here on
        sync(self._root)
        finish(self._root)

    def discard(self) -> None:
        """Forget the write, unless it has happened."""
        if not (self._root / JOURNAL).exists():
            shutil.rmtree(self._folder, ignore_errors=True)


def finish(root: Path) -> None:
    """Bring a write that stopped half-way to its end: onwards where its journal stands, back where it does
    not. Safe to repeat, and to be stopped at any point itself."""
    journal = root / JOURNAL
    if journal.exists():
        names = [str(name) for name in json.loads(journal.read_bytes())["files"]]
        for name in names:
            target = root / name
            target.parent.mkdir(parents=True, exist_ok=True)
            if (root / STAGING / name).exists():  # else it was moved before the stop
                move(root / STAGING / name, target)
        for folder in sorted({(root / name).parent for name in names} | {root}):
            sync(folder)
        journal.unlink()
        sync(root)
    shutil.rmtree(root / STAGING, ignore_errors=True)


def unfinished(root: Path) -> bool:
    """Whether a write happened whose files are not all in place yet."""
    return (root / JOURNAL).exists()


def move(source: Path, target: Path) -> None:
    """Rename over whatever was there; the file system does this in one step."""
    source.replace(target)


def sync(path: Path) -> None:
    """Force a file, or a folder's names, to disk."""
    if os.name == "nt" and path.is_dir():
        return  # Windows keeps no handle on a folder, and its renames are journalled
    handle = os.open(path, os.O_RDWR if os.name == "nt" else os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
