"""Files as one zip, the same bytes each time: sorted, with one date for all, and nothing of the machine in it."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable
from pathlib import Path
from typing import IO

#: The first day that a zip can name.
_DAY = (1980, 1, 1, 0, 0, 0)


def write(out: IO[bytes], files: Iterable[tuple[str, bytes | Path]]) -> None:
    """Put files, whole or from the disk, into a zip under these names. What is on the disk is never read as a whole."""
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in sorted(files, key=lambda each: each[0]):
            entry = zipfile.ZipInfo(name, _DAY)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            if isinstance(content, bytes):
                archive.writestr(entry, content)
                continue
            entry.file_size = content.stat().st_size  # so that one of more than 2 GB gets room for its size
            with content.open("rb") as given, archive.open(entry, "w") as target:
                while piece := given.read(1 << 20):
                    target.write(piece)
