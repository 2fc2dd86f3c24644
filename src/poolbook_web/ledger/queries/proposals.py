"""Proposals: those of a year, one of them, and what waits for whom."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Max, QuerySet
from django.http import Http404

from poolbook.ledger import model as core
from poolbook_web.base.waiting import Waiting
from poolbook_web.ledger.models import Answer, Proposal, Proposed
from poolbook_web.partners.models import FundYear
from poolbook_web.people import queries as people
from poolbook_web.people.models import Person, Role
from poolbook_web.people.permissions import TABLE, Permission


def proposals(fund_year: FundYear) -> QuerySet[Proposal]:
    """Every proposal of a year, the latest first, with what became of it."""
    found = Proposal.objects.filter(fund_year=fund_year).order_by("-number")
    return found.select_related("by", "answer__by", "answer__entry")


def waiting_in(fund_year: FundYear) -> QuerySet[Proposal]:
    """Those that nobody has answered, the oldest first."""
    return proposals(fund_year).filter(answer=None).order_by("number")


def proposal_or_404(fund_year: FundYear, number: int) -> Proposal:
    """A proposal by its number."""
    found = proposals(fund_year).filter(number=number).first() if number < 2**31 else None
    if found is None:
        raise Http404
    found.fund_year = fund_year
    return found


def answer_to(proposal: Proposal) -> Answer | None:
    """What became of it; None while it waits."""
    answer: Answer | None = getattr(proposal, "answer", None)
    return answer


def next_number(fund_year: FundYear) -> int:
    """The number of the next proposal, for whoever holds the books."""
    last: int | None = Proposal.objects.filter(fund_year=fund_year).aggregate(last=Max("number"))["last"]
    return (last or 0) + 1


def transfers(proposal: Proposal) -> list[core.Transfer]:
    """What would be posted."""
    return [transfer(each) for each in proposal.transfers.all()]


def transfer(row: Proposed) -> core.Transfer:
    """One of them, as the core has it."""
    return core.Transfer(
        0, core.Layer(row.layer), row.debit, row.credit, int(row.amount), row.period, row.scheme, row.partner,
        row.contract,
    )  # fmt: skip


def waiting(person: Person, at: datetime) -> Iterator[Waiting]:
    """What others have asked to be posted, in the funds in which this person posts."""
    posts = TABLE[Permission.LEDGER_POST].roles
    mine = [fund for fund, held in people.my_roles(person, at).items() if posts & {Role(each.role) for each in held}]
    found = Proposal.objects.filter(fund_year__fund__in=mine, answer=None).exclude(by=person)
    for each in found.select_related("fund_year__fund", "by").order_by("at"):
        what = f"Post or decline {each.get_kind_display().lower()} {each.number}: {each.why}"
        fund, asked_by = each.fund_year.fund.name, each.by.name if each.by else ""
        yield Waiting(what=what, url=each.get_absolute_url(), fund=fund, asked_by=asked_by)
