"""The verbs of reports: issue, and acknowledge receipt."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import count
from typing import Any

from django.utils import timezone

from poolbook import reports
from poolbook.book import Book
from poolbook.findings import Finding, Where, error, refuse_if
from poolbook_web.audit.actions import record
from poolbook_web.audit.events import Event
from poolbook_web.base import personal
from poolbook_web.base.action import action
from poolbook_web.monitoring import actions as monitoring
from poolbook_web.monitoring.models import Record
from poolbook_web.partners.models import FundYear, Partner
from poolbook_web.people import access
from poolbook_web.people import queries as people
from poolbook_web.people.models import SERVER, Person
from poolbook_web.people.permissions import Permission
from poolbook_web.reporting import letters, queries
from poolbook_web.reporting.models import Issued
from poolbook_web.reporting.models.which import Which
from poolbook_web.reporting.store import books
from poolbook_web.reporting.store import issued as store


@action
def issue(
    *, fund_year: FundYear, which: Which, number: int, seen: str, by: Person | None, at: datetime, why: str = ""
) -> Issued:
    """Freeze a report as version ``number`` and tell every partner. ``seen`` is the digest of the preview that ``by``
    looked at: refused where the books or records have changed since, where a version of that number is there, where
    the core's rules stop it, to whoever prepared it, and a second version without a reason. Whoever presses twice has
    issued it once."""
    access.require(by, Permission.REPORT_ISSUE, fund_year.fund, at=at)
    store.hold(fund_year)
    earlier = list(store.versions(fund_year, which))
    if earlier and _pressed_twice(earlier[0], number, seen, by):
        return earlier[0]
    refuse_if(_next(earlier, number, why))
    files = books.sources(books.current(fund_year, at), fund_year)
    book = books.read_back(files, fund_year)  # what is frozen can then be made again from what is kept of it
    issued_at = at.astimezone(UTC).replace(microsecond=0)  # as packs keep it; whoever is told may be younger
    signed: dict[str, Any] = {"issued_by": _signed(by), "issued_at": issued_at, "version": _label(number, earlier)}
    refuse_if(
        [
            *personal.refused(why, fund_year.year, "why"),
            *_moved_on(book, which, seen),
            *queries.prepared_by(fund_year, which, by, people.in_fund(fund_year.fund, at)),
            *reports.can_issue(book, which.request(**signed)),
        ]
    )
    row = Issued(
        fund_year=fund_year, report=which.report, covers=which.covers, number=number, version=signed["version"],
        by=signed["issued_by"], person=by, at=issued_at, why=why, agreement=book.terms.agreement.version,
        last_entry=book.last_entry, head=book.head, seen=seen,
    )  # fmt: skip
    asked = [which.request(**signed, format=form) for form in store.FORMATS]
    documents = {reports.file_name(each): (each, reports.perform(book, each)) for each in asked}
    store.keep(row, files, documents)
    after = {"version": row.version, "books to entry": row.last_entry, "hash of the books": row.head}
    record(Event.REPORT_ISSUED, on=row, by=by, at=issued_at, note=why, after=after)
    letters.issued(row, by=by, at=at)
    return row


@action
def receive(
    *, report: Issued, partner: Partner, by: Person | None, at: datetime, note: str = "", asks: bool = False
) -> Record:
    """Acknowledge for a partner that it has an issued report, once for each version; ``asks`` sends the note to the
    pool manager as a question. It is a record of the quarter, which the next report shows in its block of signatures;
    withdrawn as any record is, it counts no more."""
    fund_year = report.fund_year
    access.require(by, Permission.REPORT_RECEIVE, fund_year.fund, at=at)
    store.hold(fund_year)
    code = queries.code_of(fund_year.fund, partner)
    refuse_if([*_not_theirs(report, partner, by, at), *_not_to_receive(report, code, note, asks=asks)])
    said = f"Received, and asks: {note}" if asks else f"Received. {note}".strip()
    says = {
        "quarter": report.covers, "kind": "received", "text": said, "by": code, "on": timezone.localdate(at),
        "reference": report.reference,
    }  # fmt: skip
    row = monitoring.keep(fund_year=fund_year, kind=Record, says=says, by=by, at=at)
    record(Event.REPORT_RECEIVED, on=report, by=by, at=at, note=note, after={"for": partner.name})
    if asks:
        letters.question(report, partner=partner.name, note=note, by=by, at=at)
    return row


def _pressed_twice(last: Issued, number: int, seen: str, by: Person | None) -> bool:
    """Whether the same person has just issued the same."""
    return by is not None and (last.number, last.seen, last.person_id) == (number, seen, by.pk)


def _signed(by: Person | None) -> str:
    """Who issued it, as the report prints it."""
    if by is None:
        return SERVER
    return f"{by.name}, {by.post}" if by.post else by.name


def _label(number: int, earlier: list[Issued]) -> str:
    """What the version is called: its number, or the next that no version from a pack is called by."""
    taken = {each.version for each in earlier}
    return next(str(each) for each in count(number) if str(each) not in taken)


def _next(earlier: list[Issued], number: int, why: str) -> Iterator[Finding]:
    if earlier and earlier[0].number >= number:
        last = earlier[0]
        message = f"version {last.version} was issued by {last.by}: read it before you issue another"
        yield error("reporting.issued_already", message)
    elif number != len(earlier) + 1:
        yield error("reporting.issued_already", f"the next version is {len(earlier) + 1}: look at the report again")
    if earlier and not why.strip():
        message = "say why this version takes the place of the one that was issued"
        yield error("reporting.no_reason", message, Where(key="why"))


def _moved_on(book: Book, which: Which, seen: str) -> Iterator[Finding]:
    if store.digest(reports.make(book, which.request())) != seen:
        message = (
            "the books, the terms or the records have changed since you looked: read the report again, and issue it"
        )
        yield error("reporting.moved_on", message)


def _not_theirs(report: Issued, partner: Partner, by: Person | None, at: datetime) -> Iterator[Finding]:
    if by is not None and partner not in queries.acts_for(by, report.fund_year.fund, at):
        message = f"only a finance officer or certifier of {partner} can say that {partner} has it"
        yield error("reporting.other_partner", message, Where(key="partner"))


def _not_to_receive(report: Issued, code: str, note: str, *, asks: bool) -> Iterator[Finding]:
    fund_year = report.fund_year
    if not report.which.quarterly:
        yield error("reporting.no_receipt", "only a quarterly report is acknowledged: the regulations ask for it")
    latest = store.versions(fund_year, report.which).first()
    if latest is not None and latest.number != report.number:
        message = f"version {latest.version} has taken the place of this one: acknowledge that"
        yield error("reporting.superseded", message)
    if any(each.by == code for each in queries.received(report)):
        yield error("reporting.received_already", "receipt of this version is recorded for this partner already")
    if asks and not note.strip():
        yield error("reporting.no_question", "write the question", Where(key="note"))
    yield from personal.refused(note, fund_year.year, "note")
