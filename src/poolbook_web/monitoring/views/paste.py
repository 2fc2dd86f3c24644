"""Records of a kind pasted from a spreadsheet: read, looked at, and recorded in one act."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from poolbook.findings import Refused, sentence
from poolbook_web.base.forms import posted
from poolbook_web.base.once import once
from poolbook_web.monitoring import actions
from poolbook_web.monitoring.forms.paste import HEADINGS, Fault, Paste
from poolbook_web.monitoring.models import Kept
from poolbook_web.monitoring.permissions import KEEPERS
from poolbook_web.monitoring.queries import recorded
from poolbook_web.monitoring.views.base import with_terms
from poolbook_web.people.access import year_or_404
from poolbook_web.people.requests import Request


@require_http_methods(["GET", "POST"])
@once
@with_terms("records")
def record_paste(request: Request, slug: str, year: str, kind: str) -> HttpResponse:
    """Paste rows, look at what they say, record them all."""
    if kind not in HEADINGS:
        raise Http404
    shown = recorded.shown_or_404(kind)
    fund_year = year_or_404(request, slug, year, KEEPERS[shown.kind])
    words = recorded.words(fund_year)
    form = Paste(posted(request), shown=shown, terms=words.terms)
    context: dict[str, Any] = {"here": "records", "fund_year": fund_year, "shown": shown, "form": form}
    if form.is_valid():
        says = form.says(by=request.user, at=request.at)
        fresh = recorded.not_there_yet(shown, fund_year, says, list(HEADINGS[kind]))
        changed = {number: before for number, (_, before) in fresh.items() if before is not None}
        rows = [shown.kind(fund_year=fund_year, recorded_by=request.user, **each) for each, _ in fresh.values()]
        context |= {"table": shown.table(rows, words), "there": len(says) - len(fresh), "changed": len(changed)}
        if changed and not form.cleaned_data["why"]:
            form.refuse("Say why these change what was recorded before.", _otherwise(changed), "why")
        elif request.POST.get("step") == "keep" and fresh:
            try:
                actions.keep_all(
                    fund_year=fund_year, kind=shown.kind, rows=[each for each, _ in fresh.values()],
                    evidence=form.cleaned_data["evidence"], why=form.cleaned_data.get("why", ""), by=request.user,
                    at=request.at,
                )  # fmt: skip
            except Refused as refusal:
                form.refuse("Nothing is recorded. What is wrong is listed below.", _faults(refusal, kind, list(fresh)))
            else:
                many = f"{len(fresh)} are" if len(fresh) > 1 else "1 is"
                messages.success(request, f"{many} recorded.")
                return redirect("record_list", slug, year, kind)
    context |= {
        "headings": [every[0] for every in HEADINGS[kind].values()],
        "back": reverse("record_list", args=[slug, year, kind]),
        "look": form.is_bound and not form.errors,
    }
    return render(request, "monitoring/paste.html", context)


def _otherwise(changed: Mapping[int, Kept]) -> list[Fault]:
    """The rows whose record stands, and says something else."""
    said = "is recorded already, and says something else"
    return [Fault(number, "", "", sentence(f"{before} {said}")) for number, before in changed.items()]


def _faults(refusal: Refused, kind: str, numbers: Sequence[int]) -> list[Fault]:
    """What the action refused, by the numbers that the rows have on the page, and the headings of their columns."""
    headings = {name: every[0] for name, every in HEADINGS[kind].items()}
    return [
        Fault(numbers[(each.where.row or 1) - 1], headings.get(each.where.key, ""), "", sentence(each.message))
        for each in refusal.findings
    ]
