"""What is reported back: by the worker what a reading found, that a batch is posted, or why it is not; by the ledger
that an entry was reversed.

Each looks first whether the batch still is where it was when the work began; if another order came, or another worker
was quicker, nothing is done. So however often a batch is worked at, there is one effect.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from poolbook.findings import Finding, error
from poolbook.importing import ImportResult, Outcome
from poolbook_web.audit.actions import record
from poolbook_web.audit.events import Event
from poolbook_web.base import work
from poolbook_web.base.action import action
from poolbook_web.imports import letters, queries, store
from poolbook_web.imports.models import Batch, Posting
from poolbook_web.ledger import actions as ledger
from poolbook_web.ledger.models import Entry
from poolbook_web.ledger.store import batch as entries_of
from poolbook_web.ledger.store import packing
from poolbook_web.people.models import Person

State = Batch.State
#: The numbers of the terms and the rules that a reading went by.
Versions = tuple[int | None, int | None]


@action
def note_reading(
    *,
    batch: Batch,
    result: ImportResult,
    entries: entries_of.Batch,
    versions: Versions,
    by: Person | None,
    at: datetime,
) -> None:
    """Note what reading by the terms and rules of these versions found; it then waits for a person, unless nothing is
    new. What can be posted as it is is kept, so that it need not be read again for that. Those who may accept it are
    written to, unless it waited for them before."""
    now = _still(batch, State.READING)
    if now is not None:
        waited = queries.to_accept(now) and not now.said
        whole = result.outcome is Outcome.POSTED
        store.write_reading(now, result, packing.pack(entries) if whole else ())
        now.state = State.NOTHING_NEW if result.outcome is Outcome.NOTHING_NEW else State.REVIEW
        if now.state == State.NOTHING_NEW:
            store.drop_personal(now)
        _read(now, versions, at)
        if queries.to_accept(now) and not waited:
            letters.to_accept(now, at=at)


@action
def note_refusal(
    *, batch: Batch, findings: Iterable[Finding], versions: Versions, by: Person | None, at: datetime
) -> None:
    """Note why the files cannot be read."""
    now = _still(batch, State.READING)
    if now is not None:
        store.write_refusal(now, findings)
        now.state = State.REFUSED
        _read(now, versions, at)


def _read(batch: Batch, versions: Versions, at: datetime) -> None:
    (batch.terms, batch.rules), batch.read_at, batch.due_at, batch.tries = versions, at, None, 0
    batch.save()


@action
def post(*, batch: Batch, figures: str, entries: entries_of.Batch, by: Person | None, at: datetime) -> None:
    """Put what was accepted into the books: lines, transfers, balances, chain and history, all or nothing. ``by`` is
    who accepted it; ``figures`` is the digest of what the entries come to, "" where something stands in their way. What
    is found to differ from what was accepted goes back to review."""
    now = _still(batch, State.POSTING)
    if now is None:
        return
    if figures != now.digest or queries.to_open_first(now.fund_year):
        message = "the books or the rules changed after it was accepted: look at the figures again"
        _back(now, [error("imports.changed", message)], at)
        return
    for entry in ledger.keep(batch=entries, by=by, at=at):
        Posting.objects.create(batch=now, entry=entry)
    now.state, now.posted_at, now.due_at = State.ACCEPTED, at, None
    now.save()
    store.drop_pieces(now)
    store.drop_personal(now)


@action
def send_back(*, batch: Batch, findings: Iterable[Finding], by: Person | None, at: datetime) -> None:
    """What was accepted could not be posted, for these reasons: it is read again, and waits for a person."""
    now = _still(batch, State.POSTING)
    if now is not None:
        _back(now, findings, at)


@action
def give_up(*, batch: Batch, by: Person | None, at: datetime) -> None:
    """Every worker that took the batch up died, or met a fault of the site: people are told, and can try again."""
    now = _still(batch, batch.state)
    if now is not None:
        what = "read" if now.state == State.READING else "posted"
        now.said = f"The site failed {now.tries - 1} times as it {what} this. Tell whoever runs the site."
        now.state = State.REFUSED if now.state == State.READING else State.REVIEW
        now.accepted_by = now.accepted_at = None
        now.rejected_too, now.due_at, now.tries = False, None, 0
        now.turn += 1
        now.save()


@action
def note_reversal(*, row: Entry, why: str, by: Person | None, at: datetime) -> None:
    """An entry was reversed by ``row``. If it was the last of an import that stood, the import is undone: its files
    count as never received, so that the right ones can come in their place."""
    posting = Posting.objects.filter(entry__fund_year=row.fund_year, entry__number=row.reverses or 0).first()
    if posting is None or queries.entries_that_stand(posting.batch):
        return
    now = store.held(posting.batch)
    store.end(now, State.UNDONE, why=why, by=by, at=at)
    record(Event.IMPORT_UNDONE, on=now, by=by, at=at, note=why)


def _still(batch: Batch, state: str) -> Batch | None:
    """The batch, held, if it still is at the turn and in the state in which the work on it began."""
    now = store.held(batch)
    return now if (now.state, now.turn) == (state, batch.turn) else None


def _back(batch: Batch, findings: Iterable[Finding], at: datetime) -> None:
    batch.accepted_by = batch.accepted_at = None
    batch.rejected_too = False
    said = " ".join(f"{each.message[0].upper()}{each.message[1:]}." for each in findings)
    store.order_reading(batch, at, said=f"It was accepted, and could not be posted. {said}")
    record(Event.IMPORT_SENT_BACK, on=batch, by=None, at=at, note=said)
    work.soon("imports", batch.pk)
