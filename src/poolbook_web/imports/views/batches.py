"""Extracts: the list, bringing files in, one import from reading to the books, and back out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from poolbook.findings import Refused
from poolbook_web.agreements import queries as agreements
from poolbook_web.base import export
from poolbook_web.base.files import disposition
from poolbook_web.base.forms import OneOf, posted
from poolbook_web.base.lists import listing
from poolbook_web.base.once import once
from poolbook_web.imports import actions, forms, queries
from poolbook_web.imports.models import Batch
from poolbook_web.ledger import queries as ledger
from poolbook_web.partners.models import Fund, FundYear
from poolbook_web.people import access
from poolbook_web.people.access import year_or_404
from poolbook_web.people.permissions import Permission
from poolbook_web.people.requests import Request

ORDERS = {"latest": ("-number",), "first": ("number",)}
FINDINGS = {"gravest": ("place",), "rows": ("file", "row", "place")}
#: Which findings a reader may ask to see, and what that is called.
WEIGHTS = {"all": "All", "error": "Errors", "warning": "Warnings", "note": "Notes"}
#: How many combinations of codes are asked about on one page.
CODES = 100
#: How often, in seconds, the page of an import under way looks again by itself.
LOOK = 3


def _batch(request: Request, slug: str, year: str, number: int, permission: Permission) -> Batch:
    return queries.batch_or_404(year_or_404(request, slug, year, permission), number)


def _shared(of: FundYear | Batch) -> dict[str, object]:
    """What every page here shows."""
    if isinstance(of, Batch):
        return {"fund_year": of.fund_year, "batch": of, "here": "imports"}
    return {"fund_year": of, "here": "imports"}


def _may(request: Request, fund: Fund) -> dict[str, bool]:
    """What to offer."""
    return access.offered(
        request, fund, may_bring=Permission.IMPORTS_BRING, may_accept=Permission.IMPORTS_ACCEPT,
        may_answer=Permission.TERMS_PUT, may_open=Permission.PERIOD_CLOSE,
    )  # fmt: skip


@require_safe
def index(request: Request, slug: str, year: str) -> HttpResponse:
    """The imports of a year."""
    of = year_or_404(request, slug, year, Permission.IMPORTS_SEE)
    form = forms.Narrow(request.GET or None, people=queries.people_in(of))
    found = listing(queries.search(of, form.wanted()), request.GET, ORDERS)
    context = {**_shared(of), "form": form, "listing": found, **_may(request, of.fund)}
    if not found.page.object_list:
        context["posted"] = ledger.extracts(of).count()
    return render(request, "imports/index.html", context)


@require_safe
def download(request: Request, slug: str, year: str, kind: str) -> HttpResponse:
    """The same list as a file."""
    of = year_or_404(request, slug, year, Permission.IMPORTS_SEE)
    form = forms.Narrow(request.GET or None, people=queries.people_in(of))
    table = queries.as_table(queries.search(of, form.wanted()).order_by("number"))
    return export.download(table, kind, f"{of.fund.slug}-{of.year}-imports")


@require_http_methods(["GET", "POST"])
def bring(request: Request, slug: str, year: str) -> HttpResponse:
    """Bring files in."""
    of = year_or_404(request, slug, year, Permission.IMPORTS_BRING)
    form = forms.Bring(posted(request), request.FILES or None, sources=_sources(of))
    if form.is_valid():
        with form.shows_refusal():  # the files are looked into by now: nobody is held up meanwhile
            return _keep(request, of, form)
    return render(
        request, "imports/bring.html", {**_shared(of), "form": form, "no_rules": not agreements.rules_version(of)}
    )


@once
def _keep(request: Request, of: FundYear, form: forms.Bring) -> HttpResponse:
    given = {"files": form.cleaned_data["extracts"], "source": form.cleaned_data["source"]}
    return redirect(actions.receive(fund_year=of, by=request.user, at=request.at, **given))


def _sources(of: FundYear) -> list[tuple[str, str]]:
    """The sources of the rules, where they can be read."""
    try:
        sources = agreements.rules(of).sources
    except Refused:
        return []
    return [(name, each.about or name) for name, each in sources.items()]


@require_safe
def one(request: Request, slug: str, year: str, number: int) -> HttpResponse:
    """One import: how far it is, or what it would do, or what it did."""
    batch = _batch(request, slug, year, number, Permission.IMPORTS_SEE)
    context = {**_shared(batch), **_may(request, batch.fund_year.fund)}
    if batch.state in Batch.AT_WORK:
        still = "still" in request.GET
        late = batch.due_at is not None and (request.at - batch.due_at).total_seconds() > 60
        context |= {"still": still, "late": late, "silent": queries.silent(batch, request.at)}
        response = render(request, "imports/progress.html", context)
        if not still:
            response["Refresh"] = str(LOOK)
        return response
    unanswered = queries.first(batch.unanswered.all())
    never_read = queries.never_read(batch)
    context |= {
        "review": queries.review(batch),
        "found": queries.first(queries.findings(batch)),
        "unanswered": unanswered,
        "step": queries.next_step(batch, request.user, unanswered.count),
        "to_open_first": batch.state == Batch.State.REVIEW and queries.to_open_first(batch.fund_year),
        "never_read": never_read,
        "again": not never_read and not queries.forgotten(batch),
        "own": queries.own(batch, request.user),
        "others": queries.others_who_accept(batch, request.at) if batch.state == Batch.State.REVIEW else [],
        "moved_on": batch.state in Batch.WAITING and queries.rules_moved_on(batch),
        "postings": batch.postings.select_related("entry"),
        "undoing": queries.undoing(batch) if batch.state in Batch.POSTED else None,
    }
    return render(request, "imports/one.html", context)


@require_safe
def findings(request: Request, slug: str, year: str, number: int) -> HttpResponse:
    """Every finding of an import, a page at a time."""
    batch = _batch(request, slug, year, number, Permission.IMPORTS_SEE)
    form = OneOf(request.GET, "weight", "Weight", WEIGHTS.items(), "all")
    weight = "" if form.chosen == "all" else form.chosen
    found = listing(queries.findings(batch, weight, request.GET.get("file", "")[:255]), request.GET, FINDINGS)
    context = {**_shared(batch), "listing": found, "form": form, "weights": WEIGHTS.items()}
    return render(request, "imports/findings.html", context)


@require_safe
def findings_download(request: Request, slug: str, year: str, number: int, kind: str) -> HttpResponse:
    """The findings as a file, to send to whoever makes the extract."""
    batch = _batch(request, slug, year, number, Permission.IMPORTS_SEE)
    table = queries.findings_table(queries.findings(batch))
    return export.download(table, kind, f"{slug}-{year}-import-{number}-findings")


@require_http_methods(["GET", "POST"])
@once
def codes(request: Request, slug: str, year: str, number: int) -> HttpResponse:
    """Say what the codes are that no rule answers: new lines of the rules, and the files are read again."""
    batch = _batch(request, slug, year, number, Permission.TERMS_PUT)
    page = listing(batch.unanswered.all(), request.GET, {"money": ("place",)}, a_page=CODES)
    offered = queries.choices(batch) if page.page.object_list else queries.Choices()
    sent = forms.answered(request.POST)
    asked = [
        forms.Answer(request.POST if each.key in sent else None, asked=each, choices=offered) for each in page.page
    ]
    refused: tuple[str, ...] = ()
    if request.method == "POST" and sent != {each.asked.key for each in asked}:
        refused = ("some of these codes were answered meanwhile, and nothing is saved: look again at what waits now",)
    elif request.method == "POST" and _all_valid(asked):
        answers = [each.given for each in asked if each.given]
        if not answers and page.page.has_next():
            return redirect(f"{request.path}?page={page.page.next_page_number()}")
        try:
            actions.answer(batch=batch, answers=answers, by=request.user, at=request.at)
        except Refused as refusal:
            refused = tuple(each.message for each in refusal.findings)
        else:
            many = "1 rule is" if len(answers) == 1 else f"{len(answers)} rules are"
            messages.success(request, f"{many} added, and the files are read again.")
            return redirect(batch)
    context = {**_shared(batch), "listing": page}
    context |= {"forms": asked, "refused": refused, "wrong": bool(refused) or any(each.errors for each in asked)}
    return render(request, "imports/codes.html", context)


def _all_valid(asked: Iterable[forms.Answer]) -> bool:
    """Whether every form is; each is looked at, so that each shows its errors."""
    return not sum(not each.is_valid() for each in asked)


@require_http_methods(["GET", "POST"])
@once
def accept(request: Request, slug: str, year: str, number: int) -> HttpResponse:
    """Accept what was reviewed."""
    batch = _batch(request, slug, year, number, Permission.IMPORTS_ACCEPT)
    step = queries.next_step(batch, request.user, batch.unanswered.count())
    form = forms.Accept(posted(request), batch=batch)
    if form.is_valid():
        given = {"rejected_too": False, **form.cleaned_data}
        with form.shows_refusal():
            actions.accept(batch=batch, by=request.user, at=request.at, **given)
            return redirect(batch)
    context = {**_shared(batch), "form": form, "step": step}
    return render(request, "imports/accept.html", {**context, "review": queries.review(batch)})


@require_POST
@once
def again(request: Request, slug: str, year: str, number: int) -> HttpResponse:
    """Read the files again."""
    batch = _batch(request, slug, year, number, Permission.IMPORTS_BRING)
    actions.read_again(batch=batch, by=request.user, at=request.at)
    return redirect(batch)


@require_http_methods(["GET", "POST"])
@once
def withdraw(request: Request, slug: str, year: str, number: int) -> HttpResponse:
    """Take an import away that is not in the books."""
    batch = _batch(request, slug, year, number, Permission.IMPORTS_BRING)
    done = f"Import {number} is withdrawn. The bytes of its files are forgotten."
    context = {"can": batch.state in (Batch.State.READING, *Batch.WAITING, Batch.State.NOTHING_NEW)}
    return _with_reason(request, batch, actions.withdraw, done=done, page="imports/withdraw.html", context=context)


@require_http_methods(["GET", "POST"])
@once
def undo(request: Request, slug: str, year: str, number: int) -> HttpResponse:
    """Ask for an import that was wrong to be undone."""
    batch = _batch(request, slug, year, number, Permission.IMPORTS_ACCEPT)
    waits, stand = queries.undoing(batch), queries.entries_that_stand(batch)
    against = queries.against_undoing(batch.fund_year, stand) if stand and waits is None else []
    can = batch.state == Batch.State.ACCEPTED and waits is None and not against
    lines, pence = queries.lines_of(stand)
    context = {
        "can": can, "waits": waits, "against": against, "lines": lines, "pence": pence,
        "in_part": waits is not None and queries.leaves(waits, stand),
        "later": queries.later_that_saw(batch) if can else [],
    }  # fmt: skip
    done = "It waits for somebody else to post it."
    return _with_reason(request, batch, actions.ask_undo, done=done, page="imports/undo.html", context=context)


def _with_reason(
    request: Request, batch: Batch, act: Callable[..., object], *, done: str, page: str, context: Mapping[str, Any]
) -> HttpResponse:
    form = forms.Why(posted(request))
    if form.is_valid():
        with form.shows_refusal():
            act(batch=batch, by=request.user, at=request.at, **form.cleaned_data)
            messages.success(request, done)
            return redirect(batch)
    shared = {**_shared(batch), "form": form}
    return render(request, page, {**shared, **context})


@require_safe
def file(request: Request, slug: str, year: str, number: int, place: int) -> StreamingHttpResponse:
    """A file as it came."""
    batch = _batch(request, slug, year, number, Permission.IMPORTS_BRING)
    found = queries.to_take_out(batch, place)
    response = StreamingHttpResponse(queries.content(found), content_type="application/octet-stream")
    response["Content-Disposition"] = disposition(found.name)
    response["Content-Length"] = str(found.bytes)
    return response
