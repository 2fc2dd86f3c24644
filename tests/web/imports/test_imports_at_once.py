"""Two people, or two workers, at one import at the same moment: one effect."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial

import pytest
from django.core.files.uploadedfile import UploadedFile
from django.db import connection
from django.utils import timezone

from poolbook.findings import Finding
from poolbook_web.agreements import queries as agreements
from poolbook_web.base import work
from poolbook_web.imports import actions, queries, store, tasks
from poolbook_web.imports.models import Batch
from poolbook_web.ledger import actions as ledger_actions
from poolbook_web.ledger import queries as ledger
from poolbook_web.ledger.models import Entry
from tests.lookalikes import leeds
from tests.web.books import AT
from tests.web.imports.extracts import Office, brought, fresh, listing, office, row, signed_in
from tests.web.test_at_once import at_once

State = Batch.State
RUNS = 30


@pytest.fixture
def here(transactional_db: None) -> Office:
    """The year and its people, committed, so that every thread sees them."""
    return office()


def no_worker_is_free(name: str, key: int) -> None:
    """In the place of the queue: nothing happens yet."""


def accepting(here: Office, batch: Batch, *, by_manager: bool) -> None:
    """One person's order."""
    who = here.manager if by_manager else here.finn
    actions.accept(batch=batch, seen=batch.digest, rejected_too=False, by=who, at=AT)


