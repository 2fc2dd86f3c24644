"""Rows that hold bytes, piece by piece: of files as they came, and of what a reading gathered.

On PostgreSQL they go in and out by COPY in its binary form: in an ordinary statement bytes are written in hexadecimal
digits, which takes several times as long.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.db import connection

from poolbook.findings import Refused, error
from poolbook_web.imports.models import Part, Piece

Kind = type[Part] | type[Piece]


def write(kind: Kind, of: int, pieces: Iterable[bytes]) -> None:
    """Keep pieces, in order, of the file or batch with this primary key."""
    numbered = enumerate(pieces, start=1)
    if connection.vendor == "postgresql":
        into = f'COPY "{kind._meta.db_table}" ("{_owner(kind)}", "number", "data") FROM STDIN (FORMAT binary)'
        with connection.cursor() as cursor, cursor.copy(into) as copy:
            copy.set_types(["int8", "int4", "bytea"])
            for number, data in numbered:
                copy.write_row((of, number, data))
        return
    for number, data in numbered:
        kind._default_manager.create(**{_owner(kind): of, "number": number, "data": data})


def read(kind: Kind, of: int) -> Iterator[bytes]:
    """The pieces of one file or batch, one in memory at a time; between them the connection is free for others. Refused
    where they were dropped meanwhile: another worker posted the batch, or somebody withdrew it."""
    one = _copied if connection.vendor == "postgresql" else _got
    for key in kind._default_manager.filter(**{_owner(kind): of}).order_by("number").values_list("pk", flat=True):
        data = one(kind, key)
        if data is None:
            raise dropped()
        yield data


def dropped() -> Refused:
    """What is said where another worker posted a batch, or somebody withdrew it, as it was read."""
    return Refused([error("imports.dropped", "this import was posted or withdrawn meanwhile")])


def _got(kind: Kind, key: int) -> bytes | None:
    found = kind._default_manager.filter(pk=key).values_list("data", flat=True).first()
    return None if found is None else bytes(found)


def _copied(kind: Kind, key: int) -> bytes | None:
    row = f'SELECT "data" FROM "{kind._meta.db_table}" WHERE "id" = %s'  # noqa: S608 - a table's name, from the models
    with connection.cursor() as cursor, cursor.copy(f"COPY ({row}) TO STDOUT (FORMAT binary)", [key]) as copy:
        copy.set_types(["bytea"])
        found = [data for (data,) in copy.rows()]
    return bytes(found[0]) if found else None


def _owner(kind: Kind) -> str:
    return "file_id" if kind is Part else "batch_id"
