"""The history: in plain sentences, in one unbroken chain, and closed by the database itself to any change."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from io import StringIO
from types import SimpleNamespace

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, models, transaction
from django.test import Client

from poolbook_web.audit import queries, store
from poolbook_web.audit.actions import record
from poolbook_web.audit.events import PHRASES, Event
from poolbook_web.audit.models import AuditEvent, Head
from poolbook_web.base import appendonly
from poolbook_web.people import actions
from poolbook_web.people.models import Role
from tests.web.cast import NOW, Cast


def faults(cast: Cast) -> set[str]:
    """The codes of what is wrong with the fund's history."""
    return {found.code for found in queries.check(cast.fund.history_scope)}


def events(cast: Cast) -> models.QuerySet[AuditEvent]:
    """The fund's history, in order."""
    return AuditEvent.objects.filter(scope=cast.fund.history_scope).order_by("number")


def test_the_chain_of_a_whole_cast_stands(cast: Cast) -> None:
    assert store.scopes() == ["", "fund:oxfordshire-mental-health", "fund:reading-stroke"]
    assert not [found for scope in store.scopes() for found in queries.check(scope)]
    assert [event.number for event in events(cast)] == list(range(1, events(cast).count() + 1))


@pytest.mark.parametrize("statement", ["UPDATE {} SET event = 'x'", "DELETE FROM {}", "TRUNCATE {}", "{replace}"])
def test_the_database_refuses_to_change_an_event(cast: Cast, statement: str) -> None:
    table = AuditEvent._meta.db_table
    if "TRUNCATE" in statement and connection.vendor == "sqlite":
        statement = "DELETE FROM {}"  # SQLite has no other word for it
    if "replace" in statement:
        if connection.vendor != "sqlite":
            statement = "INSERT INTO {0} SELECT * FROM {0} ON CONFLICT (id) DO UPDATE SET event = 'x'"
        else:
            statement = "INSERT OR REPLACE INTO {0} SELECT * FROM {0}"
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement.format(table))
    assert not faults(cast)


def test_the_orm_refuses_to_change_an_event(cast: Cast) -> None:
    event = events(cast)[0]
    with pytest.raises(IntegrityError), transaction.atomic():
        event.save()
    with pytest.raises(TypeError, match="append-only"):
        event.delete()
    with pytest.raises(IntegrityError), transaction.atomic():
        events(cast).update(event="x")
    with pytest.raises(IntegrityError), transaction.atomic():
        events(cast).delete()


@pytest.mark.parametrize(
    ("tamper", "found"),
    [
        ({"payload": '{"by":"Nobody"}'}, {"history.payload"}),
        ({"event": "person.joined"}, {"history.hash"}),
        ({"key": "99"}, {"history.hash"}),
        ({"partner": 1, "visibility": "private"}, {"history.hash"}),
        ({"number": 9999}, {"history.hash", "history.number"}),
        ({"previous": "0" * 64}, {"history.link", "history.hash"}),
    ],
)
def test_a_change_behind_the_sites_back_is_named(cast: Cast, tamper: dict[str, object], found: set[str]) -> None:
    third = events(cast)[2]
    with appendonly.lifted():
        AuditEvent.objects.filter(pk=third.pk).update(**tamper)
    assert found <= faults(cast)


def test_an_event_that_was_removed_or_cut_off_is_named(cast: Cast) -> None:
    last = events(cast).last()
    assert last is not None
    with appendonly.lifted():
        AuditEvent.objects.filter(pk=last.pk).delete()
    assert faults(cast) == {"history.head"}
    with appendonly.lifted():
        AuditEvent.objects.filter(pk=events(cast)[1].pk).delete()
    assert {"history.number", "history.link", "history.head"} == faults(cast)


def test_a_head_that_was_edited_is_named(cast: Cast) -> None:
    Head.objects.filter(scope=cast.fund.history_scope).update(hash="0" * 64)
    assert faults(cast) == {"history.head"}


def test_words_lawfully_erased_leave_the_chain_standing(cast: Cast) -> None:
    third = events(cast)[2]
    with appendonly.lifted():
        AuditEvent.objects.filter(pk=third.pk).update(payload=None, salt=None)
    assert not faults(cast)
    third.refresh_from_db()
    assert queries.told(third).says == "did something whose record was lawfully erased"


