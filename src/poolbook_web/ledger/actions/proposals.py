"""Posting by two people: one proposes, another posts or declines. Journals, and corrections of what was posted.

Whoever does any of this holds the books first, so that of two who answer at once only the first is heard, and of two
who mark one line only one does.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime

from django.utils.timezone import localdate

from poolbook.dates.years import PERIODS
from poolbook.findings import Finding, Refused, Where, error, refuse_if
from poolbook.ledger.model import EntryKind, Transfer
from poolbook.ledger.periods import is_open
from poolbook.ledger.post import post as make
from poolbook_web.agreements import queries as agreements
from poolbook_web.audit.actions import record
from poolbook_web.audit.events import Event
from poolbook_web.base import personal
from poolbook_web.base.action import action
from poolbook_web.ledger import queries
from poolbook_web.ledger.actions import books as posting
from poolbook_web.ledger.models import Answer, Books, Entry, Line, Marked, Proposal, Proposed
from poolbook_web.ledger.models import Transfer as Row
from poolbook_web.ledger.queries import correction, evidence
from poolbook_web.ledger.queries import proposals as asked
from poolbook_web.ledger.queries.correction import Place
from poolbook_web.ledger.queries.names import unknown_codes
from poolbook_web.ledger.store import books as standing
from poolbook_web.partners.models import FundYear
from poolbook_web.people import access
from poolbook_web.people.models import Person
from poolbook_web.people.permissions import Permission

#: How the entry of a correction begins.
_BEGINS = {Proposal.Kind.JOURNAL: "", Proposal.Kind.RECODE: "Recoded: ", Proposal.Kind.DISPUTE: "Not this fund's: "}


@action
def propose(
    *,
    fund_year: FundYear,
    transfers: Sequence[Transfer],
    on: date,
    why: str,
    by: Person | None,
    at: datetime,
    source: str = "",
    authority: str = "",
) -> Proposal:
    """Prepare a journal for somebody else to post. Refused with every fault that the books would refuse it for now."""
    access.require(by, Permission.LEDGER_POST, fund_year.fund, at=at)
    books = standing.locked(fund_year)
    typed = {"source": source, "authority": authority, "contract": " ".join(each.contract for each in transfers)}
    refuse_if([*_words(fund_year, why=why, **typed), *_journal(books, transfers, by, at)])
    kind = Proposal.Kind.JOURNAL
    return _kept(fund_year, kind, transfers, by, at, date=on, why=why, source=source, authority=authority)


@action
def correct(
    *,
    transfer: Row,
    lines: Sequence[int] | None,
    to: Place | None,
    why: str,
    by: Person | None,
    at: datetime,
    source: str = "",
) -> Proposal:
    """Say that lines of a transfer (by number; None for all of it) belong ``to`` another place, or, without one, that
    they are not the fund's; for somebody else to post. Refused where a line is no line of the transfer, was marked
    before, or the entry no longer stands."""
    fund_year = transfer.fund_year
    access.require(by, Permission.LEDGER_CORRECT, fund_year.fund, at=at)
    standing.locked(fund_year)
    total = evidence.total(transfer) if transfer.first_line is not None else None
    marked = _runs(transfer, lines)
    pence = _sum(transfer, marked)
    refuse_if(
        [
            *_words(fund_year, why=why, source=source),
            *_marked(transfer, lines, marked),
            *_moves(transfer, pence, total=total, to=to),
        ]
    )
    moved = correction.corrected(transfer, pence, total=total, to=to)
    refuse_if(unknown_codes(agreements.terms(fund_year), moved))
    kind = Proposal.Kind.DISPUTE if to is None else Proposal.Kind.RECODE
    proposal = _kept(fund_year, kind, moved, by, at, date=localdate(at), why=why, source=source)
    if not marked:
        Marked.objects.create(proposal=proposal, transfer=transfer)
    for first, last in marked:
        Marked.objects.create(proposal=proposal, transfer=transfer, first_line=first, last_line=last)
    return proposal


@action
def agree(*, proposal: Proposal, by: Person | None, at: datetime) -> Entry:
    """Post what somebody else proposed. What was closed since is corrected in the first open period; a journal is
    refused instead, since whoever prepared it chose its periods."""
    fund_year = proposal.fund_year
    access.require(by, Permission.LEDGER_POST, fund_year.fund, at=at)
    books = standing.locked(fund_year)
    refuse_if([*_answered(proposal), *_own(proposal, by), *_gone(proposal)])
    moved = _in_open_periods(books, proposal)
    entry = posting.post(
        fund_year=fund_year, transfers=moved, on=proposal.date, period=max(each.period for each in moved),
        description=f"{_BEGINS[Proposal.Kind(proposal.kind)]}{proposal.why}", source=_rests_on(proposal), by=by, at=at,
        authority=proposal.authority,
    )  # fmt: skip
    Answer.objects.create(proposal=proposal, entry=entry, by=by, at=at)
    record(Event.PROPOSAL_POSTED, on=proposal, by=by, at=at, after={"entry": entry.number})
    return entry


@action
def decline(*, proposal: Proposal, why: str, by: Person | None, at: datetime) -> None:
    """Answer that it is not posted, and why."""
    access.require(by, Permission.LEDGER_POST, proposal.fund_year.fund, at=at)
    _end(proposal, Event.PROPOSAL_DECLINED, [*_own(proposal, by)], why=why, by=by, at=at)


@action
def withdraw(*, proposal: Proposal, why: str, by: Person | None, at: datetime) -> None:
    """Take back what one proposed oneself."""
    access.require(by, Permission.LEDGER_CORRECT, proposal.fund_year.fund, at=at)
    others = by is not None and proposal.by_id != by.pk
    message = "somebody else asked for this: decline it instead"
    found = [error("ledger.not_own_proposal", message)] if others else []
    _end(proposal, Event.PROPOSAL_WITHDRAWN, found, why=why, by=by, at=at)


def _end(
    proposal: Proposal, event: Event, found: Sequence[Finding], *, why: str, by: Person | None, at: datetime
) -> None:
    standing.locked(proposal.fund_year)
    refuse_if([*found, *_words(proposal.fund_year, why=why), *_answered(proposal)])
    Answer.objects.create(proposal=proposal, why=why, by=by, at=at)
    record(event, on=proposal, by=by, at=at, note=why)


def _kept(
    fund_year: FundYear,
    kind: Proposal.Kind,
    transfers: Sequence[Transfer],
    by: Person | None,
    at: datetime,
    **given: date | str,
) -> Proposal:
    number = asked.next_number(fund_year)
    proposal = Proposal.objects.create(fund_year=fund_year, number=number, kind=kind, by=by, at=at, **given)
    for each in transfers:
        Proposed.objects.create(
            proposal=proposal, layer=each.layer.value, debit=each.debit, credit=each.credit, amount=each.amount,
            period=each.period, scheme=each.scheme, partner=each.partner, contract=each.contract,
        )  # fmt: skip
    record(Event.PROPOSAL_MADE, on=proposal, by=by, at=at, note=proposal.why)
    return proposal


def _words(fund_year: FundYear, *, why: str, **others: str) -> Iterator[Finding]:
    if not why.strip():
        yield error("ledger.no_reason", "say why", Where(key="why"))
    for key, text in {"why": why, **others}.items():
        yield from personal.refused(text, fund_year.year, key)


def _journal(books: Books, transfers: Sequence[Transfer], by: Person | None, at: datetime) -> Iterator[Finding]:
    """What the books would refuse a journal for."""
    yield from unknown_codes(agreements.terms(books.fund_year), transfers)
    last = max((each.period for each in transfers), default=PERIODS[-1])
    name = by.name if by else posting.SERVER
    try:
        make(
            standing.head(books), transfers, kind=EntryKind.JOURNAL, on=localdate(at), period=last, description="-",
            source="", by=name, at=at,
        )  # fmt: skip
    except Refused as refusal:
        yield from refusal.findings


def _runs(transfer: Row, lines: Sequence[int] | None) -> list[tuple[int, int]]:
    """The lines as runs; none where the transfer has no lines."""
    if transfer.first_line is None or transfer.last_line is None:
        return []
    return list(correction.runs(lines)) if lines is not None else [(transfer.first_line, transfer.last_line)]


def _sum(transfer: Row, marked: Sequence[tuple[int, int]]) -> int:
    """What these runs come to; without any, the transfer's amount."""
    if not marked:
        return int(transfer.amount)
    return sum(int(evidence.sum_of(Line.of(transfer.fund_year, *run))) for run in marked)


