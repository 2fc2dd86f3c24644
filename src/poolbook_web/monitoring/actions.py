"""The verbs of what stands beside the books: keep and withdraw records, open the year, packs in and out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

from django.core.exceptions import ValidationError

from poolbook import folder, reports
from poolbook.book import Book
from poolbook.findings import Finding, Refused, Where, error, note, refuse_if
from poolbook.folder import Pack, names
from poolbook.folder.receive import place_in
from poolbook_web.agreements import actions as agreements
from poolbook_web.agreements import queries as agreed
from poolbook_web.audit.actions import record
from poolbook_web.audit.events import Event
from poolbook_web.base.action import action
from poolbook_web.ledger import actions as ledger
from poolbook_web.ledger.models import Books, Entry
from poolbook_web.ledger.store import batch as batches
from poolbook_web.monitoring import store
from poolbook_web.monitoring.models import Cause, Decision, Due, Fact, Kept
from poolbook_web.monitoring.permissions import KEEPERS
from poolbook_web.monitoring.store import pack as packs
from poolbook_web.partners import actions as partners
from poolbook_web.partners.models import Fund, FundYear
from poolbook_web.people import access
from poolbook_web.people.models import Person
from poolbook_web.people.permissions import Permission

K = TypeVar("K", bound=Kept)

#: What a rule of the agreement relies on, and so must rest on a paper.
EVIDENCED: tuple[type[Kept], ...] = (Fact, Cause, Decision)


@action
def keep(
    *,
    fund_year: FundYear,
    kind: type[K],
    says: Mapping[str, Any],
    by: Person | None,
    at: datetime,
    evidence: str = "",
    why: str = "",
    supersedes: K | None = None,
) -> K:
    """Record something, or say it anew: ``says`` are the fields of the kind, ``supersedes`` the record whose place it
    takes. Where there can be only one (a fact of a name, a measure of a quarter), it takes that one's place by itself.
    Refused where a value cannot be, a code is not in the terms, or a paper is missing."""
    access.require(by, KEEPERS[kind], fund_year.fund, at=at)
    store.lock(fund_year)
    before = supersedes or store.same_key(kind, fund_year, says)
    row = _after(before, kind(fund_year=fund_year, recorded_by=by, recorded_at=at, why=why, evidence=evidence, **says))
    refuse_if([*_values(row), *_codes(row), *_paper(row), *_stands(before, fund_year)])
    row.save()
    said = store.values(before) if before else {}
    record(Event.RECORD_KEPT, on=row, by=by, at=at, note=why, before=said, after=store.values(row))
    return row


@action
def withdraw(*, row: Kept, why: str, by: Person | None, at: datetime) -> None:
    """Take a record away, with a reason. It stays in the history, and counts no more."""
    fund_year = row.fund_year
    access.require(by, KEEPERS[type(row)], fund_year.fund, at=at)
    store.lock(fund_year)
    missing = [] if why.strip() else [error("monitoring.no_reason", "say why it is withdrawn", Where(key="why"))]
    refuse_if([*missing, *_stands(row, fund_year)])
    says = {"evidence": row.evidence, **store.values(row)}
    gone = _after(row, type(row)(fund_year=fund_year, recorded_by=by, recorded_at=at, why=why, withdrawn=True, **says))
    gone.save()
    record(Event.RECORD_WITHDRAWN, on=gone, by=by, at=at, note=why)


@action
def open_year(
    *, fund_year: FundYear, by: Person | None, at: datetime, authority: str = ""
) -> tuple[Entry | None, tuple[Finding, ...]]:
    """Open the books of a year from its terms, what is recorded as due, and last year's closing figures; the opening
    entry, and what the terms left to be said."""
    recorded = store.recorded(fund_year)
    closing = recorded.facts.closing
    return ledger.open_year(
        fund_year=fund_year,
        dues=[each.of() for each in recorded.commentary.dues],
        closing=closing.of() if closing else None,
        by=by,
        at=at,
        authority=authority,
    )


@action
def load_pack(*, fund: Fund, path: Path, by: Person | None, at: datetime) -> tuple[FundYear, tuple[Finding, ...]]:
    """Bring the books of a year in from a pack, which must verify: its terms, rules and records, and every entry with
    its lines as it is, so that hashes, names and times stay. The year is opened where it is not there yet; its books
    must be empty. Hands back the year, and notes on what was left behind."""
    access.require(by, Permission.PACK_LOAD, fund, at=at)
    found = folder.verify(path, _perform)
    refuse_if(found)
    pack = folder.read(path)
    fund_year = _year(fund, pack, by, at)
    why = f"brought in with the pack {path.name}"
    agreements.put_terms(fund_year=fund_year, data=(path / names.TERMS).read_bytes(), by=by, at=at, why=why)
    if pack.rules_path.exists():
        agreements.put_rules(fund_year=fund_year, data=pack.rules_path.read_bytes(), by=by, at=at, why=why)
    if pack.entries:
        with batches.gather(fund_year) as batch:
            packs.gather(pack, batch)
            ledger.keep(batch=batch, by=by, at=at)
    for row in packs.rows(pack.recorded):
        row.fund_year, row.recorded_by, row.recorded_at, row.why = fund_year, by, at, why
        row.save()
    after = {"entries": pack.head.number, "hash": pack.head.hash}
    record(Event.PACK_LOADED, on=fund_year, by=by, at=at, after=after)
    message = "this file stays with the pack: the site has no place for it"
    left = (note("monitoring.left_behind", message, Where(file=name)) for name in packs.left_behind(pack))
    return fund_year, (*found, *left)


@action
def take_pack(*, fund_year: FundYear, path: Path, by: Person | None, at: datetime) -> Pack:
    """Write the evidence pack of a year to a new folder: what ``poolbook verify`` proves without the site."""
    access.require(by, Permission.PACK_TAKE, fund_year.fund, at=at)
    pack = packs.write(fund_year, path, by=by.name if by else ledger.SERVER, at=at)
    after = {"entries": pack.head.number, "hash": pack.head.hash}
    record(Event.PACK_TAKEN, on=fund_year, by=by, at=at, after=after)
    return pack


def _year(fund: Fund, pack: Pack, by: Person | None, at: datetime) -> FundYear:
    """The pack's year of this fund, with nothing in it."""
    label = str(pack.terms.year)
    found = FundYear.objects.filter(fund=fund, year=label).first()
    if found is None:
        return partners.open_year(fund=fund, year=label, mode=pack.terms.fund.mode.value, by=by, at=at)
    store.lock(found)
    there = Books.objects.filter(fund_year=found, number__gt=0).exists()
    if there or any(store.in_force(kind, found).exists() for kind in store.KINDS):
        raise Refused([error("monitoring.not_empty", f"{found} has books already: a pack is brought in whole or not")])
    return found


