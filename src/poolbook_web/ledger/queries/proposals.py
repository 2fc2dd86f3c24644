"""Proposals: those of a year, one of them, and what waits for whom."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from django.db.models import Q, QuerySet
from django.http import Http404

from poolbook.ledger import model as core
from poolbook_web.base.waiting import Waiting
from poolbook_web.ledger.models import Entry, Proposal, Proposed
from poolbook_web.ledger.queries import reversal
from poolbook_web.ledger.store import read
from poolbook_web.ledger.store.books import unlocked
from poolbook_web.partners.models import FundYear
from poolbook_web.people import access
from poolbook_web.people.models import Person
from poolbook_web.people.permissions import Permission


def proposals(fund_year: FundYear) -> QuerySet[Proposal]:
    """Every proposal of a year, the latest first, with what became of it."""
    found = Proposal.objects.filter(fund_year=fund_year).order_by("-number")
    return found.select_related("by", "answer__by", "answer__entry")


def waiting_in(fund_year: FundYear) -> QuerySet[Proposal]:
    """Those that nobody has answered, the oldest first."""
    return proposals(fund_year).filter(answer=None).order_by("number")


def proposal_or_404(fund_year: FundYear, number: int) -> Proposal:
    """A proposal by its number."""
    found = proposals(fund_year).filter(number=number).first()
    if found is None:
        raise Http404
    found.fund_year = fund_year
    return found


def behind(entry: Entry) -> Proposal | None:
    """The proposal that an entry was posted of, if two people posted it; several reversals may be of one."""
    if entry.kind not in (core.EntryKind.JOURNAL, core.EntryKind.REVERSAL):
        return None
    undone = Entry.objects.filter(fund_year=entry.fund_year_id, number=entry.reverses or 0)
    reverses = Q(reversing__entry__in=undone, answer__entry__isnull=False)
    return Proposal.objects.filter(Q(answer__entry=entry) | reverses).select_related("by").first()


def transfers(proposal: Proposal) -> list[core.Transfer]:
    """What was posted; of what waits what would be posted now, where a correction of a period that is closed goes into
    the first that is open. A journal keeps the periods that whoever prepared it chose."""
    answer = proposal.answered
    if answer is not None and answer.entry is not None:
        return list(read.transfers(proposal.fund_year, of=[answer.entry]))
    asked = [transfer(each) for each in proposal.transfers.all()]
    if answer is not None or proposal.kind == Proposal.Kind.JOURNAL:
        return asked
    first = reversal.first_open(unlocked(proposal.fund_year))
    return [replace(each, period=max(each.period, first)) for each in asked]


def transfer(row: Proposed) -> core.Transfer:
    """One of them, as the core has it."""
    return core.Transfer(
        0, core.Layer(row.layer), row.debit, row.credit, int(row.amount), row.period, row.scheme, row.partner,
        row.contract,
    )  # fmt: skip


def waiting(person: Person, at: datetime) -> Iterator[Waiting]:
    """What others have asked to be posted, in the funds in which this person posts."""
    mine = access.funds(person, Permission.LEDGER_POST, at=at)[Permission.LEDGER_POST]
    found = Proposal.objects.filter(fund_year__fund__in=mine, answer=None).exclude(by=person)
    for each in found.select_related("fund_year__fund", "by").order_by("at"):
        what = f"Post or decline {each.called}: {each.why}"
        fund, asked_by = each.fund_year.fund.name, each.by.name if each.by else ""
        yield Waiting(what=what, url=each.get_absolute_url(), fund=fund, asked_by=asked_by)
