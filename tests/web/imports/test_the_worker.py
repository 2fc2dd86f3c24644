"""The worker: the queue in the database, what was left lying, and how far a reading is."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from pytest_django import Settings

from poolbook.findings import Refused
from poolbook_web.base import words
from poolbook_web.base.models import Letter
from poolbook_web.imports import actions, store
from poolbook_web.imports.models import Batch, Part
from tests.web.books import AT
from tests.web.imports.extracts import Office, fresh, month, office, signed_in, whole

State = Batch.State


@pytest.fixture
def here(transactional_db: None, settings: Settings) -> Office:
    """The year and its people, with a queue in the database and no worker."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    return office()


def test_files_wait_until_a_worker_reads_them_and_the_page_tells_how_far_it_is(here: Office) -> None:
    fay = signed_in(here.fay)
    fay.post(f"{here.address}bring/", {"extracts": [month(0)]})
    batch = Batch.objects.get()
    assert batch.state == State.READING
    response = fay.get(f"{here.address}1/")
    assert response.headers["Refresh"] == "3"
    assert "It waits for its turn." in whole(response.content)
    assert "Refresh" not in fay.get(f"{here.address}1/?still=1").headers
    assert "Nothing has happened for more than a minute" not in whole(response.content)
    store.heard(Batch(pk=batch.pk, turn=1, due_at=AT), "2012-04.csv", 200_000, timezone.now())
    assert "2012-04.csv: 200,000 lines so far." in whole(fay.get(f"{here.address}1/").content)
    Batch.objects.update(due_at=AT)
    assert "Nothing has happened for more than a minute" in whole(fay.get(f"{here.address}1/").content)
    call_command("work", once=True)
    assert fresh(batch).state == State.REVIEW
    assert "Refresh" not in fay.get(f"{here.address}1/").headers


def test_what_the_queue_lost_is_done_all_the_same(here: Office) -> None:
    batch = actions.receive(fund_year=here.year, files=[month(0)], by=here.fay, at=AT)
    assert DBTaskResult.objects.count() == 1
    DBTaskResult.objects.all().delete()
    call_command("work", once=True)
    assert fresh(batch).state == State.REVIEW


def test_an_order_that_is_rolled_back_leaves_nothing_to_do(here: Office) -> None:
    with transaction.atomic():
        actions.receive(fund_year=here.year, files=[month(0)], by=here.fay, at=AT)
        transaction.set_rollback(True)
    assert not DBTaskResult.objects.exists()
    assert not Batch.objects.exists()
    assert not Part.objects.exists()


def test_what_was_withdrawn_as_it_was_read_stays_withdrawn(here: Office) -> None:
    batch = actions.receive(fund_year=here.year, files=[month(0)], by=here.fay, at=AT)
    taken_up = store.claim(batch.pk, timezone.now())
    assert taken_up is not None
    actions.withdraw(batch=batch, why="wrong", by=here.fay, at=AT)
    actions.note_refusal(batch=taken_up, findings=(), versions=(1, 1), by=None, at=AT)
    call_command("work", once=True)
    assert fresh(batch).state == State.WITHDRAWN


def test_bytes_that_are_gone_before_they_are_read_are_no_fault_of_the_site(here: Office, tmp_path: Path) -> None:
    batch = actions.receive(fund_year=here.year, files=[month(0)], by=here.fay, at=AT)
    actions.withdraw(batch=batch, why="wrong", by=here.fay, at=AT)
    with pytest.raises(Refused, match=r"imports\.dropped"):
        store.uploads(batch, tmp_path)


def test_the_worker_sends_letters_and_forgets_what_is_over(here: Office) -> None:
    assert Letter.objects.filter(sent_at=None).exists(), "the invitations"
    actions.receive(fund_year=here.year, files=[month(0)], by=here.fay, at=AT)
    call_command("work", once=True)
    assert not Letter.objects.filter(sent_at=None).exists()
    DBTaskResult.objects.update(enqueued_at=timezone.now() - timedelta(days=8))
    call_command("work", once=True)
    assert not DBTaskResult.objects.exists()


def test_bytes_that_were_changed_behind_our_back_are_not_read(here: Office) -> None:
    batch = actions.receive(fund_year=here.year, files=[month(0)], by=here.fay, at=AT)
    other = actions.receive(fund_year=here.year, files=[month(1)], by=here.fay, at=AT)
    Part.objects.filter(file__batch=batch).update(data=Part.objects.get(file__batch=other).data)
    call_command("work", once=True)
    assert fresh(batch).state == State.READING, "to be tried again, and then told"
    assert fresh(other).state == State.REVIEW


def test_the_page_says_that_a_worker_fell_silent_and_about_when_another_goes_on(here: Office) -> None:
    batch = actions.receive(fund_year=here.year, files=[month(0)], by=here.fay, at=AT)
    fay, begun = signed_in(here.fay), timezone.now()
    assert store.claim(batch.pk, begun - timedelta(seconds=20)) is not None
    assert "seems to have stopped" not in whole(fay.get(f"{here.address}1/").content)
    Batch.objects.update(due_at=begun + store.LEASE - timedelta(seconds=40))
    said = whole(fay.get(f"{here.address}1/").content)
    due = fresh(batch).due_at
    assert due is not None
    assert "It seems to have stopped: nothing was heard of it for half a minute." in said
    assert f"It is taken up again by itself at about {words.moment(due)}" in said
    assert "Nothing has happened for more than a minute" not in said
