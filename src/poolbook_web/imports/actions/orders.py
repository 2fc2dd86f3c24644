"""What people order: bring in, read again, answer codes, accept, withdraw, and have undone.

Every order that changes a batch first takes the batch's lock and looks at its state again, so that of two who give one
order at once only the first is heard.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, Protocol

from django.conf import settings

from poolbook.findings import Finding, Refused, Where, error, refuse_if
from poolbook_web.agreements import actions as agreements
from poolbook_web.agreements import queries as agreed
from poolbook_web.audit.actions import record
from poolbook_web.audit.events import Event
from poolbook_web.base import personal, work
from poolbook_web.base.action import action
from poolbook_web.imports import queries, store
from poolbook_web.imports.models import Batch
from poolbook_web.imports.store import ruletext, sources
from poolbook_web.ledger import actions as ledger
from poolbook_web.ledger.models import Proposal
from poolbook_web.partners.models import FundYear
from poolbook_web.partners.store import lock, next_number
from poolbook_web.people import access
from poolbook_web.people.models import Person
from poolbook_web.people.permissions import Permission

State = Batch.State


class Upload(Protocol):
    """A file as it is sent."""

    name: str | None

    def chunks(self) -> Iterable[bytes]:
        """Its bytes."""


@action
def receive(
    *, fund_year: FundYear, files: Sequence[Upload], by: Person | None, at: datetime, source: str = ""
) -> Batch:
    """Take files in, to be read in the background. Refused where a file waits already in another import, or came twice
    in this one; a file that is in the books already is taken, and adds nothing."""
    access.require(by, Permission.IMPORTS_BRING, fund_year.fund, at=at)
    refuse_if([] if files else [error("imports.no_file", "choose at least one file", Where(key="extracts"))])
    lock(fund_year)
    batch = Batch.objects.create(
        fund_year=fund_year, number=next_number(fund_year.batches), source=source, state=State.READING, brought_by=by,
        brought_at=at, due_at=at,
    )  # fmt: skip
    kept = [
        store.keep_file(batch, place, _name(each, fund_year.year), each.chunks())
        for place, each in enumerate(files, start=1)
    ]
    refuse_if(_came_before(batch))
    after = {each.name: f"{each.bytes:,} bytes, SHA-256 {each.sha256}" for each in kept}
    record(Event.IMPORT_BROUGHT, on=batch, by=by, at=at, after=after)
    work.soon("imports", batch.pk)
    return batch


def _name(file: Upload, year: str) -> str:
    """The last part of a file's name, without what cannot be seen. Refused where it names who uses services."""
    name = (file.name or "").replace("\\", "/").rpartition("/")[2]
    shown = "".join(each for each in name if each.isprintable()).strip()[-255:] or "file"
    found = personal.refused(shown, year, "extracts")
    refuse_if(replace(each, message=f"Rename the file. {each.message}") for each in found)
    return shown


def _came_before(batch: Batch) -> Iterable[Finding]:
    known, seen = queries.known_files(batch), dict[str, str]()
    for file in batch.files.order_by("place"):
        before = known.get(file.sha256)
        if file.sha256 in seen:
            message = f"the file {file.name} is the same as {seen[file.sha256]}: choose it once"
            yield error("imports.same_file", message, Where(key="extracts"))
        elif before is not None and before.state != State.ACCEPTED:
            state = before.get_state_display().lower()
            message = f"the file {file.name} is the same as one of {before}, which is {state}"
            yield error("imports.same_file", message, Where(key="extracts"))
        seen.setdefault(file.sha256, file.name)


@action
def read_again(*, batch: Batch, by: Person | None, at: datetime) -> None:
    """Have the files read again: the rules, or the books, have changed since."""
    access.require(by, Permission.IMPORTS_BRING, batch.fund_year.fund, at=at)
    now = store.held(batch)
    refuse_if([*_not_in(now, State.REVIEW, State.REFUSED, State.NOTHING_NEW), *_forgotten(now)])
    store.order_reading(now, at)
    work.soon("imports", now.pk)


def _forgotten(batch: Batch) -> Iterable[Finding]:
    if queries.forgotten(batch):
        message = "the bytes of its files with personal data are forgotten: bring those files in anew"
        yield error("imports.forgotten", message)


@action
def answer(*, batch: Batch, answers: Sequence[Mapping[str, Any]], by: Person | None, at: datetime) -> None:
    """Put rules in force that answer codes, after those there are, and have everything that waits read again. Each
    answer has the keys of a rule."""
    fund_year = batch.fund_year
    access.require(by, Permission.TERMS_PUT, fund_year.fund, at=at)
    refuse_if([] if answers else [error("imports.no_answer", "answer at least one combination of codes")])
    lock(fund_year)
    now = store.held(batch)
    refuse_if(_not_in(now, State.REVIEW))
    version = agreed.rules_version(fund_year)
    refuse_if([] if version else [error("imports.no_rules", "no rules are in force: put them first")])
    assert version is not None
    refuse_if(_private(answers, fund_year.year))
    text = ruletext.add(version.text, answers)
    many = "1 combination" if len(answers) == 1 else f"{len(answers)} combinations"
    put_rules(fund_year=fund_year, data=text.encode(), by=by, at=at, why=f"{many} of codes of {batch}")


def _private(answers: Iterable[Mapping[str, Any]], year: str) -> Iterable[Finding]:
    """What the words of an answer must not hold; the codes that it answers are the ledger's."""
    for each in answers:
        for key in ("ignore", "elsewhere", "contract"):
            yield from personal.refused(str(each.get(key, "")), year, key)


