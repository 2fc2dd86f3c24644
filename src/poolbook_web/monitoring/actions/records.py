"""Keep and withdraw records. Nothing is edited: what changes takes the place of what was said before."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.utils.timezone import localdate

from poolbook import money
from poolbook.findings import Finding, Refused, Where, error, refuse_if
from poolbook.folder.receive import place_in
from poolbook.terms.model import Terms
from poolbook_web.audit.actions import record
from poolbook_web.audit.events import Event
from poolbook_web.base import days, personal
from poolbook_web.base.action import action
from poolbook_web.monitoring import store
from poolbook_web.monitoring.models import Cause, Closing, Decision, Due, Explanation, Fact, Kept, Record
from poolbook_web.monitoring.permissions import KEEPERS
from poolbook_web.monitoring.queries import recorded, years
from poolbook_web.partners.models import FundYear
from poolbook_web.partners.store import lock
from poolbook_web.people import access
from poolbook_web.people.models import Person

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
    takes, and ``why`` then the reason. Refused where a value or a day cannot be, a code is not in the terms, a paper is
    missing, or there can be only one (a fact of a name, a measure of a quarter) and another stands already."""
    access.require(by, KEEPERS[kind], fund_year.fund, at=at)
    lock(fund_year)
    words = recorded.words(fund_year)
    given = kind(fund_year=fund_year, recorded_by=by, recorded_at=at, why=why, evidence=evidence, **says)
    row = _after(supersedes, given)
    refuse_if(
        [
            *_values(row),
            *_codes(row, words.terms),
            *_days(row, words.terms, localdate(at)),
            *_paper(row),
            *_private(row),
            *_agrees(row),
            *_stands(supersedes, fund_year),
            *_there_already(row),
            *_no_reason(row, "say why it changes"),
            *_not_theirs(row, by, at),
            *(_not_theirs(supersedes, by, at) if supersedes else ()),
        ]
    )
    row.save()
    said, before = words.said(row), store.told(words.said(supersedes)) if supersedes else {}
    record(Event.RECORD_KEPT, on=said, by=by, at=at, note=why, before=before, after=store.told(said))
    return row


@action
def keep_all(
    *,
    fund_year: FundYear,
    kind: type[K],
    rows: Sequence[Mapping[str, Any]],
    by: Person | None,
    at: datetime,
    evidence: str = "",
    why: str = "",
) -> list[K]:
    """Record several of a kind in one act: all of them, or none. With ``why``, those for which there can be only one
    take the place of what was recorded before. The faults of all rows are told at once, each with its row's number in
    the order given (from 1)."""
    access.require(by, KEEPERS[kind], fund_year.fund, at=at)
    kept, found = list[K](), list[Finding]()
    for number, says in enumerate(rows, start=1):
        there = store.same_key(kind, fund_year, says) if why else None
        before = there if there not in kept else None  # a record given twice does not take its own place
        try:
            kept.append(
                keep(
                    fund_year=fund_year, kind=kind, says=says, evidence=evidence, by=by, at=at, supersedes=before,
                    why=why if before else "",
                )
            )  # fmt: skip
        except Refused as refusal:
            found += [replace(each, where=replace(each.where, row=number)) for each in refusal.findings]
    refuse_if(found)
    return kept


@action
def withdraw(*, row: Kept, why: str, by: Person | None, at: datetime) -> None:
    """Take a record away, with a reason. It stays in the history, and counts no more."""
    fund_year = row.fund_year
    access.require(by, KEEPERS[type(row)], fund_year.fund, at=at)
    lock(fund_year)
    says = {"evidence": row.evidence, **store.values(row)}
    gone = _after(row, type(row)(fund_year=fund_year, recorded_by=by, recorded_at=at, why=why, withdrawn=True, **says))
    missing = _no_reason(gone, "say why it is withdrawn")
    private = personal.refused(why, fund_year.year, "why")
    refuse_if([*missing, *private, *_stands(row, fund_year), *_not_theirs(row, by, at)])
    gone.save()
    record(Event.RECORD_WITHDRAWN, on=recorded.words(fund_year).said(gone), by=by, at=at, note=why)


