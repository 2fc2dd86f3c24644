"""Everybody who signs in here, for administrators: what they are in which fund, and closing an account."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from poolbook.reports.model import Column, Row, Table
from poolbook_web.base import export
from poolbook_web.base.forms import Form, posted
from poolbook_web.base.lists import listing
from poolbook_web.base.once import once
from poolbook_web.people import access, actions, forms, queries
from poolbook_web.people.permissions import Permission
from poolbook_web.people.queries import Account
from poolbook_web.people.requests import Request

ORDERS = {"name": ("name", "pk")}


@require_safe
def index(request: Request) -> HttpResponse:
    """Everybody, by name; or those whom a search finds."""
    access.site_or_403(request.user, Permission.ACCOUNTS_SEE, at=request.at)
    found = listing(queries.everybody(_text(request)), request.GET, ORDERS)
    rows = queries.accounts(list(found.page), request.at)
    return render(request, "people/site.html", {"listing": found, "rows": rows, "text": _text(request)})


@require_safe
def download(request: Request, kind: str) -> HttpResponse:
    """The list as a file."""
    access.site_or_403(request.user, Permission.ACCOUNTS_SEE, at=request.at)
    people = queries.everybody(_text(request)).order_by(*ORDERS["name"])
    return export.download(_table(queries.accounts(list(people), request.at)), kind, "people")


def _text(request: Request) -> str:
    return request.GET.get("text", "").strip()[:100]


def _table(rows: list[Account]) -> Table:
    headings = ("Name", "Post", "Email address", "Account", "Second step", "Fund", "Role", "Acts for")
    return Table("People", tuple(map(Column, headings)), tuple(line for each in rows for line in _lines(each)))


def _lines(each: Account) -> list[Row]:
    """A line for each role; one for somebody who has none."""
    who = (each.person.name, each.person.post, each.person.email, each.state, "Yes" if each.second_step else "No")
    held = [(str(role.fund or "This site"), role.get_role_display(), str(role.partner or "")) for role in each.roles]
    return [Row((*who, *role)) for role in held or [("", "", "")]]


@require_safe
def one(request: Request, number: int) -> HttpResponse:
    """One person."""
    access.site_or_403(request.user, Permission.ACCOUNTS_SEE, at=request.at)
    person = queries.person_or_404(number)
    account = queries.accounts([person], request.at)[0]
    return render(request, "people/site_person.html", {"account": account, "person": person})


@require_http_methods(["GET", "POST"])
@once
def close(request: Request, number: int) -> HttpResponse:
    """Close an account."""
    form = forms.CloseAccount(posted(request))
    return _ordered(request, number, form, page="close", act=actions.close_account, done="is closed")


@require_http_methods(["GET", "POST"])
@once
def reopen(request: Request, number: int) -> HttpResponse:
    """Open an account again."""
    return _ordered(request, number, Form(posted(request)), page="reopen", act=actions.reopen_account, done="is open")


def _ordered(request: Request, number: int, form: Form, *, page: str, act: Any, done: str) -> HttpResponse:
    """The page of one order about an account, and what comes of it."""
    access.site_or_403(request.user, Permission.ACCOUNTS_CLOSE, at=request.at)
    person = queries.person_or_404(number)
    if form.is_valid():
        with form.shows_refusal():
            act(person=person, by=request.user, at=request.at, **form.cleaned_data)
            messages.success(request, f"The account of {person} {done}.")
            return redirect("site_person", person.pk)
    account = queries.accounts([person], request.at)[0]
    return render(request, f"people/site_{page}.html", {"form": form, "person": person, "account": account})
