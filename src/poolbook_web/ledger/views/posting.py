"""Posting by two people: what is corrected or prepared here, somebody else posts or declines there."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods, require_safe

from poolbook.findings import Refused, error, refuse_if
from poolbook_web.base.asked import number_in
from poolbook_web.base.forms import posted
from poolbook_web.base.lists import listing
from poolbook_web.base.once import once
from poolbook_web.ledger import actions, queries
from poolbook_web.ledger.forms import Correct, Journal, Reason
from poolbook_web.ledger.models import Proposal, Transfer
from poolbook_web.ledger.queries import correction, evidence, reversal, tables
from poolbook_web.ledger.queries import journal as of_journals
from poolbook_web.ledger.queries import proposals as of_proposals
from poolbook_web.ledger.queries.names import names
from poolbook_web.ledger.views.base import WAITS, may, shared
from poolbook_web.partners.models import FundYear
from poolbook_web.people import access
from poolbook_web.people.permissions import Permission
from poolbook_web.people.requests import Request

#: How many lines are chosen one by one, at most: each may be a question to the database.
MOST_LINES = 500
PROPOSALS = {"latest": ("-number",), "first": ("number",)}


@require_http_methods(["GET", "POST"])
@once
def correct(request: Request, slug: str, year: str, number: int) -> HttpResponse:
    """Say that lines of a transfer belong elsewhere, or are not the fund's."""
    fund_year = access.year_or_404(request, slug, year, Permission.LEDGER_CORRECT)
    row = queries.transfer_or_404(fund_year, number)
    row.fund_year = fund_year
    named, chosen = names(fund_year), _chosen(request, row)
    here = correction.place_of(row, evidence.total(row) if row.first_line else None)
    form = Correct(posted(request), names=named, here=here)
    if form.is_valid():
        given = form.cleaned_data
        with form.shows_refusal():
            made = actions.correct(
                transfer=row, lines=chosen, to=form.to, why=given["why"], source=given["source"], by=request.user,
                at=request.at,
            )  # fmt: skip
            messages.success(request, WAITS)
            return redirect(made)
    context = shared(
        fund_year,
        transfer=row,
        form=form,
        chosen="" if chosen is None else ",".join(map(str, chosen)),
        chosen_lines=_chosen_lines(row, chosen),
        back=reverse("ledger_transfer", args=[slug, year, number]),
    )
    return render(request, "ledger/correct.html", context)


def _chosen(request: Request, row: Transfer) -> list[int] | None:
    """The numbers of the lines chosen on the page before, or sent along from it; None for all there are."""
    given = request.POST.get("lines", "").split(",") if request.method == "POST" else request.GET.getlist("line")
    numbers = {number for each in given if (number := number_in(each)) is not None}
    if len(numbers) > MOST_LINES:
        message = f"choose {MOST_LINES} lines at most at a time, or correct the transfer as a whole"
        raise Refused([error("ledger.too_many_lines", message)])
    return sorted(numbers) if numbers and row.first_line is not None else None


def _chosen_lines(row: Transfer, chosen: list[int] | None) -> dict[str, Any]:
    """The lines chosen, and their sum."""
    found = queries.lines(row) if chosen is None else queries.lines(row).filter(pk__in=_keys(row, chosen))
    count = evidence.count(row) if chosen is None else len(chosen)
    pence = evidence.sum_of(found) if row.first_line is not None else row.amount
    return {"count": count, "pence": pence, "lines": found[:10], "more": count > 10}


def _keys(row: Transfer, chosen: list[int]) -> list[int]:
    return [row.pk - row.number + each for each in chosen]


@require_http_methods(["GET", "POST"])
@once
def journal(request: Request, slug: str, year: str) -> HttpResponse:
    """Prepare a journal: type or paste its rows, see what they would change, and send it to be posted."""
    fund_year = access.year_or_404(request, slug, year, Permission.LEDGER_POST)
    named, then, data = names(fund_year), request.POST.get("then", ""), posted(request)
    closed, today = queries.head(fund_year).closed, localdate(request.at)
    form = Journal(data, names=named, closed=closed, today=today, more=then == "more")
    context = shared(fund_year, journal=form)
    if then not in ("preview", "send") or not form.is_valid():
        wrong = then in ("preview", "send")
        return render(request, "ledger/journal.html", {**context, "wrong": wrong}, status=200)
    given = form.cleaned_data
    asked_for: dict[str, Any] = {
        "fund_year": fund_year, "transfers": form.transfers, "on": given["date"], "why": given["why"],
        "source": given["source"], "authority": given["authority"], "by": request.user, "at": request.at,
    }  # fmt: skip
    try:
        if then == "send":
            made = actions.propose(**asked_for)
            messages.success(request, WAITS)
            return redirect(made)
        refuse_if(of_journals.faults(**asked_for))
    except Refused as refusal:
        form.add_findings(refusal.findings)
        return render(request, "ledger/journal.html", {**context, "wrong": True})
    context |= {
        "sent": _sent(data),
        "proposed": tables.proposed(form.transfers, named),
        "changes": tables.changes(form.transfers, named),
    }
    return render(request, "ledger/preview.html", context)


