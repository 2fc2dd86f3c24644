"""The books: what every account stands at, and lists of entries, transfers and lines, from any figure down."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from poolbook.dates.years import MONTHS, PERIODS
from poolbook.reports.model import Table
from poolbook.reports.view import when
from poolbook_web.base import export
from poolbook_web.base.asked import number_in
from poolbook_web.base.forms import OneOf
from poolbook_web.base.lists import listing
from poolbook_web.ledger import queries
from poolbook_web.ledger.forms import Narrow
from poolbook_web.ledger.models import Transfer
from poolbook_web.ledger.queries import evidence, tables
from poolbook_web.ledger.queries import proposals as of_proposals
from poolbook_web.ledger.queries.names import Names, names
from poolbook_web.ledger.queries.wanted import Wanted, asked
from poolbook_web.ledger.views.base import may, shared
from poolbook_web.partners.models import FundYear
from poolbook_web.people import access
from poolbook_web.people.permissions import Permission
from poolbook_web.people.requests import Request

ENTRIES = {"latest": ("-number",), "first": ("number",)}
TRANSFERS = {"first": ("pk",), "latest": ("-pk",), "largest": ("-amount", "pk")}

#: Where words are looked for, by list.
_LOOKS = {
    "transfers": "In the description and the source of the entry",
    "entries": "In the description and the source",
    "lines": "In the supplier, narrative, reference, journal, or who incurred it",
}


@require_safe
def index(request: Request, slug: str, year: str) -> HttpResponse:
    """What every account stands at, and the latest entries."""
    fund_year = access.year_or_404(request, slug, year, Permission.LEDGER_SEE)
    named = names(fund_year)
    periods = [(each, when(named.year, each)) for each in (*MONTHS, PERIODS[-1])]
    form = OneOf(request.GET, "to", "To the end of", periods, PERIODS[-1])
    to = int(form.chosen)
    held = queries.balances(fund_year)
    income = tables.income(held, named, to)
    drilled = [*tables.balances(held, named, to), *([income] if income else [])]
    latest = list(queries.entries(fund_year).order_by("-number")[:8])
    context = shared(
        fund_year,
        form=form,
        to_asked=asked(Wanted(last_period=to)),
        shown=[(each.table, each.links(fund_year)) for each in drilled],
        illustrative=any(each.table.marked for each in drilled),
        latest=tables.only(
            tables.entries(latest, named),
            "Entry",
            "Date",
            "Kind",
            "Description",
            "Posted by",
            title="Latest entries",
        ),
        links=[_of(fund_year, "ledger_entry", each.number) for each in latest],
        waiting=of_proposals.waiting_in(fund_year).count(),
        **may(request, fund_year),
    )
    return render(request, "ledger/index.html", context)


@require_safe
def transfers(request: Request, slug: str, year: str) -> HttpResponse:
    """The transfers wanted, and what they come to."""
    fund_year = access.year_or_404(request, slug, year, Permission.LEDGER_SEE)
    form, wanted, named = _narrowed(request, fund_year, "transfers")
    found = queries.search(fund_year, wanted)
    page = listing(found, request.GET, TRANSFERS)
    context = shared(
        fund_year,
        **_list("transfers", form, wanted),
        listing=page,
        sums=tables.sums(found, wanted.account),
        **transfer_table(fund_year, page.page, named),
    )
    return render(request, "ledger/transfers.html", context)


@require_safe
def lines(request: Request, slug: str, year: str) -> HttpResponse:
    """The lines wanted, the latest first."""
    fund_year = access.year_or_404(request, slug, year, Permission.LEDGER_SEE)
    form, wanted, named = _narrowed(request, fund_year, "lines")
    found = evidence.find(fund_year, wanted, number_in(request.GET.get("before", "")))
    heads = ("Line", "Transfer", "Day", "Supplier", "Narrative", "Reference", "Scheme", "Account", "Period", "Amount")
    drills = [
        [_of(fund_year, "ledger_line", line.number), _of(fund_year, "ledger_transfer", over.number), *[""] * 8]
        for line, over in found.rows
    ]
    table = tables.only(tables.lines(found.rows, named), *heads)
    context = shared(fund_year, **_list("lines", form, wanted), found=found, table=table, drills=drills)
    return render(request, "ledger/lines.html", context)


@require_safe
def entries(request: Request, slug: str, year: str) -> HttpResponse:
    """The entries wanted."""
    fund_year = access.year_or_404(request, slug, year, Permission.LEDGER_SEE)
    form, wanted, named = _narrowed(request, fund_year, "entries")
    page = listing(queries.entries_wanted(fund_year, wanted), request.GET, ENTRIES)
    heads = ("Entry", "Date", "Kind", "Description", "Period", "Posted by")
    context = shared(
        fund_year,
        **_list("entries", form, wanted),
        listing=page,
        table=tables.only(tables.entries(page.page, named), *heads),
        links=[_of(fund_year, "ledger_entry", each.number) for each in page.page],
    )
    return render(request, "ledger/entries.html", context)


@require_safe
def download(request: Request, slug: str, year: str, *, what: str, kind: str) -> HttpResponse:
    """A list as a file: all that is wanted, and not a page of it."""
    fund_year = access.year_or_404(request, slug, year, Permission.LEDGER_SEE)
    _, wanted, named = _narrowed(request, fund_year, what)
    return export.download(_FILES[what](fund_year, wanted, named), kind, f"{slug}-{year}-{what}")


def _transfers(fund_year: FundYear, wanted: Wanted, named: Names) -> Table:
    found = queries.search(fund_year, wanted)
    evidence.refuse_too_many(found.order_by()[: evidence.MOST + 1].count(), "transfers")
    return tables.transfers(found, named)


def _entries(fund_year: FundYear, wanted: Wanted, named: Names) -> Table:
    return tables.entries(queries.entries_wanted(fund_year, wanted).order_by("number"), named)


def _lines(fund_year: FundYear, wanted: Wanted, named: Names) -> Table:
    return tables.lines(evidence.every(fund_year, wanted), named)


def _balances(fund_year: FundYear, wanted: Wanted, named: Names) -> Table:
    return tables.by_place(queries.balances(fund_year), named, wanted.last_period)


def _proposals(fund_year: FundYear, wanted: Wanted, named: Names) -> Table:
    return tables.proposals(of_proposals.proposals(fund_year).order_by("number"))


_FILES: dict[str, Callable[[FundYear, Wanted, Names], Table]] = {
    "balances": _balances,
    "proposals": _proposals,
    "transfers": _transfers,
    "entries": _entries,
    "lines": _lines,
}


def transfer_table(fund_year: FundYear, found: Any, named: Names, *, of_entry: bool = False) -> dict[str, Any]:
    """Transfers as a table whose cells lead on."""
    heads = ["Transfer", "Entry", "Book", "From", "To", "Scheme", "Partner", "Period", "Lines", "Amount"]
    if of_entry:
        heads.remove("Entry")
    table = tables.only(tables.transfers(found, named), *heads)
    drills = [[_link(fund_year, each, head) for head in heads] for each in found]
    return {"table": table, "drills": drills}


def _link(fund_year: FundYear, each: Transfer, head: str) -> str:
    if head == "Transfer":
        return _of(fund_year, "ledger_transfer", each.number)
    return _of(fund_year, "ledger_entry", each.entry.number) if head == "Entry" else ""


def _of(fund_year: FundYear, name: str, number: int) -> str:
    return reverse(name, args=[fund_year.fund.slug, fund_year.year, number])


def _narrowed(request: Request, fund_year: FundYear, what: str) -> tuple[Narrow, Wanted, Names]:
    named = names(fund_year)
    form = Narrow(request.GET, names=named, looks_in=_LOOKS.get(what, ""))
    return form, form.wanted, named


def _list(what: str, form: Narrow, wanted: Wanted) -> dict[str, Any]:
    """What every list shows: which it is, what it is of, and the same question to the other lists."""
    about = ", ".join(words for words, _ in form.said)
    return {
        "what": what,
        "narrow": form,
        "form": form if form.errors else None,  # its summary of errors stands at the top of the page
        "wanted": wanted,
        "asked": asked(wanted),
        "about": f"{what.capitalize()}: {about}" if about else "",
    }
