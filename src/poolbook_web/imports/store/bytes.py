"""The bytes of files: taken in pieces, so that memory stays flat, hashed as they come, kept compressed."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path

from poolbook.importing import Upload
from poolbook.importing.table import ahead
from poolbook_web.imports.models import Batch, File, Part

#: How much of a file is one row.
_PIECE = 1 << 20


def keep_file(batch: Batch, place: int, name: str, chunks: Iterable[bytes]) -> File:
    """Keep a file's bytes, and know its size and SHA-256."""
    file = File.objects.create(batch=batch, place=place, name=name, sha256="", bytes=0)
    whole, size = hashlib.sha256(), 0
    packed = ahead((piece, zlib.compress(piece, 1)) for piece in _pieces(chunks))
    for number, (piece, data) in enumerate(packed, start=1):
        whole.update(piece)
        size += len(piece)
        Part.objects.create(file=file, number=number, data=data)
    file.sha256, file.bytes = whole.hexdigest(), size
    file.save(update_fields=["sha256", "bytes"])
    return file


def _pieces(chunks: Iterable[bytes]) -> Iterator[bytes]:
    waiting = bytearray()
    for chunk in chunks:
        waiting += chunk
        while len(waiting) >= _PIECE:
            yield bytes(waiting[:_PIECE])
            del waiting[:_PIECE]
    if waiting:
        yield bytes(waiting)


def stream(file: File) -> Iterator[bytes]:
    """A file's bytes as they came, piece by piece."""
    for key in file.parts.order_by("number").values_list("pk", flat=True):
        yield zlib.decompress(Part.objects.values_list("data", flat=True).get(pk=key))


def uploads(batch: Batch, folder: Path) -> list[Upload]:
    """The files of a batch, written into a folder under numbers, and known by their own names. Raises ``ValueError``
    where bytes are not those that came."""
    made = []
    for file in batch.files.order_by("place"):
        path, whole = folder / f"{file.place:04d}", hashlib.sha256()
        with path.open("wb") as out:
            for piece in stream(file):
                whole.update(piece)
                out.write(piece)
        if whole.hexdigest() != file.sha256:
            raise ValueError(f"the bytes of {file.name!r} are not those that were brought in")
        made.append(Upload(file.name, path))
    return made


def drop(batch: Batch) -> None:
    """Forget the bytes of a batch that was withdrawn: what is not needed is not kept."""
    Part.objects.filter(file__batch=batch).delete()
