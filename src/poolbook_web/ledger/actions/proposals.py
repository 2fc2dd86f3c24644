"""Asking: what one person prepares for another to post. Journals, and corrections and reversals of what was posted.

Whoever asks holds the books first, so that of two who mark one line, or would reverse one entry, only one does.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime

from django.utils.timezone import localdate

from poolbook.findings import Finding, Where, error, refuse_if
from poolbook.ledger.model import Transfer
from poolbook_web.agreements import queries as agreements
from poolbook_web.audit.actions import record
from poolbook_web.audit.events import Event
from poolbook_web.base.action import action
from poolbook_web.ledger import letters
from poolbook_web.ledger.models import Entry, Line, Marked, Proposal, Proposed, Reversing
from poolbook_web.ledger.models import Transfer as Row
from poolbook_web.ledger.queries import correction, evidence, journal, reversal
from poolbook_web.ledger.queries.correction import Place
from poolbook_web.ledger.queries.journal import words
from poolbook_web.ledger.queries.names import unknown_codes
from poolbook_web.ledger.store.books import locked, unlocked
from poolbook_web.partners.models import FundYear
from poolbook_web.partners.store import next_number
from poolbook_web.people import access
from poolbook_web.people.models import Person
from poolbook_web.people.permissions import Permission


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
    locked(fund_year)
    said = {"why": why, "source": source, "authority": authority}
    refuse_if(journal.faults(fund_year, transfers, on=on, by=by, at=at, **said))
    proposal = _asked(fund_year, Proposal.Kind.JOURNAL, by, at, date=on, **said)
    _moving(proposal, transfers)
    record(Event.PROPOSAL_MADE, on=proposal, by=by, at=at, note=why)
    return proposal


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
    locked(fund_year)
    total = evidence.total(transfer) if transfer.run else None
    marked = _runs(transfer, lines)
    pence = _sum(transfer, marked)
    refuse_if(
        [
            *words(fund_year, why=why, source=source),
            *_marked(transfer, lines, marked),
            *_moves(transfer, pence, total=total, to=to),
        ]
    )
    moved = correction.corrected(transfer, pence, total=total, to=to)
    refuse_if(unknown_codes(agreements.terms(fund_year), moved))
    kind = Proposal.Kind.DISPUTE if to is None else Proposal.Kind.RECODE
    proposal = _asked(fund_year, kind, by, at, date=localdate(at), why=why, source=source)
    _moving(proposal, moved)
    runs: Sequence[tuple[int | None, int | None]] = marked or [(None, None)]
    Marked.objects.bulk_create(
        Marked(proposal=proposal, transfer=transfer, first_line=first, last_line=last) for first, last in runs
    )
    record(Event.PROPOSAL_MADE, on=proposal, by=by, at=at, note=why)
    return proposal


@action
def ask_back(*, fund_year: FundYear, entries: Sequence[Entry], why: str, by: Person | None, at: datetime) -> Proposal:
    """Ask for entries to be reversed, all or none, by somebody else. Refused where one of them cannot be reversed as
    the books stand, or its reversal waits already; an opening is for who may open the books to ask back."""
    access.require(by, reversal.to_ask(entries), fund_year.fund, at=at)
    on = localdate(at)
    before = unlocked(fund_year)
    refuse_if([*words(fund_year, why=why), *reversal.faults(before, entries, on=on, by=by, at=at)])
    refuse_if(reversal.meanwhile(locked(fund_year), entries))
    proposal = _asked(fund_year, Proposal.Kind.REVERSAL, by, at, date=on, why=why)
    Reversing.objects.bulk_create(Reversing(proposal=proposal, entry=each) for each in entries)
    after = {"entries": ", ".join(str(each.number) for each in entries)}
    record(Event.REVERSAL_ASKED, on=proposal, by=by, at=at, note=why, after=after)
    return proposal


def _asked(fund_year: FundYear, kind: Proposal.Kind, by: Person | None, at: datetime, **given: date | str) -> Proposal:
    number = next_number(fund_year.proposals)
    proposal = Proposal.objects.create(fund_year=fund_year, number=number, kind=kind, by=by, at=at, **given)
    letters.asked(proposal)
    return proposal


def _moving(proposal: Proposal, transfers: Sequence[Transfer]) -> None:
    """The very transfers that a proposal would post."""
    Proposed.objects.bulk_create(
        Proposed(
            proposal=proposal, layer=each.layer.value, debit=each.debit, credit=each.credit, amount=each.amount,
            period=each.period, scheme=each.scheme, partner=each.partner, contract=each.contract,
        )
        for each in transfers
    )  # fmt: skip


def _runs(transfer: Row, lines: Sequence[int] | None) -> list[tuple[int, int]]:
    """The lines as runs; none where the transfer has no lines."""
    if transfer.run is None:
        return []
    return [transfer.run] if lines is None else list(correction.runs(lines))


def _sum(transfer: Row, marked: Sequence[tuple[int, int]]) -> int:
    """What these runs come to; without any, the transfer's amount."""
    if not marked:
        return int(transfer.amount)
    return sum(int(evidence.sum_of(Line.of(transfer.fund_year, *run))) for run in marked)


def _marked(transfer: Row, lines: Sequence[int] | None, marked: Sequence[tuple[int, int]]) -> Iterator[Finding]:
    run = transfer.run
    if run and not all(run[0] <= first and last <= run[1] for first, last in marked):
        yield error("ledger.other_lines", "these are not all lines of this transfer: choose them again")
    if run and not marked:
        yield error("ledger.no_lines", "choose at least one line", Where(key="lines"))
    if run is None and lines is not None:
        yield error("ledger.no_lines", "this transfer has no lines: correct it as a whole", Where(key="lines"))
    yield from correction.faults(transfer, marked)


def _moves(transfer: Row, pence: int, *, total: int | None, to: Place | None) -> Iterator[Finding]:
    if not pence:
        yield error("ledger.nothing_to_move", "these lines come to nil, so no figure would change")
    if to is not None and to == correction.place_of(transfer, total):
        message = "this is where they are: choose another scheme, account or partner"
        yield error("ledger.same_place", message, Where(key="scheme"))
