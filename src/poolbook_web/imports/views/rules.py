"""How extracts are read: the rules in force, new ones as a file, and the first ones answered on screen."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import resources
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from poolbook.findings import Finding, Refused
from poolbook.folder import names
from poolbook_web.agreements import queries as agreements
from poolbook_web.base import export
from poolbook_web.base.files import YAML, attached
from poolbook_web.base.forms import posted
from poolbook_web.base.once import once
from poolbook_web.imports import actions, forms, queries
from poolbook_web.imports.models import Batch
from poolbook_web.people import access
from poolbook_web.people.access import year_or_404
from poolbook_web.people.permissions import Permission
from poolbook_web.people.requests import Request


@require_safe
def rules(request: Request, slug: str, year: str) -> HttpResponse:
    """The rules in force, in words."""
    of = year_or_404(request, slug, year, Permission.TERMS_SEE)
    version = agreements.rules_version(of)
    context: dict[str, Any] = {
        "here": "imports", "fund_year": of, "version": version, "faults": (), "tables": (),
        "may_put": access.may(request.user, Permission.TERMS_PUT, of.fund, at=request.at),
        "files": reverse("imports_rules", args=[slug, year]),
    }  # fmt: skip
    try:
        context["tables"] = queries.rules_tables(of) if version else ()
    except Refused as refusal:
        context["faults"] = refusal.findings
    return render(request, "imports/rules.html", context)


@require_safe
def rules_file(request: Request, slug: str, year: str, table: str, kind: str) -> HttpResponse:
    """One table of the rules as a file."""
    of = year_or_404(request, slug, year, Permission.TERMS_SEE)
    return export.download(export.named(queries.rules_tables(of), table), kind, f"{slug}-{year}-{table}")


@require_safe
def rules_text(request: Request, slug: str, year: str, number: int) -> HttpResponse:
    """A version of the rules as it was written, to keep or to write the next one by."""
    text = queries.rules_text_or_404(year_or_404(request, slug, year, Permission.TERMS_SEE), number)
    return attached(text.encode(), YAML, f"{slug}-{year}-rules-{number}.yaml")


@require_safe
def rules_template(request: Request) -> HttpResponse:
    """The rules of a small invented fund, with every key explained."""
    text = (resources.files("poolbook.folder") / "template" / names.RULES).read_bytes()
    return attached(text, YAML, names.RULES)


@require_http_methods(["GET", "POST"])
@once
def rules_put(request: Request, slug: str, year: str) -> HttpResponse:
    """Put rules in force that were written by hand."""
    of = year_or_404(request, slug, year, Permission.TERMS_PUT)
    form = forms.PutRules(posted(request), request.FILES or None)
    faults: Sequence[Finding] = ()
    data = b""
    if form.is_valid():
        data = form.cleaned_data["file"]
        try:
            actions.put_rules(fund_year=of, data=data, why=form.cleaned_data["why"], by=request.user, at=request.at)
        except Refused as refusal:
            faults = refusal.findings
            form.add_findings(faults)
        else:
            messages.success(request, "The rules are in force, and the files that wait are read again.")
            return redirect("imports_rules", slug, year)
    context = {
        "here": "imports", "fund_year": of, "form": form, "faults": agreements.faults(faults, data),
        "back": reverse("imports_rules", args=[slug, year]),
    }  # fmt: skip
    return render(request, "imports/rules_put.html", context)


@require_http_methods(["GET", "POST"])
@once
def lay_out(request: Request, slug: str, year: str, number: int) -> HttpResponse:
    """Say how the files of an import are read that no source of the rules knows."""
    batch = queries.batch_or_404(year_or_404(request, slug, year, Permission.TERMS_PUT), number)
    head = queries.head_or_none(batch) if batch.state in Batch.WAITING else None
    context: dict[str, Any] = {"here": "imports", "fund_year": batch.fund_year, "batch": batch, "head": head}
    if head is not None and head.columns:
        form = forms.LayOut(posted(request), head=head, partners=queries.other_partners(batch.fund_year))
        if form.is_valid():
            with form.shows_refusal():
                actions.lay_out(batch=batch, name=form.name, source=form.source, by=request.user, at=request.at)
                messages.success(request, "That is kept for every later file of the sort. The files are read again.")
                return redirect(batch)
        context["form"] = form
    return render(request, "imports/lay_out.html", context)