@pytest.mark.slow
def test_two_who_accept_at_once_and_two_workers_at_once_post_it_once(
    here: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    for run in range(1, RUNS + 1):
        batch = brought(here, listing(row("Residential", "10.00", f"12-{run}"), name=f"{run}.csv"))
        monkeypatch.setattr(work, "soon", no_worker_is_free)
        people = [partial(accepting, here, batch, by_manager=each) for each in (True, False)]
        assert at_once(*people) == ["done", "imports.other_state"]
        taken_up = store.claim(batch.pk, timezone.now())
        assert taken_up is not None
        # Both at work, as after a lease that ran out while its worker still lived.
        assert at_once(*[partial(tasks._post, taken_up, timezone.now)] * 2) == ["done", "done"]
        monkeypatch.undo()
        assert fresh(batch).state == State.ACCEPTED
        assert Entry.objects.filter(fund_year=here.year).count() == run
    assert not ledger.prove(here.year)


def test_a_worker_that_comes_second_finds_nothing_to_do(here: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    batch = brought(here, listing(row("Residential", "10.00")))
    monkeypatch.setattr(work, "soon", no_worker_is_free)
    accepting(here, batch, by_manager=True)
    assert at_once(*[partial(tasks.perform, batch.pk, timezone.now)] * 2) == ["done", "done"]
    assert Entry.objects.filter(fund_year=here.year).count() == 1


def test_one_who_accepts_as_another_withdraws_ends_in_one_of_the_two(here: Office) -> None:
    ends = set()
    for run in range(5):
        batch = brought(here, listing(row("Residential", "10.00", f"w-{run}"), name=f"{run}.csv"))
        withdraw = partial(actions.withdraw, batch=batch, why="wrong", by=here.fay, at=AT)
        said = at_once(partial(accepting, here, batch, by_manager=True), withdraw)
        assert said == ["done", "imports.other_state"]
        ends.add(fresh(batch).state)
    assert ends <= {State.ACCEPTED, State.WITHDRAWN}
    assert Entry.objects.count() == Batch.objects.filter(state=State.ACCEPTED).count()


@pytest.mark.slow
def test_two_who_post_one_undo_at_once_reverse_it_once(here: Office) -> None:
    for run in range(1, RUNS + 1):
        batch = brought(here, listing(row("Residential", "10.00", f"12-{run}"), name=f"{run}.csv"))
        accepting(here, batch, by_manager=True)
        proposal = actions.ask_undo(batch=batch, why="wrong", by=here.fay, at=AT)
        people = [partial(ledger_actions.agree, proposal=proposal, by=who, at=AT) for who in (here.finn, here.manager)]
        assert at_once(*people) == ["done", "ledger.answered"], run
        assert fresh(batch).state == State.UNDONE
        assert Entry.objects.count() == 2 * run
    assert not ledger.prove(here.year)


def test_two_who_ask_for_one_undo_at_once_ask_once(here: Office) -> None:
    batch = brought(here, listing(row("Residential", "10.00")))
    accepting(here, batch, by_manager=True)
    ask = [partial(actions.ask_undo, batch=batch, why="wrong", by=who, at=AT) for who in (here.finn, here.manager)]
    assert at_once(*ask) == ["done", "ledger.reversal_waits"]
    assert Entry.objects.count() == 1


def test_one_who_asks_again_as_another_posts_the_undo_neither_waits_for_ever_nor_undoes_twice(here: Office) -> None:
    batch = brought(here, listing(row("Residential", "10.00")))
    accepting(here, batch, by_manager=True)
    proposal = actions.ask_undo(batch=batch, why="wrong", by=here.fay, at=AT)
    said = at_once(
        partial(ledger_actions.agree, proposal=proposal, by=here.manager, at=AT),
        partial(actions.ask_undo, batch=batch, why="wrong", by=here.finn, at=AT),
    )
    assert said[0] == "done"
    assert said[1] in ("ledger.reversal_waits", "ledger.reversed_already", "imports.other_state")
    assert Entry.objects.count() == 2


def test_one_who_accepts_as_another_puts_rules_neither_waits_for_ever_nor_loses_the_other(here: Office) -> None:
    for run in range(5):
        batches = [
            brought(here, listing(row("Residential", "1.00", f"{run}-{at}"), name=f"{run}-{at}.csv")) for at in range(4)
        ]
        rules = leeds.RULES + f"\n# the same, {run}\n"
        put = partial(actions.put_rules, fund_year=here.year, data=rules.encode(), why="again", by=here.manager, at=AT)
        said = at_once(put, *(partial(accepting, here, each, by_manager=False) for each in batches))
        assert said.count("done") >= 1
        assert set(said) <= {"done", "imports.other_state", "imports.changed", "imports.not_to_accept"}
        assert {fresh(each).state for each in batches} <= {State.ACCEPTED, State.REVIEW}
        agreed = agreements.rules_version(here.year)
        assert agreed is not None
        assert agreed.text == rules
    assert not ledger.prove(here.year)


def test_two_who_bring_the_same_file_in_at_once_are_told_apart(here: Office) -> None:
    def bring() -> object:
        return actions.receive(fund_year=here.year, files=[listing(row("Residential", "1.00"))], by=here.fay, at=AT)

    assert at_once(bring, bring) == ["done", "imports.same_file"]
    assert Batch.objects.count() == 1


def test_files_are_looked_into_before_anybody_is_held_up_and_sent_twice_they_are_kept_once(
    here: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    held, look = [], queries.not_tables

    def looking(files: Iterable[UploadedFile[bytes]]) -> Iterator[Finding]:
        """Look into files, and note whether a transaction is open."""
        held.append(connection.in_atomic_block)
        return look(files)

    monkeypatch.setattr(queries, "not_tables", looking)
    fay, address = signed_in(here.fay), f"{here.address}bring/"
    for _ in range(2):
        sent = {"extracts": listing(row("Residential", "1.00")), "source": "", "once": "a" * 32}
        assert fay.post(address, sent).headers["Location"] == Batch.objects.get().get_absolute_url()
    assert held == [False, False]


def test_two_who_answer_at_once_lose_neither_answer(here: Office) -> None:
    batches = [brought(here, listing(row(kind, "10.00", kind), name=f"{kind}.csv")) for kind in ("Taxis", "Trips")]

    def answer(batch: Batch) -> None:
        rule = {"when": dict(batch.unanswered.get().codes), "source": "spend", "scheme": "other"}
        actions.answer(batch=batch, answers=[rule], by=here.manager, at=AT)

    answers = [partial(answer, each) for each in batches]
    assert at_once(*answers) == ["done", "done"]
    assert [fresh(each).new for each in batches] == [1, 1]