@action
def lay_out(*, batch: Batch, name: str, source: Mapping[str, Any], by: Person | None, at: datetime) -> None:
    """Say how the files of a batch are read that no source knows: a new source of the rules, with the keys of one, and
    everything that waits is read again."""
    fund_year = batch.fund_year
    access.require(by, Permission.TERMS_PUT, fund_year.fund, at=at)
    lock(fund_year)
    now = store.held(batch)
    refuse_if(_not_in(now, State.REVIEW, State.REFUSED))
    version = agreed.rules_version(fund_year)
    text = sources.add_source(version.text if version else "", name, source)
    put_rules(fund_year=fund_year, data=text.encode(), by=by, at=at, why=f"how the files of {batch} are read")


@action
def put_rules(*, fund_year: FundYear, data: bytes, why: str, by: Person | None, at: datetime) -> None:
    """Put rules in force, and have everything that waits read again by them."""
    access.require(by, Permission.TERMS_PUT, fund_year.fund, at=at)
    lock(fund_year)
    waiting = [store.held(each) for each in queries.that_wait(fund_year)]  # before the history, as every order does
    agreements.put_rules(fund_year=fund_year, data=data, by=by, at=at, why=why)
    for each in waiting:
        if each.state in Batch.WAITING:  # and was not accepted or withdrawn as its turn was waited for
            store.order_reading(each, at)
            work.soon("imports", each.pk)


@action
def accept(*, batch: Batch, seen: str, rejected_too: bool, by: Person | None, at: datetime) -> None:
    """Accept what was reviewed; the worker then posts it. ``seen`` is the digest of the figures that the person saw.
    Refused while codes wait for answers, where faulty rows are not accepted, and, unless the site's settings say
    otherwise, to whoever brought the files in."""
    access.require(by, Permission.IMPORTS_ACCEPT, batch.fund_year.fund, at=at)
    now = store.held(batch)
    refuse_if(_not_in(now, State.REVIEW))
    refuse_if(_not_to_accept(now, seen, rejected_too=rejected_too, by=by))
    now.state, now.rejected_too, now.said = State.POSTING, rejected_too and now.rejected > 0, ""
    now.second_person = not settings.ACCEPT_OWN_IMPORTS
    now.accepted_by, now.accepted_at = by, at
    now.due_at, now.tries, now.progress_file, now.progress_lines = at, 0, "", 0
    now.turn += 1
    now.save()
    after = {"new lines": now.new, "net": now.pence.pounds, "faulty rows left out": now.rejected}
    record(Event.IMPORT_ACCEPTED, on=now, by=by, at=at, after=after)
    work.soon("imports", now.pk)


def _not_to_accept(batch: Batch, seen: str, *, rejected_too: bool, by: Person | None) -> Iterable[Finding]:
    step = queries.next_step(batch, by, batch.unanswered.count())
    if not step.accept:
        yield error("imports.not_to_accept", step.reason)
    if seen != batch.digest:
        yield error("imports.changed", "the figures have changed since you looked: see them again, and then accept")
    if batch.rejected and not rejected_too:
        message = "some rows are faulty: accept that they are left out, or withdraw the import and correct the file"
        yield error("imports.rejected", message, Where(key="rejected_too"))


@action
def withdraw(*, batch: Batch, why: str, by: Person | None, at: datetime) -> None:
    """Take an import away that is not in the books. The bytes of its files are forgotten."""
    access.require(by, Permission.IMPORTS_BRING, batch.fund_year.fund, at=at)
    now = store.held(batch)
    refuse_if([*_not_in(now, State.READING, *Batch.WAITING, State.NOTHING_NEW), *_no_reason(batch, why)])
    store.drop(now)
    store.drop_pieces(now)
    store.end(now, State.WITHDRAWN, why=why, by=by, at=at)
    record(Event.IMPORT_WITHDRAWN, on=now, by=by, at=at, note=why)


@action
def ask_undo(*, batch: Batch, why: str, by: Person | None, at: datetime) -> Proposal:
    """Ask for an import that was wrong to be undone as one act: every entry of it is reversed once somebody else posts
    that. No lock of the batch is taken: whoever posts holds the books first, and then the batch."""
    access.require(by, Permission.IMPORTS_ACCEPT, batch.fund_year.fund, at=at)
    now = queries.batch_or_404(batch.fund_year, batch.number)
    refuse_if([*_not_in(now, State.ACCEPTED), *_no_reason(now, why)])
    entries = queries.entries_that_stand(now)
    if not entries:
        raise Refused([error("imports.nothing_to_undo", "no entry of this import has money that still stands")])
    return ledger.ask_back(fund_year=batch.fund_year, entries=entries, why=why, by=by, at=at)


def _no_reason(batch: Batch, why: str) -> Iterable[Finding]:
    yield from personal.refused(why, batch.fund_year.year, "why")
    if not why.strip():
        yield error("imports.no_reason", "say why, so that others can understand it later", Where(key="why"))


def _not_in(batch: Batch, *states: str) -> Iterable[Finding]:
    """Somebody was quicker, or the page was old."""
    if batch.state not in states:
        who = batch.ended_by or batch.accepted_by
        by = f", by {who}" if who else ""
        message = f"this cannot be done now: the import is {batch.get_state_display().lower()}{by}"
        yield error("imports.other_state", message)