def _after(before: K | None, row: K) -> K:
    """The row, in the line of the one whose place it takes."""
    if before is not None:
        row.supersedes_id, row.origin_id = before.pk, before.origin_id or before.pk
    return row


def _there_already(row: Kept) -> Iterator[Finding]:
    """Where there can be only one, another in its place takes a reason."""
    there = store.same_key(type(row), row.fund_year, store.values(row))
    if there is not None and there.pk != row.supersedes_id:
        message = f"{there} is recorded already: say that record anew, with the reason why it changes"
        yield error("monitoring.there_already", message)


def _no_reason(row: Kept, message: str) -> Iterator[Finding]:
    if row.supersedes_id and not row.why.strip():
        yield error("monitoring.no_reason", message, Where(key="why"))


def _not_theirs(row: Kept, by: Person | None, at: datetime) -> Iterator[Finding]:
    if by is not None and recorded.is_receipt_of_others(row, by, at):
        message = "only a finance officer or certifier of the partner itself says, or takes back, that it has a report"
        yield error("monitoring.others_receipt", message, Where(key="kind"))


def _values(row: Kept) -> Iterator[Finding]:
    try:
        row.clean_fields(exclude=store.OF_EVERY_ROW)
    except ValidationError as fault:
        for name, messages in fault.message_dict.items():
            for message in messages:
                yield error("monitoring.value", message, Where(key=name))


def _codes(row: Kept, terms: Terms) -> Iterator[Finding]:
    """A scheme or a contributor is one of the terms."""
    place = place_in(terms)
    scheme = getattr(row, "scheme", "")
    if scheme and scheme not in place.schemes:
        yield error("monitoring.unknown_scheme", f"{scheme!r} is not a scheme of the terms", Where(key="scheme"))
    if isinstance(row, Due) and row.by not in place.contributors:
        yield error("monitoring.unknown_partner", f"{row.by!r} is not a contributor of the terms", Where(key="by"))


def _days(row: Kept, terms: Terms, today: date) -> Iterator[Finding]:
    """What falls due, or is to be done by a day, lies about the year; what was done, behind us."""
    if isinstance(row, Due):
        yield from days.refused(row.on, terms.year, "on")
    elif isinstance(row, Explanation):
        yield from days.refused(row.due, terms.year, "due")
    elif isinstance(row, Record):
        yield from days.refused(row.on, terms.year, "on", since=terms.agreement.starts, today=today)


def _paper(row: Kept) -> Iterator[Finding]:
    if isinstance(row, EVIDENCED) and not row.evidence.strip():
        message = "name the paper that this rests on: a minute, a letter, a return"
        yield error("monitoring.no_evidence", message, Where(key="evidence"))


def _private(row: Kept) -> Iterator[Finding]:
    """What people type names nobody who uses services, and can be seen."""
    typed = {"evidence": row.evidence, "why": row.why, **store.values(row)}
    for name, value in typed.items():
        if isinstance(value, str):
            yield from personal.refused(value, row.fund_year.year, name)


def _agrees(row: Kept) -> Iterator[Finding]:
    """Last year's closing figures are those of last year's books, or it is said why not."""
    closed = years.closed_with(row.fund_year) if isinstance(row, Closing) and not row.why.strip() else None
    if closed is not None and isinstance(row, Closing):
        given = sum(int(pence) for _, pence in row.balances)
        if given != closed.balance:
            message = (
                f"the figures come to {money.show(given)}, and last year's books ended with "
                f"{money.show(closed.balance)}, {money.show(given - closed.balance)} apart: agree them, or say why"
            )
            yield error("monitoring.closing_differs", message, Where(key="why"))


def _stands(before: Kept | None, fund_year: FundYear) -> Iterator[Finding]:
    if before is not None and not store.in_force(type(before), fund_year).filter(pk=before.pk).exists():
        yield error("monitoring.superseded", f"{before} was changed or withdrawn since: read it, and try again")
