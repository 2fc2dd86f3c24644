"""One entry, one transfer, one line: all that is known of it, and what became of it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from poolbook_web.base import export
from poolbook_web.base.forms import posted
from poolbook_web.base.lists import listing
from poolbook_web.base.once import once
from poolbook_web.ledger import actions, queries
from poolbook_web.ledger.forms import Reason
from poolbook_web.ledger.models import Line, Marked
from poolbook_web.ledger.queries import correction, evidence, proposals, reversal, tables
from poolbook_web.ledger.queries.names import Names, account, names
from poolbook_web.ledger.queries.wanted import Wanted, asked
from poolbook_web.ledger.views.base import WAITS, may, shared
from poolbook_web.ledger.views.books import TRANSFERS, transfer_table
from poolbook_web.people import access
from poolbook_web.people.permissions import Permission
from poolbook_web.people.requests import Request

#: How many of the rows that were not posted an entry's page shows; the file has all.
SHOWN = 20


@require_safe
def entry(request: Request, slug: str, year: str, number: int) -> HttpResponse:
    """An entry: its transfers, who, when, why, what it rests on, and its place in the chain."""
    fund_year = access.year_or_404(request, slug, year, Permission.LEDGER_SEE)
    row = queries.entry_or_404(fund_year, number)
    page = listing(queries.search(fund_year, Wanted(entry=number)), request.GET, TRANSFERS)
    named = names(fund_year)
    rejected = list(queries.rejected(row)[: SHOWN + 1])
    undone = queries.reversed_by(row)
    context = shared(
        fund_year,
        entry=row,
        before=row.number - 1,
        period=named.periods(row),
        listing=page,
        asked=asked(Wanted(entry=number)),
        received=queries.received_in(row),
        rejected=tables.only(tables.rejected(rejected[:SHOWN]), *tables.NOT_POSTED),
        more_rejected=len(rejected) > SHOWN,
        undone=undone,
        corrections=correction.corrections(row),
        proposal=proposals.behind(row),
        waits=reversal.waiting([row]).first(),
        can_reverse=undone is None and row.kind not in ("reversal", "closing") and page.page.paginator.count,
        **transfer_table(fund_year, page.page, named, of_entry=True),
        **may(request, fund_year),
    )
    return render(request, "ledger/entry.html", context)


@require_safe
def rejected_file(request: Request, slug: str, year: str, number: int, kind: str) -> HttpResponse:
    """The rows that came with an entry and were not posted, as a file."""
    fund_year = access.year_or_404(request, slug, year, Permission.LEDGER_SEE)
    row = queries.entry_or_404(fund_year, number)
    return export.download(tables.rejected(queries.rejected(row)), kind, f"{slug}-{year}-entry-{number}-not-posted")


@require_safe
def transfer(request: Request, slug: str, year: str, number: int) -> HttpResponse:
    """A transfer and its lines, a page of them at a time."""
    fund_year = access.year_or_404(request, slug, year, Permission.LEDGER_SEE)
    row = queries.transfer_or_404(fund_year, number)
    row.fund_year = fund_year
    named = names(fund_year)
    page = evidence.page(row, request.GET.get("page", "1"))
    marks = list(correction.marks(row))
    stand = {mark.pk for mark in correction.that_stand(marks, fund_year)}
    context = shared(
        fund_year,
        transfer=row,
        said=[
            ("Book", row.get_layer_display()),
            ("From", account(row.credit)),
            ("To", account(row.debit)),
            ("Scheme", named.scheme(row.scheme) or "No scheme"),
            ("Partner", named.partner(row.partner)),
            ("Contract", row.contract),
            ("Period", named.period(row.period)),
        ],
        listing=page,
        rows=[(line, _mark_of(line, marks, stand)) for line in page.page],
        marks=_told(marks, stand, named),
        about=f"Transfer {number} of {row.amount.pounds}",
        undone=queries.reversed_by(row.entry),
        **may(request, fund_year),
    )
    return render(request, "ledger/transfer.html", context)


def _mark_of(line: Line, marks: list[Marked], stand: set[int]) -> Marked | None:
    """The mark that stands over a line."""
    return next((mark for mark in marks if mark.pk in stand and mark.covers(line.number)), None)


def _told(marks: list[Marked], stand: set[int], named: Names) -> list[tuple[Marked, bool, str]]:
    """What was said of lines, whether it stands, and where they were to go."""
    return [(mark, mark.pk in stand, _goes_to(mark, named)) for mark in marks]


def _goes_to(mark: Marked, named: Names) -> str:
    *_, last = mark.proposal.transfers.all()
    place = correction.place_of(last, None)
    said = (named.scheme(place.scheme) or "no scheme", account(place.account), named.partner(place.partner))
    return ", ".join(each for each in said if each)


@require_safe
def line(request: Request, slug: str, year: str, number: int) -> HttpResponse:
    """A line, every field as it was received, and where it came from and went."""
    fund_year = access.year_or_404(request, slug, year, Permission.LEDGER_SEE)
    row = evidence.line_or_404(fund_year, number)
    over = queries.transfer_of_line(fund_year, number)
    named = names(fund_year)
    source, fields = evidence.coded(row)
    marks = [mark for mark in correction.marks(over) if mark.covers(number)]
    stand = {mark.pk for mark in correction.that_stand(marks, fund_year)}
    said = [
        ("Supplier", row.supplier), ("Narrative", row.narrative), ("Reference", row.reference),
        ("Journal", row.journal), ("Incurred by", named.partner(row.incurred_by)), ("Period", named.period(row.period)),
    ]  # fmt: skip
    context = shared(
        fund_year,
        line=row,
        transfer=over,
        said=[(name, value) for name, value in said if value],
        source=source,
        fields=fields,
        file=evidence.file_of(over, source),
        place=[
            ("Scheme", named.scheme(over.scheme) or "No scheme"),
            ("Account", account(correction.place_of(over, None).account)),
            ("Partner", named.partner(over.partner)),
        ],
        marks=_told(marks, stand, named),
        marked=bool(stand),
        about=f"Line {number} of {row.pence.pounds}",
        undone=queries.reversed_by(over.entry),
        **may(request, fund_year),
    )
    return render(request, "ledger/line.html", context)


@require_http_methods(["GET", "POST"])
@once
def reverse_entry(request: Request, slug: str, year: str, number: int) -> HttpResponse:
    """Ask for a whole entry to be taken back out, with a reason."""
    fund_year = access.year_or_404(request, slug, year, Permission.LEDGER_POST)
    row = queries.entry_or_404(fund_year, number)
    access.year_or_404(request, slug, year, reversal.to_ask([row]))
    form = Reason(posted(request))
    if form.is_valid():
        why = form.cleaned_data["why"]
        with form.shows_refusal():
            made = actions.ask_back(fund_year=fund_year, entries=[row], why=why, by=request.user, at=request.at)
            messages.success(request, WAITS)
            return redirect(made)
    context = shared(fund_year, entry=row, form=form, back=reverse("ledger_entry", args=[slug, year, number]))
    return render(request, "ledger/reverse.html", context)
