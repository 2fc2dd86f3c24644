"""A year in from a pack, and out to one."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import transaction

from poolbook import folder, reports
from poolbook.book import Book
from poolbook.findings import Finding, Refused, Where, error, note, refuse_if
from poolbook.folder import Pack, names
from poolbook_web.agreements import actions as agreements
from poolbook_web.audit.actions import record
from poolbook_web.audit.events import Event
from poolbook_web.base.action import action
from poolbook_web.ledger import actions as ledger
from poolbook_web.ledger.models import Books
from poolbook_web.ledger.store import batch as batches
from poolbook_web.monitoring import store
from poolbook_web.monitoring.store import pack as packs
from poolbook_web.partners import actions as partners
from poolbook_web.partners.models import Fund, FundYear
from poolbook_web.partners.store import lock
from poolbook_web.people import access
from poolbook_web.people.models import SERVER, Person
from poolbook_web.people.permissions import Permission


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
    for shelf in packs.SHELVES:
        shelf.put(fund_year, pack)
    after = {"entries": pack.head.number, "hash": pack.head.hash}
    record(Event.PACK_LOADED, on=fund_year, by=by, at=at, after=after)
    message = "this file stays with the pack: the site has no place for it"
    left = (note("monitoring.left_behind", message, Where(file=name)) for name in packs.left_behind(pack))
    return fund_year, (*found, *left)


def take_pack(*, fund_year: FundYear, path: Path, by: Person | None, at: datetime) -> Pack:
    """Write the evidence pack of a year to a new folder: what ``poolbook verify`` proves without the site. It is
    written outside any transaction, so that nobody waits for it: all that it reads only grows."""
    access.require(by, Permission.PACK_TAKE, fund_year.fund, at=at)
    pack = packs.write(fund_year, path, by=SERVER)
    after = {"entries": pack.head.number, "hash": pack.head.hash}
    with transaction.atomic():
        record(Event.PACK_TAKEN, on=fund_year, by=by, at=at, after=after)
    return pack


def _year(fund: Fund, pack: Pack, by: Person | None, at: datetime) -> FundYear:
    """The pack's year of this fund, with nothing in it."""
    label = str(pack.terms.year)
    found = FundYear.objects.filter(fund=fund, year=label).first()
    if found is None:
        return partners.open_year(fund=fund, year=label, mode=pack.terms.fund.mode.value, by=by, at=at)
    lock(found)
    there = Books.objects.filter(fund_year=found, number__gt=0).exists()
    if there or any(store.in_force(kind, found).exists() for kind in store.KINDS):
        raise Refused([error("monitoring.not_empty", f"{found} has books already: a pack is brought in whole or not")])
    return found


def _perform(book: Book, request: Mapping[str, Any]) -> bytes:
    return reports.perform(book, reports.read_request(request))
