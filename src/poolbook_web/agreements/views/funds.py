"""Opening a fund: by a short form or by a file of terms, both ending at one page that asks whether all is right."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import resources
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from poolbook.findings import Finding, Refused
from poolbook.folder import names
from poolbook_web.agreements import actions, forms, queries, store
from poolbook_web.agreements.actions import Manager
from poolbook_web.agreements.forms.confirm import packed, unpacked
from poolbook_web.agreements.forms.funds import MORE, PARTNERS, SCHEMES
from poolbook_web.agreements.forms.rows import many
from poolbook_web.base.files import YAML, attached
from poolbook_web.base.forms import Form, posted
from poolbook_web.base.once import once
from poolbook_web.base.requests import site_of
from poolbook_web.people import access
from poolbook_web.people.permissions import Permission
from poolbook_web.people.requests import Request


@require_http_methods(["GET", "POST"])
@once
def fund_new(request: Request) -> HttpResponse:
    """The short form: the partners, then the schemes, then everything to look at."""
    access.site_or_403(request.user, Permission.FUND_OPEN, at=request.at)
    given, step = posted(request), request.POST.get("step", "")
    rows = many(given, "partners", PARTNERS)
    if step == "more partners":
        return _page(request, "begin", forms.BeginFund(None, many=rows + MORE, initial=_said(given)))
    begun = forms.BeginFund(given, many=rows)
    if not begun.is_valid() or step == "back":
        return _page(request, "begin", begun)
    rows, partners = many(given, "schemes", SCHEMES), begun.named
    if step in ("begin", "more schemes"):
        more = MORE if step == "more schemes" else 0
        initial = _said(given)
        schemes = forms.Schemes(None, many=rows + more, partners=partners, initial=initial)
        return _page(request, "schemes", schemes, carried=_carried(begun))
    schemes = forms.Schemes(given, many=rows, partners=partners)
    if not schemes.is_valid():
        return _page(request, "schemes", schemes, carried=_carried(begun))
    return _look(request, store.written(schemes.terms(begun)).encode(), begun, schemes)


@require_http_methods(["GET", "POST"])
@once
def fund_from_terms(request: Request) -> HttpResponse:
    """A file of terms; and, from either way, the last page's answer."""
    access.site_or_403(request.user, Permission.FUND_OPEN, at=request.at)
    if request.POST.get("carried"):
        return _start(request)
    form = forms.TermsFile(posted(request), request.FILES or None)
    if form.is_valid():
        return _look(request, form.cleaned_data["file"], form, form)
    return _page(request, "file", form)


@require_safe
def terms_template(request: Request) -> HttpResponse:
    """The terms of a small invented fund, with every key explained, to write one's own by."""
    text = (resources.files("poolbook.folder") / "template" / names.TERMS).read_bytes()
    return attached(text, YAML, names.TERMS)


def _look(request: Request, data: bytes, who: Form, form: Form) -> HttpResponse:
    """What the fund would be, or every fault of its terms; ``form`` is the page that they are shown on."""
    try:
        terms, document = queries.read_terms(data)
        queries.check_new(terms, document)
    except Refused as refusal:
        form.add_error(None, "The terms cannot be taken as they are. Each fault is in the table below.")
        page = "file" if "file" in form.fields else "schemes"
        carried = _carried(who) if page == "schemes" else []
        return _page(request, page, form, faults=refusal.findings, data=data, carried=carried)
    said = {name: who.cleaned_data[name] for name in ("email", "person", "post")}
    confirm = forms.Confirm(None, matches=queries.matches(terms), initial={"carried": packed(data), **said})
    return _confirm(request, data, confirm)


def _start(request: Request) -> HttpResponse:
    """Start the fund that was looked at."""
    data = unpacked(request.POST["carried"])
    try:
        terms, _ = queries.read_terms(data)
        form = forms.Confirm(request.POST, matches=queries.matches(terms))
        if form.is_valid():
            said = form.cleaned_data
            made = actions.start_fund(
                data=data, manager=Manager(said["email"], said["person"], said["post"]), known=form.known,
                site=site_of(request), by=request.user, at=request.at,
            )  # fmt: skip
            messages.success(request, f"{made.fund} is open. The letter to {said['email']} is on its way.")
            return redirect("people", made.fund.slug)
    except Refused as refusal:
        form = forms.Confirm(request.POST)
        form.full_clean()
        form.add_findings(refusal.findings)
        return _page(request, "refused", form, faults=refusal.findings, data=data)
    return _confirm(request, data, form)


def _confirm(request: Request, data: bytes, form: forms.Confirm) -> HttpResponse:
    terms, document = queries.read_terms(data)
    more: dict[str, Any] = {
        "terms": terms,
        "sections": queries.sections(terms),
        "charts": {},
        "findings": queries.check_new(terms, document),
        "manager": [form[name].value() for name in ("person", "post", "email")],
    }
    return _page(request, "confirm", form, **more)


def _page(
    request: Request, name: str, form: Form, *, faults: Sequence[Finding] = (), data: bytes = b"", **more: Any
) -> HttpResponse:
    context = {"form": form, "faults": queries.faults(faults, data), "back": reverse("home"), **more}
    return render(request, f"agreements/fund_{name}.html", context)


def _said(given: QueryDict | None) -> dict[str, Any]:
    """What was typed so far, to be shown again without being judged; a day is in three boxes."""
    typed = dict((given or QueryDict()).items())
    return typed | {"starts": [typed.get(f"starts_{part}") for part in range(3)]}


def _carried(form: Form) -> list[tuple[str, str]]:
    """The answers of an earlier page, for hidden boxes."""
    mine = [*form.fields, *(f"starts_{part}" for part in range(3))]
    return [(name, form.data[name]) for name in mine if name in form.data]
