"""Every table as text and back, the same text from SQLite and from PostgreSQL: a line of JSON for each row, in the
order of the primary key."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, datetime
from itertools import islice
from typing import Any

from django.apps import apps
from django.core.management.color import no_style
from django.db import connection, models
from django.db.models import BinaryField, CharField, DateTimeField, F, JSONField
from django.db.models.functions import Collate

Model = type[models.Model]

#: Not kept in a backup, and why.
NOT_KEPT = {
    "django_session": "whoever holds a backup must not be signed in by it; people sign in again",
    "django_tasks_database_dbtaskresult": "says only where to look; the work itself is kept in each app's rows",
    "base_drawing": "charts are drawn again",
    "base_sent": "no page that is open in a browser outlives a restore",
}

#: Filled by every migration, and so there before anybody has used the site.
_ALWAYS_THERE = {"auth_permission", "django_content_type"}

_ROWS = 2_000


def every() -> list[Model]:
    """Every model that has a table, by its table's name."""
    found = [model for model in apps.get_models(include_auto_created=True) if model._meta.managed]
    return sorted((model for model in found if not model._meta.proxy), key=lambda model: model._meta.db_table)


def kept() -> list[Model]:
    """Those that a backup keeps."""
    return [model for model in every() if model._meta.db_table not in NOT_KEPT]


def columns(model: Model) -> list[str]:
    """The columns of a table."""
    return [str(field.column) for field in model._meta.concrete_fields]


def rows(model: Model) -> Iterator[bytes]:
    """Each row as a line of JSON."""
    key = model._meta.pk
    text = isinstance(key, CharField) and connection.vendor == "postgresql"
    order = Collate(F("pk"), "C") if text else F("pk")  # by code points, as SQLite does
    names = [field.attname for field in model._meta.concrete_fields]
    for row in model._default_manager.order_by(order).values_list(*names).iterator(_ROWS):
        line = json.dumps(row, ensure_ascii=False, separators=(",", ":"), sort_keys=True, default=_plain)
        yield line.encode() + b"\n"


def _plain(value: object) -> str:
    """What JSON has no word for."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(value).decode()
    return str(value)


def _from_text(field: Any) -> Callable[[Any], Any] | None:
    """How a value of a column goes from JSON into the database; None where it goes as it is."""
    if isinstance(field, DateTimeField):
        return lambda value: connection.ops.adapt_datetimefield_value(datetime.fromisoformat(value))
    if isinstance(field, BinaryField):
        return base64.b64decode
    if isinstance(field, JSONField):
        return lambda value: field.get_db_prep_value(value, connection)
    return None


def load(model: Model, lines: Iterable[bytes]) -> None:
    """Add rows to a table, in the transaction under way."""
    fields = model._meta.concrete_fields
    change = [(place, made) for place, field in enumerate(fields) if (made := _from_text(field)) is not None]

    def values() -> Iterator[list[Any]]:
        for line in lines:
            row: list[Any] = json.loads(line)
            for place, made in change:
                if row[place] is not None:
                    row[place] = made(row[place])
            yield row

    table, names = model._meta.db_table, ", ".join(f'"{name}"' for name in columns(model))
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f'COPY "{table}" ({names}) FROM STDIN') as copy:
                for row in values():
                    copy.write_row(row)
            return
        places = ", ".join(["%s"] * len(fields))
        insert = f'INSERT INTO "{table}" ({names}) VALUES ({places})'  # noqa: S608 - names of a model
        waiting = values()
        while some := list(islice(waiting, _ROWS)):
            cursor.executemany(insert, some)


def count_on() -> None:
    """Let each table number its next row after the last that it has."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), every()):
            cursor.execute(statement)


def clear() -> None:
    """Empty every table, those that no backup keeps too: nobody stays signed in as somebody else."""
    tables = [model._meta.db_table for model in every()]
    connection.ops.execute_sql_flush(connection.ops.sql_flush(no_style(), tables, reset_sequences=True))


def used() -> bool:
    """Whether there is anything that somebody brought in."""
    brought = [model for model in kept() if model._meta.db_table not in _ALWAYS_THERE]
    return any(model._default_manager.exists() for model in brought)
