"""A machine that fails, at any statement of posting: all or nothing is in the books, and the next try works."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.utils import timezone

from poolbook_web.base import work
from poolbook_web.imports import actions, store, tasks
from poolbook_web.imports.models import Batch, Posting
from poolbook_web.ledger import queries as ledger
from poolbook_web.ledger.models import Coding, Entry, Line
from poolbook_web.ledger.store import bulk
from tests.lookalikes.leeds import CARE
from tests.web.books import AT
from tests.web.imports.extracts import Office, brought, fresh, listing, month, office, row
from tests.web.imports.test_imports_at_once import no_worker_is_free

State = Batch.State


@pytest.fixture
def waiting(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> Batch:
    """An import that was accepted, and that no worker has taken up."""
    return accepted_only(office(), monkeypatch)


def accepted_only(here: Office, monkeypatch: pytest.MonkeyPatch) -> Batch:
    """Accepted, with no worker free."""
    odd = row("Residential", "ten", "12-9")
    batch = brought(here, month(0), listing(row("Home Care", "3.21", "12-7", CARE), odd, name="b.csv"))
    monkeypatch.setattr(work, "soon", no_worker_is_free)
    actions.accept(batch=batch, seen=batch.digest, rejected_too=True, by=here.finn, at=AT)
    return fresh(batch)


def ticks(at: datetime) -> int:
    """How much was taken up at a moment."""
    return work.tick(lambda: at)


class Statements:
    """Lets so many statements through, and at the next one does what it was told."""

    def __init__(self, let: int, then: Callable[[], None]) -> None:
        self.left, self.then = let, then

    def one(self) -> None:
        """A statement is about to be made."""
        self.left -= 1
        if self.left < 0:
            self.then()

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        """What Django calls in the place of each statement."""
        self.one()
        return execute(sql, params, many, context)


@contextmanager
def failing(statements: Statements, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Every statement passes by these, those in bulk too."""
    insert = bulk.insert

    def counted(*args: Any) -> None:
        statements.one()
        insert(*args)

    with monkeypatch.context() as patched, connection.execute_wrapper(statements):
        patched.setattr(bulk, "insert", counted)
        yield


def nothing_is_there(batch: Batch) -> None:
    """The books are as before, and the import waits as before."""
    year = batch.fund_year
    assert fresh(batch).state == State.POSTING
    assert ledger.head(year).number == 0
    assert not Entry.objects.exists()
    assert not Posting.objects.exists()
    assert not Line.of(year).exists()
    assert not Coding.of(year).exists()
    assert not len(ledger.balances(year))


def all_of_it_is_there(batch: Batch) -> None:
    """The import is in the books, whole and once."""
    now = fresh(batch)
    assert (now.state, now.postings.count()) == (State.ACCEPTED, 2)
    assert Line.of(now.fund_year).count() == now.new
    assert ledger.prove(now.fund_year, digests=True) == ()


@pytest.mark.slow
def test_a_fault_at_any_statement_leaves_nothing_and_the_next_try_posts_all(
    waiting: Batch, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Broken(OperationalError):
        """The database went away."""

    def fail() -> None:
        raise Broken

    let, taken_up = 0, store.claim(waiting.pk, timezone.now())
    assert taken_up is not None
    while True:
        statements = Statements(let, fail)
        try:
            with failing(statements, monkeypatch):
                tasks._post(taken_up, timezone.now)
        except Broken:
            nothing_is_there(waiting)
            let += 1
        else:
            break
    assert let > 25, "every statement was tried"
    all_of_it_is_there(waiting)


def test_a_fault_is_tried_again_later_and_after_a_few_times_people_are_told(
    waiting: Batch, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: Any) -> None:
        raise OSError("the disk is full")

    at = timezone.now()
    with monkeypatch.context() as patched:
        patched.setattr(bulk, "insert", broken)
        for wait in (0, 15, 30, 60):
            at += timedelta(seconds=wait + 1)
            assert ticks(at) == 1
            nothing_is_there(waiting)
            assert ticks(at) == 0, "it rests for a while"
    at += timedelta(hours=1)
    assert ticks(at) == 1
    back = fresh(waiting)
    assert back.state == State.REVIEW
    assert "The site failed 4 times as it posted this." in back.said
    assert ledger.head(back.fund_year).number == 0
    actions.accept(batch=back, seen=back.digest, rejected_too=True, by=waiting.accepted_by, at=AT)
    assert work.tick() == 1
    all_of_it_is_there(waiting)


def test_work_that_a_dead_worker_held_is_taken_up_when_its_lease_is_over(waiting: Batch) -> None:
    at = timezone.now()
    assert store.claim(waiting.pk, at) is not None
    assert ticks(at + timedelta(minutes=1)) == 0, "it may be alive"
    assert ticks(at + store.LEASE + timedelta(seconds=1)) == 1
    all_of_it_is_there(waiting)


#: What the process that is killed runs: the worker's work, until so many statements are made.
_WORKER = """
import os, signal, sys
import django
django.setup()
from django.db import connection
from django.utils import timezone
import pytest
from poolbook_web.imports import tasks
from tests.web.imports.test_killed import Statements, failing
key, let = map(int, sys.argv[1:])
with pytest.MonkeyPatch.context() as patched:
    with failing(Statements(let, lambda: os.kill(os.getpid(), signal.SIGKILL)), patched):
        tasks.perform(key, timezone.now)
"""


def worker(batch: Batch, let: int) -> int:
    """A process of its own, on the database of the tests; how it ended."""
    settings = connection.settings_dict
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "poolbook_web.settings.test"}
    environment["POOLBOOK_TEST_DATABASE"] = str(settings["NAME"])
    program = _WORKER.replace("django.setup()", _ON_THE_SAME_DATABASE + "django.setup()", 1)
    done = subprocess.run([sys.executable, "-c", program, str(batch.pk), str(let)], env=environment, check=False)
    return done.returncode


_ON_THE_SAME_DATABASE = """
from django.conf import settings
settings.DATABASES["default"]["NAME"] = os.environ["POOLBOOK_TEST_DATABASE"]
"""


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="there is no SIGKILL")
def test_a_worker_that_is_killed_at_any_moment_leaves_nothing_and_the_next_posts_all(
    waiting: Batch,
) -> None:
    for let in (40, 50):  # as it posts, and just before the end
        assert worker(waiting, let) == -signal.SIGKILL
        nothing_is_there(waiting)
        assert fresh(waiting).tries >= 1, "it had begun"
        Batch.objects.update(due_at=AT, tries=0)  # time has passed
    assert worker(waiting, 10_000) == 0
    all_of_it_is_there(waiting)
