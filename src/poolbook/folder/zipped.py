"""A pack in a zip, as it is handed to an auditor: unpacked into a folder of its own for as long as it is looked at.

Source: docs/reference/packs.md, "In a zip".
"""

from __future__ import annotations

import shutil
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

from poolbook.findings import Refused, Where, error
from poolbook.folder import names

#: A pack of five million lines is far below this.
MAX_FILES = 20_000
MAX_UNPACKED = 8 << 30
#: What the library says of a zip that is broken, is locked by a password, or has two things of one name.
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
    RuntimeError,
    FileExistsError,
    NotADirectoryError,
)
_PLAIN = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_MODE, _LINK = 0o170000, 0o120000


@contextmanager
def unpacked(path: Path) -> Iterator[Path]:
    """The folder of a pack: ``path`` itself, or what a zip holds while the block lasts. Raises :class:`Refused` for a
    file that is no zip, and for a zip that would write anywhere else, or more than a pack ever holds."""
    if not path.is_file():
        yield path
        return
    with tempfile.TemporaryDirectory(prefix="poolbook-") as place:
        try:
            with zipfile.ZipFile(path) as archive:
                _unpack(archive, Path(place), path)
        except _BROKEN as fault:
            message = f"{path} is neither the folder of a pack nor a zip of one that can be read: {fault}"
            raise Refused([error("pack.zip", message, Where(file=str(path)))]) from None
        yield _top(Path(place))


def _unpack(archive: zipfile.ZipFile, place: Path, path: Path) -> None:
    """Every file, its name and its size looked at before the first is written. (A member that holds more than it says
    ends as a broken zip: the library reads no further than its size.)"""
    members = [each for each in archive.infolist() if not each.is_dir()]
    odd = [each.filename for each in members if not _inside(each)]
    if odd:
        message = f"the zip holds {odd[0]!r}, which is no file within a pack: nothing was unpacked"
        raise Refused([error("pack.zip", message, Where(file=str(path)))])
    size = sum(each.file_size for each in members)
    if len(members) > MAX_FILES or size > MAX_UNPACKED:
        message = f"the zip would unpack to {len(members):,} files of {size:,} bytes: no pack is so large"
        raise Refused([error("pack.zip", message, Where(file=str(path)))])
    for each in members:
        target = place / each.filename
        target.parent.mkdir(parents=True, exist_ok=True)
        with archive.open(each) as source, target.open("xb") as out:
            shutil.copyfileobj(source, out)


def _inside(member: zipfile.ZipInfo) -> bool:
    """Whether a member is a plain file whose name stays within the folder, on any system."""
    name = member.filename
    parts = PurePosixPath(name).parts
    plain = not name.startswith("/") and not {"\\", ":", "\0"} & {*name} and ".." not in parts
    return plain and member.compress_type in _PLAIN and (member.external_attr >> 16) & _MODE != _LINK


def _top(place: Path) -> Path:
    """The pack within what was unpacked: a zip mostly holds the one folder."""
    there = [*place.iterdir()]
    return there[0] if len(there) == 1 and there[0].is_dir() and there[0].name != names.REPORTS else place
