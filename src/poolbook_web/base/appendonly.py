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


def _models() -> dict[str, type[models.Model]]:
    """Every append-only model, by its table."""
    return {model._meta.db_table: model for model in apps.get_models() if issubclass(model, AppendOnly)}


def tables() -> list[str]:
    """Every append-only table."""
    return sorted(_models())


def _keys(model: type[models.Model]) -> list[list[str]]:
    """The columns of every key that a row has to itself: ``INSERT OR REPLACE`` takes away whatever has one of them."""
    own = [[str(field.column)] for field in model._meta.concrete_fields if field.unique]
    together = [each.fields for each in model._meta.constraints if isinstance(each, models.UniqueConstraint)]
    return [*own, *([_column(model, name) for name in names] for names in together)]


def _column(model: type[models.Model], name: str) -> str:
    return next(str(field.column) for field in model._meta.concrete_fields if field.name == name)


def _on_sqlite(table: str) -> dict[str, str]:
    """The triggers of a table by name. Without the third, another program's INSERT OR REPLACE would remove whatever row
    has a key of the new one; of a key beside the first it says what SQLite itself says when it is there already."""
    told = f"{table} {MESSAGE}"
    raised = f"BEGIN SELECT RAISE(ABORT, '{told}'); END"
    checks: list[str] = []
    for columns in _keys(_models()[table]):
        same = " AND ".join(f'"{each}" = NEW."{each}"' for each in columns)
        said = f"UNIQUE constraint failed: {', '.join(f'{table}.{each}' for each in columns)}" if checks else told
        there = f'SELECT 1 FROM "{table}" WHERE {same}'  # noqa: S608 - names of a model
        checks.append(f"SELECT RAISE(ABORT, '{said}') WHERE EXISTS ({there})")
    return {
        f"{table}_no_update": f'BEFORE UPDATE ON "{table}" {raised}',
        f"{table}_no_delete": f'BEFORE DELETE ON "{table}" {raised}',
        f"{table}_no_replace": f'BEFORE INSERT ON "{table}" BEGIN {"; ".join(checks)}; END',
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


def _present(connection: BaseDatabaseWrapper) -> dict[str, str]:
    """The triggers that there are and work, and how SQLite was told to make each; PostgreSQL tells it in other words,
    so there the function that it calls is compared, and that it has no condition."""
    asked, given = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'", None
    if connection.vendor == "postgresql":
        asked = (
            "SELECT tgname, tgname FROM pg_trigger JOIN pg_proc p ON p.oid = tgfoid WHERE NOT tgisinternal "
            "AND tgenabled IN ('O', 'A') AND tgqual IS NULL AND p.proname = 'poolbook_append_only' AND p.prosrc LIKE %s"
        )
        given = [f"%RAISE EXCEPTION%{MESSAGE}%"]
    with connection.cursor() as cursor:
        cursor.execute(asked, given)
        return dict(cursor.fetchall())


def _made(connection: BaseDatabaseWrapper, name: str, body: str) -> str:
    """What :func:`_present` says of a trigger that is as it was made."""
    return name if connection.vendor == "postgresql" else f"CREATE TRIGGER {name} {body}"


def _lost(connection: BaseDatabaseWrapper) -> dict[str, tuple[str, str]]:
    """The triggers that are not there, or are others by their names: table, and how to make it."""
    present = _present(connection)
    return {
        name: (table, body)
        for name, (table, body) in _wanted(connection).items()
        if present.get(name) != _made(connection, name, body)
    }


def missing(using: str = "default") -> list[str]:
    """The append-only tables that the database does not protect."""
    return sorted({table for table, _ in _lost(connections[using]).values()})


def protect(using: str = "default") -> None:
    """Make the triggers that are missing, of the tables that are there."""
    connection = connections[using]
    there = set(connection.introspection.table_names())
    with transaction.atomic(using), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_FUNCTION)
        for name, (table, body) in _lost(connection).items():
            if table in there:
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}{_on(connection, table)}")
                cursor.execute(f"CREATE TRIGGER {name} {body}")


def _on(connection: BaseDatabaseWrapper, table: str) -> str:
    """PostgreSQL wants to be told whose trigger is dropped."""
    return f' ON "{table}"' if connection.vendor == "postgresql" else ""


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
    with transaction.atomic(), connection.cursor() as cursor:  # so that a fault which is caught puts it back as well
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
                cursor.execute(f"DROP TRIGGER {name}{_on(connection, table)}")


@contextmanager
def lifted(using: str = "default") -> Iterator[None]:
    """Without the triggers, for the tests alone: to clear the tables, and to play the intruder."""
    _lift(using)
    try:
        yield
    finally:
        protect(using)
