"""Answering: what one person asked for, another posts or declines; who asked may take it back.

Whoever answers holds the books first, so that of two who answer at once only the first is heard.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from django.db.models import Q

from poolbook.findings import Finding, error, refuse_if
from poolbook_web.audit.actions import record
from poolbook_web.audit.events import Event
from poolbook_web.base.action import action
from poolbook_web.ledger.actions import books as posting
from poolbook_web.ledger.models import Answer, Books, Entry, Proposal
from poolbook_web.ledger.queries import proposals as asked
from poolbook_web.ledger.queries import reversal
from poolbook_web.ledger.queries.journal import words
from poolbook_web.ledger.store.books import locked
from poolbook_web.people import access
from poolbook_web.people.models import Person, name_of
from poolbook_web.people.permissions import Permission

#: How the entry of a correction begins; that of a reversal is the core's.
_BEGINS = {Proposal.Kind.JOURNAL: "", Proposal.Kind.RECODE: "Recoded: ", Proposal.Kind.DISPUTE: "Not this fund's: "}


@action
def agree(*, proposal: Proposal, by: Person | None, at: datetime) -> Entry:
    """Post what somebody else proposed; of several reversals the first. What was closed since is corrected in the first
    open period; a journal is refused instead, since whoever prepared it chose its periods."""
    fund_year = proposal.fund_year
    access.require(by, Permission.LEDGER_POST, fund_year.fund, at=at)
    books = locked(fund_year)
    refuse_if([*_answered(proposal), *_own(proposal, by), *_gone(proposal)])
    post = _reversed if proposal.kind == Proposal.Kind.REVERSAL else _posted
    entry = post(books, proposal, by, at)
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
    locked(proposal.fund_year)
    refuse_if([*found, *words(proposal.fund_year, why=why), *_answered(proposal)])
    Answer.objects.create(proposal=proposal, why=why, by=by, at=at)
    record(event, on=proposal, by=by, at=at, note=why)


def _posted(books: Books, proposal: Proposal, by: Person | None, at: datetime) -> Entry:
    moved = asked.transfers(proposal)
    return posting.post(
        fund_year=proposal.fund_year, transfers=moved, on=proposal.date, period=max(each.period for each in moved),
        description=f"{_BEGINS[Proposal.Kind(proposal.kind)]}{proposal.why}", source=_rests_on(proposal), by=by, at=at,
        authority=proposal.authority,
    )  # fmt: skip


def _reversed(books: Books, proposal: Proposal, by: Person | None, at: datetime) -> Entry:
    """Every entry that is asked back, as one act. The core names the entry as the source of its reversal, so who asked
    stands as the authority it was made under."""
    posted = [
        posting.reverse(
            fund_year=proposal.fund_year, number=each.number, on=proposal.date, period=reversal.first_open(books),
            why=proposal.why, by=by, at=at, authority=_asked_for(proposal),
        )
        for each in reversal.reversing(proposal)
    ]  # fmt: skip
    return posted[0]


def _answered(proposal: Proposal) -> Iterator[Finding]:
    answer = Answer.objects.filter(proposal=proposal).select_related("entry", "by").first()
    if answer is not None:
        done = f"posted it as entry {answer.entry.number}" if answer.entry else "declined or withdrew it"
        yield error("ledger.answered", f"{name_of(answer.by)} has just {done}: nothing is left to do")


def _own(proposal: Proposal, by: Person | None) -> Iterator[Finding]:
    if by is not None and proposal.by_id == by.pk:
        yield error("ledger.own_proposal", "you asked for this yourself, so somebody else has to answer it")


def _gone(proposal: Proposal) -> Iterator[Finding]:
    """What a proposal was about may have been reversed as a whole meanwhile."""
    about = Q(pk__in=proposal.marked.values("transfer__entry")) | Q(pk__in=proposal.reversing.values("entry"))
    for entry, by in reversal.reversals(list(Entry.objects.filter(about).order_by("number"))):
        if by is not None:
            message = f"entry {entry.number} was reversed by entry {by.number} meanwhile: decline this"
            yield error("ledger.nothing_left", message)


def _rests_on(proposal: Proposal) -> str:
    """What the entry names as its source: what it corrects, who asked for it, and the paper."""
    about = [
        f"{mark} of transfer {mark.transfer.number} in entry {mark.transfer.entry.number}"
        for mark in proposal.marked.select_related("transfer__entry")
    ]
    return "; ".join(each for each in (*about, _asked_for(proposal), proposal.source) if each)


def _asked_for(proposal: Proposal) -> str:
    return f"proposal {proposal.number}, asked for by {name_of(proposal.by)}"
