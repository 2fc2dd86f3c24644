"""One writer at a time.

The operating system holds the lock on ``.lock`` and lets go of it however the writer ends, so none is ever
left behind by a crash. Readers need no lock: a write appears all at once (:mod:`.atomic`).

Source: docs/reference/packs.md, "Writing".
"""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path

from poolbook.findings import Refused, Where, error
from poolbook.folder.names import LOCK


@contextlib.contextmanager
def writer(root: Path, *, wait: bool = False) -> Iterator[None]:
    """Hold the pack for writing. Raises :class:`Refused` where the folder cannot be written to, and while another
    process holds it: at once, or, with ``wait``, only where the system gives up waiting."""
    handle = _acquire(root, wait)
    try:
        yield
    finally:
        if os.name != "nt":
            (root / LOCK).unlink(missing_ok=True)  # while it is held, so that nobody locks a file that is gone
        os.close(handle)


def _acquire(root: Path, wait: bool) -> int:
    path = root / LOCK
    while True:
        try:
            handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
        except OSError as problem:
            message = f"{root} cannot be written to: {problem.strerror}"
            raise Refused([error("pack.not_writable", message, Where(file=str(root)))]) from None
        try:
            _lock(handle, wait)
        except OSError:
            os.close(handle)
            message = "another Poolbook command is writing to this pack: try again when it has ended"
            raise Refused([error("pack.locked", message, Where(file=str(root)))]) from None
        if os.name == "nt" or _still_there(handle, path):
            return handle
        os.close(handle)  # the one before us removed the file as it let go: lock the new one


def _still_there(handle: int, path: Path) -> bool:
    try:
        mine, there = os.fstat(handle), path.stat()
    except FileNotFoundError:
        return False
    return (mine.st_dev, mine.st_ino) == (there.st_dev, there.st_ino)


if sys.platform == "win32":
    import msvcrt

    def _lock(handle: int, wait: bool) -> None:
        msvcrt.locking(handle, msvcrt.LK_LOCK if wait else msvcrt.LK_NBLCK, 1)  # waits ten seconds at most

else:
    import fcntl

    def _lock(handle: int, wait: bool) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
