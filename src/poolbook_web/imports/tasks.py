"""What the worker does: read a batch, or post one that was accepted. Called as views are, by the queue."""

from __future__ import annotations

import logging

from poolbook.findings import Refused
from poolbook_web.base.work import Clock
from poolbook_web.imports import actions, queries, store
from poolbook_web.imports.models import Batch

log = logging.getLogger("poolbook.imports")

#: How often posting begins anew where somebody else posted meanwhile.
_AGAIN = 3


def perform(key: int, clock: Clock) -> None:
    """Do what is due of one batch; nothing where somebody else is at it, or did it."""
    batch = store.claim(key, clock())
    if batch is None:
        return
    if store.too_often(batch):
        actions.give_up(batch=batch, by=None, at=clock())
        return
    try:
        if batch.state == Batch.State.READING:
            _read(batch, clock)
        else:
            _post(batch, clock)
    except Exception:  # whatever one batch does to a worker, the next has its turn
        log.exception("import failed", extra={"said": {"batch": batch.pk, "tries": batch.tries}})
        store.release(batch, clock())


def _read(batch: Batch, clock: Clock) -> None:
    """Read and map the files, and note what was found."""
    by = queries.versions(batch.fund_year)
    try:
        with queries.gathered(batch, by=batch.brought_by, clock=clock, rejected_too=False) as (result, entries):
            actions.note_reading(batch=batch, result=result, entries=entries, versions=by, by=None, at=clock())
    except Refused as refusal:
        actions.note_refusal(batch=batch, findings=refusal.findings, versions=by, by=None, at=clock())


def _post(batch: Batch, clock: Clock) -> None:
    """Post what the reading gathered; where that no longer holds, or failed once, read the files anew, and post them if
    that gives what was accepted."""
    by = batch.accepted_by
    for begun in range(_AGAIN):
        try:
            afresh = begun > 0 or batch.tries > 1
            with queries.to_post(batch, by=by, clock=clock, afresh=afresh) as (figures, entries):
                actions.post(batch=batch, figures=figures, entries=entries, by=by, at=clock())
                return
        except Refused as refusal:
            if refusal.findings[0].code != "ledger.moved_on":
                actions.send_back(batch=batch, findings=refusal.findings, by=None, at=clock())
                return
    store.release(batch, clock())