def test_an_event_outside_a_transaction_is_a_fault_of_the_program(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(transaction, "get_connection", lambda: SimpleNamespace(in_atomic_block=False))
        with pytest.raises(RuntimeError, match="in the transaction"):
            record(Event.FUND_OPENED, on=cast.fund, by=None, at=NOW)


def test_what_is_refused_leaves_no_event(cast: Cast, manager: Client) -> None:
    before = events(cast).count()
    manager.post(f"/funds/{cast.fund.slug}/people/invite/", {"email": "x@example.org", "name": "X", "role": "clerk"})
    assert events(cast).count() == before


def test_the_history_tells_who_did_what_in_sentences(cast: Cast, manager: Client) -> None:
    actions.change_role(
        membership=cast.held(Role.CLERK),
        role=Role.LEGAL_ADVISER,
        partner=cast.council,
        by=cast.manager,
        at=NOW,
        note="as agreed on Monday",
    )
    page = manager.get(f"/funds/{cast.fund.slug}/history/").content.decode()
    who = "<strong>Priya Nair</strong> changed the role of Cleo Clerk as clerk of Oxfordshire County Council."
    assert who in page
    cells = re.findall(r"<t[hd][^>]*>([^<]*)</t[hd]>", page)
    assert " | ".join(cells).count("What | Before | After | Role | Clerk | Legal adviser") == 1
    assert "“as agreed on Monday”" in page
    assert "5 October 2009 at 10:30" in page, "British Summer Time"


def test_the_history_can_be_narrowed_by_day_and_person(cast: Cast, manager: Client) -> None:
    actions.rename(name="P. Nair", post="", by=cast.manager, at=NOW)
    held = cast.held(Role.CLERK)
    actions.end_role(membership=held, by=cast.manager, at=NOW + timedelta(days=1))
    url = f"/funds/{cast.fund.slug}/history/"
    days = {"first_0": "6", "first_1": "10", "first_2": "2009", "last_0": "6", "last_1": "10", "last_2": "2009"}
    page = manager.get(url, days).content.decode()
    assert "ended the role of Cleo Clerk" in page
    assert "opened the fund" not in page
    assert "ended the role" in manager.get(url, {"by": cast.manager.pk}).content.decode()
    assert "Nothing was found" in manager.get(url, {"last_0": "1", "last_1": "1", "last_2": "2001"}).content.decode()


def test_the_check_answers_in_one_line(cast: Cast, manager: Client) -> None:
    url = f"/funds/{cast.fund.slug}/history/check/"
    assert "events stand as they were written" in manager.get(url).content.decode()
    Head.objects.filter(scope=cast.fund.history_scope).update(number=1)
    assert "The history was changed" in manager.get(url).content.decode()


def test_the_command_names_the_history_that_was_changed(cast: Cast) -> None:
    out = StringIO()
    call_command("verify_history", stdout=out)
    assert "reading-stroke: All" in out.getvalue()
    Head.objects.filter(scope="fund:reading-stroke").update(number=1)
    with pytest.raises(CommandError, match="1 faults"):
        call_command("verify_history", stdout=out)


def test_every_event_has_its_phrase() -> None:
    assert list(PHRASES) == list(Event)


def test_a_lost_trigger_is_reported_and_put_back(cast: Cast) -> None:
    appendonly._lift("default")
    assert AuditEvent._meta.db_table in appendonly.missing() == appendonly.tables()
    assert Client().get("/health/").status_code == 503
    appendonly.protect()
    assert Client().get("/health/").json()["status"] == "ok"


def test_a_trigger_that_another_by_its_name_took_the_place_of_is_reported_and_put_back(cast: Cast) -> None:
    table = AuditEvent._meta.db_table
    postgresql = connection.vendor == "postgresql"
    lost = f"{table}_no_change" if postgresql else f"{table}_no_update"
    other = (
        f'CREATE TRIGGER {lost} BEFORE UPDATE OR DELETE ON "{table}" FOR EACH ROW WHEN (false) '
        "EXECUTE FUNCTION poolbook_append_only()"
        if postgresql
        else f'CREATE TRIGGER {lost} BEFORE UPDATE ON "{table}" WHEN 0 BEGIN SELECT 1; END'
    )
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER {lost}" + (f' ON "{table}"' if postgresql else ""))
        cursor.execute(other)
    assert appendonly.missing() == [table]
    appendonly.protect()
    assert appendonly.missing() == []
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        AuditEvent.objects.update(number=0)


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="a replacing INSERT is SQLite's own")
def test_another_program_cannot_replace_an_event_by_any_of_its_keys(cast: Cast) -> None:
    event = AuditEvent.objects.order_by("pk").first()
    assert event is not None
    columns = {field.column: getattr(event, field.attname) for field in AuditEvent._meta.concrete_fields}
    named, marks = ", ".join(f'"{each}"' for each in columns), ", ".join(["%s"] * len(columns))
    asked = f"INSERT OR REPLACE INTO {AuditEvent._meta.db_table} ({named}) VALUES ({marks})"  # noqa: S608 - names of a model
    for key in (event.pk, event.pk + 1_000_000):
        given = [json.dumps(each) if isinstance(each, dict) else each for each in (columns | {"id": key}).values()]
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(asked, given)
