"""Tables that only grow: the database itself refuses to change or remove a row.

A model that inherits :class:`AppendOnly` gets triggers on SQLite and PostgreSQL. UPDATE, DELETE and TRUNCATE then fail
as an ``IntegrityError``, whoever asks: the ORM, raw SQL, another program. The triggers are put in place after every
migration (SQLite drops them when a migration remakes a table), and ``poolbook-site check --database default`` names a
table that has lost them.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NoReturn

from django.apps import apps
from django.db import connections, models, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

MESSAGE = "is append-only: nothing in it may be changed or removed"

_FUNCTION = f"""
CREATE OR REPLACE FUNCTION poolbook_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% {MESSAGE}', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$
"""


class AppendOnly(models.Model):
    """A row that is made once. Saving it again, or deleting it, is a fault of the program."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Insert, never update."""
        kwargs["force_insert"] = True
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Refused before the database is asked."""
        raise TypeError(f"{self._meta.db_table} {MESSAGE}")


def tables() -> list[str]:
    """Every append-only table."""
    return sorted(model._meta.db_table for model in apps.get_models() if issubclass(model, AppendOnly))


def _on_sqlite(table: str) -> dict[str, str]:
    """The triggers of a table by name. Without the third, INSERT OR REPLACE would remove the row that it replaces."""
    raised = f"BEGIN SELECT RAISE(ABORT, '{table} {MESSAGE}'); END"
    same = f'WHEN EXISTS (SELECT 1 FROM "{table}" WHERE id = NEW.id)'  # noqa: S608 - a table's name, from the models
    return {
        f"{table}_no_update": f'BEFORE UPDATE ON "{table}" {raised}',
        f"{table}_no_delete": f'BEFORE DELETE ON "{table}" {raised}',
        f"{table}_no_replace": f'BEFORE INSERT ON "{table}" {same} {raised}',
    }


def _on_postgresql(table: str) -> dict[str, str]:
    call = "EXECUTE FUNCTION poolbook_append_only()"
    return {
        f"{table}_no_change": f'BEFORE UPDATE OR DELETE ON "{table}" FOR EACH ROW {call}',
        f"{table}_no_truncate": f'BEFORE TRUNCATE ON "{table}" FOR EACH STATEMENT {call}',
    }


def _wanted(connection: BaseDatabaseWrapper) -> dict[str, tuple[str, str]]:
    """Every trigger that there should be: its name, its table, how it is made."""
    make = _on_postgresql if connection.vendor == "postgresql" else _on_sqlite
    return {name: (table, body) for table in tables() for name, body in make(table).items()}


def _present(connection: BaseDatabaseWrapper) -> set[str]:
    """The triggers that there are."""
    asked = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    if connection.vendor == "postgresql":
        asked = "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'"
    with connection.cursor() as cursor:
        cursor.execute(asked)
        return {name for (name,) in cursor.fetchall()}


def missing(using: str = "default") -> list[str]:
    """The append-only tables that the database does not protect."""
    connection = connections[using]
    present = _present(connection)
    return sorted({table for name, (table, _) in _wanted(connection).items() if name not in present})


def protect(using: str = "default") -> None:
    """Make the triggers that are missing, of the tables that are there."""
    connection = connections[using]
    there = set(connection.introspection.table_names())
    present = _present(connection)
    with transaction.atomic(using), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_FUNCTION)
        for name, (table, body) in _wanted(connection).items():
            if table in there and name not in present:
                cursor.execute(f"CREATE TRIGGER {name} {body}")


@contextmanager
def taking_many(table: str) -> Iterator[None]:
    """For rows by the million into a table, in the transaction under way. On SQLite a trigger that looks at each row
    first makes it four times as long, and everybody waits for it: so that one is put aside, and is back before the
    transaction ends. Nobody else can write in between, a key that is there already is refused as ever, and a
    transaction that fails leaves the trigger as it was."""
    connection = connections["default"]
    if not connection.in_atomic_block:
        raise RuntimeError("a trigger is put aside within the transaction that puts it back")
    name = f"{table}_no_replace"
    with connection.cursor() as cursor:
        aside = connection.vendor == "sqlite" and name in _present(connection)
        if aside:
            cursor.execute(f"DROP TRIGGER {name}")
        yield
        if aside:
            cursor.execute(f"CREATE TRIGGER {name} {_on_sqlite(table)[name]}")


def _lift(using: str) -> None:
    connection = connections[using]
    present = _present(connection)
    with connection.cursor() as cursor:
        for name, (table, _) in _wanted(connection).items():
            if name in present:
                on = f' ON "{table}"' if connection.vendor == "postgresql" else ""
                cursor.execute(f"DROP TRIGGER {name}{on}")


@contextmanager
def lifted(using: str = "default") -> Iterator[None]:
    """Without the triggers, for the tests alone: to clear the tables, and to play the intruder."""
    _lift(using)
    try:
        yield
    finally:
        protect(using)