def _marked(transfer: Row, lines: Sequence[int] | None, marked: Sequence[tuple[int, int]]) -> Iterator[Finding]:
    first, last = transfer.first_line, transfer.last_line
    if first is not None and last is not None and not all(first <= run[0] and run[1] <= last for run in marked):
        yield error("ledger.other_lines", "these are not all lines of this transfer: choose them again")
    if first is not None and not marked:
        yield error("ledger.no_lines", "choose at least one line", Where(key="lines"))
    if first is None and lines is not None:
        yield error("ledger.no_lines", "this transfer has no lines: correct it as a whole", Where(key="lines"))
    yield from correction.faults(transfer, marked)


def _moves(transfer: Row, pence: int, *, total: int | None, to: Place | None) -> Iterator[Finding]:
    if not pence:
        yield error("ledger.nothing_to_move", "these lines come to nil, so no figure would change")
    if to is not None and to == correction.place_of(transfer, total):
        message = "this is where they are: choose another scheme, account or partner"
        yield error("ledger.same_place", message, Where(key="scheme"))


def _answered(proposal: Proposal) -> Iterator[Finding]:
    answer = Answer.objects.filter(proposal=proposal).select_related("entry", "by").first()
    if answer is not None:
        who = answer.by.name if answer.by else posting.SERVER
        done = f"posted it as entry {answer.entry.number}" if answer.entry else "declined or withdrew it"
        yield error("ledger.answered", f"{who} has just {done}: nothing is left to do")


