"""Rows that hold bytes, piece by piece: of files as they came, and of what a reading gathered.

On PostgreSQL they go in and out by COPY in its binary form: in an ordinary statement bytes are written in hexadecimal
digits, which takes several times as long.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.db import connection

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
    """The pieces of one file or batch, one in memory at a time; between them the connection is free for others."""
    one = _copied if connection.vendor == "postgresql" else _got
    for key in kind._default_manager.filter(**{_owner(kind): of}).order_by("number").values_list("pk", flat=True):
        yield one(kind, key)


def _got(kind: Kind, key: int) -> bytes:
    return bytes(kind._default_manager.values_list("data", flat=True).get(pk=key))


def _copied(kind: Kind, key: int) -> bytes:
    row = f'SELECT "data" FROM "{kind._meta.db_table}" WHERE "id" = %s'  # noqa: S608 - a table's name, from the models
    with connection.cursor() as cursor, cursor.copy(f"COPY ({row}) TO STDOUT (FORMAT binary)", [key]) as copy:
        copy.set_types(["bytea"])
        ((data,),) = copy.rows()
    return bytes(data)


def _owner(kind: Kind) -> str:
    return "file_id" if kind is Part else "batch_id"