def _sent(data: QueryDict | None) -> list[tuple[str, str]]:
    """What was filled in, to be carried along."""
    left_out = ("csrfmiddlewaretoken", "then")
    return [(name, str(value)) for name, value in (data or QueryDict()).items() if name not in left_out]


@require_safe
def proposals(request: Request, slug: str, year: str) -> HttpResponse:
    """What waits to be posted, and what became of what waited before."""
    fund_year = access.year_or_404(request, slug, year, Permission.LEDGER_SEE)
    context = shared(
        fund_year,
        waiting=of_proposals.waiting_in(fund_year),
        listing=listing(of_proposals.proposals(fund_year).exclude(answer=None), request.GET, PROPOSALS),
        **may(request, fund_year),
    )
    return render(request, "ledger/proposals.html", context)


@require_safe
def proposal(request: Request, slug: str, year: str, number: int) -> HttpResponse:
    """A proposal: what would be posted, about which lines, why, and what became of it."""
    fund_year = access.year_or_404(request, slug, year, Permission.LEDGER_SEE)
    row = of_proposals.proposal_or_404(fund_year, number)
    return render(request, "ledger/proposal.html", _shown(request, fund_year, row))


def _shown(request: Request, fund_year: FundYear, row: Proposal) -> dict[str, Any]:
    named = names(fund_year)
    entries = reversal.reversing(row)
    moved = list(reversal.mirrored(entries)) if entries else of_proposals.transfers(row)
    answer = row.answered
    done = answer is not None and answer.entry is not None
    posts, changes = ("was posted", "changed") if done else ("would be posted", "would change")
    return shared(
        fund_year,
        proposal=row,
        answer=answer,
        own=row.by_id == request.user.pk,
        marked=row.marked.select_related("transfer__entry"),
        reversing=reversal.reversals(entries),
        proposed=None if entries else tables.proposed(moved, named, f"What {posts}"),
        changes=tables.changes(moved, named, f"What it {changes}"),
        **may(request, fund_year),
    )


@require_http_methods(["GET", "POST"])
@once
def agree(request: Request, slug: str, year: str, number: int) -> HttpResponse:
    """Post what somebody else proposed."""
    fund_year = access.year_or_404(request, slug, year, Permission.LEDGER_POST)
    row = of_proposals.proposal_or_404(fund_year, number)
    if request.method == "POST":
        made = actions.agree(proposal=row, by=request.user, at=request.at)
        messages.success(request, f"It is posted as entry {made.number}.")
        return redirect(row)
    return render(request, "ledger/agree.html", _shown(request, fund_year, row))


@require_http_methods(["GET", "POST"])
@once
def decline(request: Request, slug: str, year: str, number: int) -> HttpResponse:
    """Decline what somebody else proposed."""
    fund_year = access.year_or_404(request, slug, year, Permission.LEDGER_POST)
    return _end(request, of_proposals.proposal_or_404(fund_year, number), withdraw=False)


@require_http_methods(["GET", "POST"])
@once
def withdraw(request: Request, slug: str, year: str, number: int) -> HttpResponse:
    """Take back what one proposed oneself."""
    fund_year = access.year_or_404(request, slug, year, Permission.LEDGER_CORRECT)
    return _end(request, of_proposals.proposal_or_404(fund_year, number), withdraw=True)


def _end(request: Request, row: Proposal, *, withdraw: bool) -> HttpResponse:
    form = Reason(posted(request))
    if form.is_valid():
        act = actions.withdraw if withdraw else actions.decline
        with form.shows_refusal():
            act(proposal=row, why=form.cleaned_data["why"], by=request.user, at=request.at)
            messages.success(request, f"It is {'withdrawn' if withdraw else 'declined'}. Nothing was posted.")
            return redirect(row)
    context = shared(row.fund_year, proposal=row, form=form, withdraw=withdraw, back=row.get_absolute_url())
    return render(request, "ledger/end.html", context)
