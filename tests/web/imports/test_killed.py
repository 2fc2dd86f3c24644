"""A machine that fails, at any statement of posting: all or nothing is in the books, and the next try works."""

from __future__ import annotations

import os
import pkgutil
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

from poolbook_web.base import appendonly, work
from poolbook_web.imports import actions, store, tasks
from poolbook_web.imports.models import Batch, Posting
from poolbook_web.ledger import queries as ledger
from poolbook_web.ledger.models import Coding, Entry, Line
from poolbook_web.ledger.store import bulk
from tests.lookalikes.leeds import CARE
from tests.web.books import AT
from tests.web.imports.extracts import MONTHS, Office, brought, fresh, listing, month, office, row
from tests.web.imports.test_imports_at_once import no_worker_is_free

State = Batch.State


@pytest.fixture
def waiting(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> Batch:
    """An import that was accepted, and that no worker has taken up."""
    return accepted_only(office(), monkeypatch)


def accepted_only(here: Office, monkeypatch: pytest.MonkeyPatch, *, faulty: bool = True) -> Batch:
    """Accepted, with no worker free. A faulty row has the files read again to be posted; otherwise they need not be."""
    odd = [row("Residential", "ten", "12-9")] if faulty else []
    batch = brought(here, month(0), listing(row("Home Care", "3.21", "12-7", CARE), *odd, name="b.csv"))
    assert batch.pieces.exists() is not faulty
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

    def counted(insert: Callable[..., None]) -> Callable[..., None]:
        def one(*args: Any) -> None:
            statements.one()
            insert(*args)

        return one

    with monkeypatch.context() as patched, connection.execute_wrapper(statements):
        for name in ("insert", "insert_rows"):
            patched.setattr(bulk, name, counted(getattr(bulk, name)))
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
    assert not appendonly.missing()
    assert not len(ledger.balances(year))


def all_of_it_is_there(batch: Batch) -> None:
    """The import is in the books, whole and once."""
    now = fresh(batch)
    assert (now.state, now.postings.count(), now.pieces.exists()) == (State.ACCEPTED, 2, False)
    assert not appendonly.missing()
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
    assert ticks(at + timedelta(seconds=50)) == 0, "it may be alive"
    assert ticks(at + store.LEASE + timedelta(seconds=1)) == 1
    all_of_it_is_there(waiting)


#: Where the process that is killed dies: what it calls then, whether before or after that is done.
_STEPS = {
    "as the files are read": ("poolbook_web.imports.store:heard", "before"),
    "as the reading is noted": ("poolbook_web.imports.store:write_reading", "after"),
    "as what was gathered is taken up": ("poolbook_web.ledger.store.packing:_transfers", "after"),
    "as lines are made ready": ("poolbook_web.ledger.store.waiting:Waiting.make_ready", "after"),
    "as the lines go in": ("poolbook_web.ledger.store.waiting:Waiting.move", "after"),
    "as the entry goes in": ("poolbook_web.ledger.store.write:entry", "after"),
    "as the history is written": ("poolbook_web.audit.store:append", "after"),
    "just before all of it counts": ("django.db.backends.base.base:BaseDatabaseWrapper.commit", "before"),
    "as soon as it counts": ("django.db.backends.base.base:BaseDatabaseWrapper.commit", "after"),
}

_WORKER = """
import os, sys
from django.conf import settings
settings.DATABASES["default"]["NAME"] = os.environ["POOLBOOK_TEST_DATABASE"]
import django
django.setup()
from django.utils import timezone
from poolbook_web.imports import tasks
from tests.web.imports import test_killed
test_killed.dies(sys.argv[2])
tasks.perform(int(sys.argv[1]), timezone.now)
"""


def dies(step: str) -> None:
    """Have this process killed at a step; the commits are those that come after the lines went in."""
    if step not in _STEPS:
        return
    where, when = _STEPS[step]
    place, _, name = where.rpartition("." if where.count(".", where.index(":")) else ":")
    if name == "commit":
        _then("poolbook_web.ledger.store.waiting:Waiting", "move", "after", lambda: _then(place, name, when, _kill))
    else:
        _then(place, name, when, _kill)


def _kill() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _then(place: str, name: str, when: str, act: Callable[[], None]) -> None:
    """Act before or after something is called."""
    owner = pkgutil.resolve_name(place)
    call = getattr(owner, name)

    def changed(*args: Any, **kwargs: Any) -> Any:
        if when == "before":
            act()
        result = call(*args, **kwargs)
        if when == "after":
            act()
        return result

    setattr(owner, name, changed)


def worker(batch: Batch, step: str = "") -> int:
    """A process of its own, on the database of the tests; how it ended."""
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "poolbook_web.settings.test"}
    environment["POOLBOOK_TEST_DATABASE"] = str(connection.settings_dict["NAME"])
    done = subprocess.run([sys.executable, "-c", _WORKER, str(batch.pk), step], env=environment, check=False)
    return done.returncode


def time_passes() -> None:
    """The lease of whoever died is over."""
    Batch.objects.update(due_at=AT, tries=0)


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="there is no SIGKILL")
def test_a_worker_killed_as_it_reads_leaves_nothing_and_the_next_reads_all(
    transactional_db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(work, "soon", no_worker_is_free)
    batch = brought(office(), month(0))
    for step in ("as the files are read", "as the reading is noted"):
        assert worker(batch, step) == -signal.SIGKILL, step
        now = fresh(batch)
        assert (now.state, now.digest, now.pieces.exists()) == (State.READING, "", False), step
        time_passes()
    assert worker(batch) == 0
    now = fresh(batch)
    assert (now.state, now.pieces.exists()) == (State.REVIEW, True)
    assert now.new == sum(each.pool == CARE for each in MONTHS[0].payments)


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="there is no SIGKILL")
@pytest.mark.parametrize("faulty", [False, True], ids=["gathered", "read again"])
def test_a_worker_killed_as_it_posts_leaves_nothing_and_the_next_posts_all(
    transactional_db: None, monkeypatch: pytest.MonkeyPatch, faulty: bool
) -> None:
    batch = accepted_only(office(), monkeypatch, faulty=faulty)
    steps = ["as the files are read", "as the lines go in"] if faulty else list(_STEPS)[2:-1]
    for step in steps:
        assert worker(batch, step) == -signal.SIGKILL, step
        nothing_is_there(batch)
        assert fresh(batch).tries == 1, "it had begun"
        time_passes()
    assert worker(batch, "as soon as it counts") == -signal.SIGKILL
    all_of_it_is_there(batch)