def _after(before: K | None, row: K) -> K:
    """The row, in the line of the one whose place it takes."""
    if before is not None:
        row.supersedes_id, row.origin_id = before.pk, before.origin_id or before.pk
    return row


def _perform(book: Book, request: Mapping[str, Any]) -> bytes:
    return reports.perform(book, reports.read_request(request))


def _values(row: Kept) -> Iterator[Finding]:
    try:
        row.clean_fields(exclude=store.OF_EVERY_ROW)
    except ValidationError as fault:
        for name, messages in fault.message_dict.items():
            for message in messages:
                yield error("monitoring.value", message, Where(key=name))


def _codes(row: Kept) -> Iterator[Finding]:
    """A scheme or a contributor is one of the terms."""
    place = place_in(agreed.terms(row.fund_year))
    scheme = getattr(row, "scheme", "")
    if scheme and scheme not in place.schemes:
        yield error("monitoring.unknown_scheme", f"{scheme!r} is not a scheme of the terms", Where(key="scheme"))
    if isinstance(row, Due) and row.by not in place.contributors:
        yield error("monitoring.unknown_partner", f"{row.by!r} is not a contributor of the terms", Where(key="by"))


def _paper(row: Kept) -> Iterator[Finding]:
    if isinstance(row, EVIDENCED) and not row.evidence.strip():
        message = "name the paper that this rests on: a minute, a letter, a return"
        yield error("monitoring.no_evidence", message, Where(key="evidence"))


def _stands(before: Kept | None, fund_year: FundYear) -> Iterator[Finding]:
    if before is not None and not store.in_force(type(before), fund_year).filter(pk=before.pk).exists():
        yield error("monitoring.superseded", f"{before} was changed or withdrawn since: read it, and try again")
