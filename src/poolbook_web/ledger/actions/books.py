"""The verbs of the books: post, reverse, close a period, open the year, keep what an import gathered."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime

from poolbook.book import Closing, Due
from poolbook.dates.years import parse_year
from poolbook.findings import Finding, Refused, error, refuse_if
from poolbook.folder.acts import papers
from poolbook.folder.opening import opening
from poolbook.ledger import periods
from poolbook.ledger.model import EntryKind, Transfer
from poolbook.ledger.post import Posted
from poolbook.ledger.post import post as make
from poolbook_web.agreements import queries as agreements
from poolbook_web.audit.actions import record
from poolbook_web.audit.events import Event
from poolbook_web.base import personal, reversals
from poolbook_web.base.action import action
from poolbook_web.ledger import queries
from poolbook_web.ledger.models import Books, Entry
from poolbook_web.ledger.queries import reversal
from poolbook_web.ledger.queries.names import unknown_codes
from poolbook_web.ledger.store import batch as batches
from poolbook_web.ledger.store import write
from poolbook_web.ledger.store.batch import Batch
from poolbook_web.ledger.store.books import head, locked
from poolbook_web.partners.models import FundYear
from poolbook_web.people import access
from poolbook_web.people.models import Person, name_of
from poolbook_web.people.permissions import Permission


@action
def post(
    *,
    fund_year: FundYear,
    transfers: Sequence[Transfer],
    on: date,
    period: int,
    description: str,
    source: str,
    by: Person | None,
    at: datetime,
    authority: str = "",
) -> Entry:
    """Post a journal. Refused with every fault at once: a period that is closed, an account not in the chart, a scheme
    or partner not in the terms, an amount that is not above nil."""
    access.require(by, Permission.LEDGER_POST, fund_year.fund, at=at)
    books = locked(fund_year)
    refuse_if(_typed(fund_year, description=description, source=source, authority=authority))
    found = list(unknown_codes(agreements.terms(fund_year), transfers))
    try:
        made = make(
            head(books), transfers, kind=EntryKind.JOURNAL, on=on, period=period, description=description,
            source=source, by=name_of(by), at=at, authority=authority,
        )  # fmt: skip
    except Refused as refusal:
        raise Refused([*refusal.findings, *found]) from None
    refuse_if(found)
    return _kept(books, made, Event.ENTRY_POSTED, by, at)


@action
def reverse(
    *,
    fund_year: FundYear,
    number: int,
    on: date,
    period: int,
    why: str,
    by: Person | None,
    at: datetime,
    authority: str = "",
) -> Entry:
    """Reverse an entry: what was right comes as a new one. Each transfer is mirrored in its own period while that is
    open, and otherwise in ``period``. On the pages one person asks for it and another posts it: a proposal."""
    access.require(by, Permission.LEDGER_POST, fund_year.fund, at=at)
    books = locked(fund_year)
    refuse_if(_typed(fund_year, why=why, authority=authority))
    made = reversal.mirror(books, number, on=on, period=period, why=why, by=by, at=at, authority=authority)
    row = _kept(books, made, Event.ENTRY_REVERSED, by, at, note=why)
    reversals.follow(row=row, why=why, by=by, at=at)
    return row


@action
def close_period(
    *, fund_year: FundYear, period: int, on: date, source: str, by: Person | None, at: datetime, authority: str = ""
) -> Entry:
    """Close a period and every one before it. ``source`` names what it was reconciled to: the host's trial balance."""
    access.require(by, Permission.PERIOD_CLOSE, fund_year.fund, at=at)
    books = locked(fund_year)
    refuse_if(_typed(fund_year, source=source, authority=authority))
    made = periods.close(
        head(books), year=parse_year(fund_year.year), period=period, on=on, by=name_of(by), at=at,
        source=source, authority=authority,
    )  # fmt: skip
    return _kept(books, made, Event.PERIOD_CLOSED, by, at)


@action
def open_year(
    *,
    fund_year: FundYear,
    by: Person | None,
    at: datetime,
    dues: Sequence[Due] = (),
    closing: Closing | None = None,
    authority: str = "",
) -> tuple[Entry | None, tuple[Finding, ...]]:
    """Post the year's budget, what falls due and the opening balance from the terms; the entry (none where the terms
    give no figure) and what the terms left to be said. Monitoring's verb of the same name knows the dues and last
    year's closing figures, and is the one to call from a screen."""
    access.require(by, Permission.PERIOD_CLOSE, fund_year.fund, at=at)
    books = locked(fund_year)
    refuse_if(_typed(fund_year, authority=authority))
    if queries.is_open(fund_year):
        message = "the year is open already: reverse its opening entry first, or post the difference"
        raise Refused([error("pack.open_already", message)])
    terms = agreements.terms(fund_year)
    given = opening(terms, dues, closing)
    refuse_if(given.findings)
    if not given.transfers:
        return None, given.findings
    made = make(
        head(books), given.transfers, kind=EntryKind.OPENING, on=terms.year.first, period=books.closed + 1,
        description=f"Opening of {terms.year}", source=papers(terms), by=name_of(by),
        at=at, authority=authority,
    )  # fmt: skip
    return _kept(books, made, Event.BOOKS_OPENED, by, at), given.findings


@action
def keep(*, batch: Batch, by: Person | None, at: datetime) -> list[Entry]:
    """Keep what an import gathered: every entry of it, or none. Refused where somebody posted meanwhile what could
    change it; it is then gathered anew."""
    access.require(by, Permission.LEDGER_POST, batch.fund_year.fund, at=at)
    books = locked(batch.fund_year)
    rows = batches.keep(batch, books, by)
    for row in rows:
        record(Event.EXTRACTS_KEPT, on=row, by=by, at=at, after={"source": row.source, "hash": row.hash})
    return rows


def _kept(books: Books, made: Posted, event: Event, by: Person | None, at: datetime, *, note: str = "") -> Entry:
    row = write.entry(books, made, by)
    record(event, on=row, by=by, at=at, note=note, after={"period": row.period, "hash": row.hash})
    return row


def _typed(fund_year: FundYear, **words: str) -> Iterator[Finding]:
    """What must not stand in the books for ever."""
    return (found for key, text in words.items() for found in personal.refused(text, fund_year.year, key))