def _own(proposal: Proposal, by: Person | None) -> Iterator[Finding]:
    if by is not None and proposal.by_id == by.pk:
        yield error("ledger.own_proposal", "you asked for this yourself, so somebody else has to answer it")


def _gone(proposal: Proposal) -> Iterator[Finding]:
    """What a correction was about may have been reversed as a whole meanwhile."""
    about = Entry.objects.filter(transfers__marked__proposal=proposal).distinct()
    for entry in about:
        if (by := queries.reversed_by(entry)) is not None:
            message = f"entry {entry.number} was reversed by entry {by.number} meanwhile: decline this"
            yield error("ledger.nothing_left", message)


def _in_open_periods(books: Books, proposal: Proposal) -> list[Transfer]:
    moved, head = asked.transfers(proposal), standing.head(books)
    if proposal.kind == Proposal.Kind.JOURNAL:
        return moved
    first = min(head.closed + 1, PERIODS[-1])
    return [each if is_open(head, each.period) else replace(each, period=first) for each in moved]


def _rests_on(proposal: Proposal) -> str:
    """What the entry names as its source: what it corrects, who asked for it, and the paper."""
    about = [
        f"{mark} of transfer {mark.transfer.number} in entry {mark.transfer.entry.number}"
        for mark in proposal.marked.select_related("transfer__entry")
    ]
    who = proposal.by.name if proposal.by else posting.SERVER
    said = f"proposal {proposal.number}, asked for by {who}"
    return "; ".join(each for each in (*about, said, proposal.source) if each)
