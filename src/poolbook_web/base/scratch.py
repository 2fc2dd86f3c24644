"""Folders that a process which was killed left behind, among those for temporary files."""

from __future__ import annotations

import os
import shutil
import tempfile
from datetime import datetime, timedelta
from pathlib import Path

#: How the names of the site's own folders for a moment begin.
PREFIXES = ("poolbook-batch-", "poolbook-import-", "poolbook-head-", "poolbook-pack-")
#: No piece of work takes as long.
OLD = timedelta(days=1)


def sweep(at: datetime) -> int:
    """Remove what is old, of the site's own making and of this very user's; how many folders that were."""
    swept = 0
    for path in Path(tempfile.gettempdir()).iterdir():
        if path.name.startswith(PREFIXES) and path.is_dir() and not path.is_symlink() and _old(path, at):
            shutil.rmtree(path, ignore_errors=True)
            swept += 1
    return swept


def _old(path: Path, at: datetime) -> bool:
    there = path.stat()
    mine = not hasattr(os, "getuid") or there.st_uid == os.getuid()
    return mine and at.timestamp() - there.st_mtime > OLD.total_seconds()
