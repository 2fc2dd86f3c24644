"""The books only grow: the database itself refuses to change or remove a row, whoever asks."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import IntegrityError, connection, models, transaction

from poolbook_web.agreements.actions import put_rules
from poolbook_web.agreements.models import RulesVersion, TermsVersion
from poolbook_web.base import appendonly
from poolbook_web.ledger import actions, queries
from poolbook_web.ledger.models import (
    SPAN,
    Answer,
    Coding,
    Entry,
    Line,
    Marked,
    Proposal,
    Proposed,
    Received,
    Rejected,
    Transfer,
)
from poolbook_web.ledger.store import batch as batches
from poolbook_web.monitoring import actions as monitoring
from poolbook_web.monitoring.models import Fact
from poolbook_web.partners.models import FundYear
from tests.poolbook.folder import packs
from tests.web import books
from tests.web.books import AT

TABLES: list[type[models.Model]] = [
    Entry, Transfer, Line, Coding, Received, Rejected, Proposal, Proposed, Marked, Answer, TermsVersion, RulesVersion,
    Fact,
]  # fmt: skip


@pytest.fixture
def year(db: None) -> FundYear:
    """A year with a row in every table."""
    year = books.small()
    actions.open_year(fund_year=year, by=None, at=AT)
    with batches.gather(year) as batch:
        packs.post_import(batch)  # type: ignore[arg-type]  # a batch has the verbs of a draft
        actions.keep(batch=batch, by=None, at=AT)
    monitoring.keep(fund_year=year, kind=Fact, says={"name": "told", "truth": True}, evidence="p. 1", by=None, at=AT)
    put_rules(fund_year=year, data=b"poolbook: rules/1\n", by=None, at=AT)
    over = Transfer.of(year).filter(first_line__isnull=False, amount__gt=0).select_related("entry")[0]
    asked = actions.correct(transfer=over, lines=None, to=None, why="Not ours", by=None, at=AT)
    actions.agree(proposal=asked, by=None, at=AT)
    return year


def refused(statement: str, table: str, key: str) -> None:
    """The database answers no."""
    statement = statement.format(table=table, key=key)
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.parametrize("model", TABLES)
def test_no_statement_changes_or_removes_a_row(year: FundYear, model: type[models.Model]) -> None:
    table, key = model._meta.db_table, "id"
    assert model._default_manager.exists()
    refused("UPDATE {table} SET {key} = {key}", table, key)
    refused("DELETE FROM {table}", table, key)
    if connection.vendor == "sqlite":
        refused("INSERT OR REPLACE INTO {table} SELECT * FROM {table}", table, key)
    else:
        again = "INSERT INTO {table} SELECT * FROM {table} ON CONFLICT ({key}) DO UPDATE SET {key} = {table}.{key}"
        refused(again, table, key)
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # no table is truncated while rows wait to be checked
        refused("TRUNCATE {table} CASCADE", table, key)
    assert queries.prove(year, digests=True) == ()


@pytest.mark.parametrize("model", TABLES)
def test_no_row_is_saved_again_or_deleted(year: FundYear, model: type[models.Model]) -> None:
    row = model._default_manager.first()
    assert row is not None
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()
    with pytest.raises(TypeError, match="append-only"):
        row.delete()


@pytest.mark.parametrize(
    "wrong",
    [
        {"debit": "spend", "credit": "spend"},
        {"amount": -1},
        {"amount": 0},
        {"period": 16},
        {"layer": "dream"},
        {"first_line": 3, "last_line": 2},
        {"first_line": 3},
    ],
)
def test_a_transfer_that_the_core_would_refuse_the_database_refuses_too(
    year: FundYear, wrong: dict[str, object]
) -> None:
    good = Transfer.of(year).first()
    assert good is not None
    fields = {field.attname: getattr(good, field.attname) for field in Transfer._meta.concrete_fields}
    with pytest.raises(IntegrityError), transaction.atomic():
        Transfer.objects.create(**{**fields, "id": good.pk + 1000, **wrong})


def test_an_intruder_who_lifts_the_triggers_is_found_by_the_proof(year: FundYear) -> None:
    with appendonly.lifted():
        Line.objects.filter(pk=Line.of(year)[0].pk).update(pence=1_00)
    assert {each.code for each in queries.prove(year)} >= {"prove.transfer"}
    with appendonly.lifted():
        Line.objects.filter(pk=Line.of(year)[0].pk).update(pence=100_00, narrative="something else")
    assert queries.prove(year) == ()
    assert [each.code for each in queries.prove(year, digests=True)] == ["prove.lines_changed"]


def another_line(year: FundYear, number: int) -> None:
    """A line that no import brought, under no transfer."""
    line = Line.of(year)[0]
    line.pk = year.pk * SPAN + number
    line.save()


@pytest.mark.parametrize(
    ("intrude", "code"),
    [
        (lambda year: Transfer.of(year).filter(first_line=None).update(amount=1), "chain.hash"),
        (lambda year: Entry.objects.filter(fund_year=year, number=2).update(by="Nobody"), "chain.hash"),
        (lambda year: Line.objects.filter(pk=Line.of(year)[4].pk).delete(), "prove.line_ids"),
        (lambda year: another_line(year, 0), "prove.line_ids"),
        (lambda year: another_line(year, 1_000), "prove.line_ids"),
        (lambda year: Transfer.of(year).filter(first_line=1).update(first_line=2), "prove.loose_lines"),
        (lambda year: Line.of(year).filter(period=1).update(period=2), "prove.transfer"),
        (lambda year: Line.of(year).update(coding=9), "prove.transfer"),
        (lambda _: Received.objects.update(posted=4, duplicates=3), "prove.import_counts"),
        (lambda _: Rejected.objects.update(raw="other"), "prove.lines_changed"),
        (lambda year: Coding.of(year).update(fields="{}"), "prove.lines_changed"),
    ],
)
def test_whatever_was_changed_is_named(year: FundYear, intrude: Callable[[FundYear], object], code: str) -> None:
    with appendonly.lifted():
        intrude(year)
    assert code in {each.code for each in queries.prove(year, digests=True)}
