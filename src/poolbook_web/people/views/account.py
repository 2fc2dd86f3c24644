"""One's own account, the way in by invitation, and the table of permissions."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from poolbook_web.base.forms import posted
from poolbook_web.base.requests import Timed
from poolbook_web.people import actions, forms, invitations, queries
from poolbook_web.people.models import Role
from poolbook_web.people.permissions import DUTIES, TABLE
from poolbook_web.people.requests import Request


@require_safe
def index(request: Request) -> HttpResponse:
    """My account: who I am here, and what I may change."""
    funds = queries.my_roles(request.user, request.at)
    return render(request, "people/account.html", {"funds": funds})


@require_http_methods(["GET", "POST"])
def rename(request: Request) -> HttpResponse:
    """Change my name or post."""
    me = request.user
    form = forms.Rename(posted(request), initial={"name": me.name, "post": me.post})
    if form.is_valid():
        with form.shows_refusal():
            actions.rename(by=me, at=request.at, **form.cleaned_data)
            messages.success(request, "Your name and post are changed.")
            return redirect("account")
    return render(request, "people/rename.html", {"form": form})


@require_http_methods(["GET", "POST"])
def notices(request: Request) -> HttpResponse:
    """Choose how often letters come to me."""
    form = forms.ChooseNotices(posted(request), initial={"notices": request.user.notices})
    if form.is_valid():
        actions.choose_notices(by=request.user, at=request.at, **form.cleaned_data)
        messages.success(request, "It is noted how often letters come to you.")
        return redirect("account")
    return render(request, "people/notices.html", {"form": form})


@login_not_required
@require_safe
def by_invitation(request: HttpRequest) -> HttpResponse:
    """Why nobody can sign up."""
    return render(request, "people/by_invitation.html")


@login_not_required
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def join(request: Timed, token: str) -> HttpResponse:
    """Accept an invitation: a name, a password, and in."""
    person = invitations.person_of(token, at=request.at)
    if person is None:
        return render(request, "people/invitation_over.html", status=410)
    form = forms.Join(posted(request), initial={"name": person.name, "post": person.post})
    if form.is_valid():
        with form.shows_refusal():
            actions.join(by=person, at=request.at, **form.cleaned_data)
            login(request, person, "allauth.account.auth_backends.AuthenticationBackend")
            messages.success(request, f"Welcome, {person.name}.")
            return redirect("home")
    funds = queries.my_roles(person, request.at)
    return render(request, "people/join.html", {"form": form, "person": person, "funds": funds})


@require_safe
def permissions(request: HttpRequest) -> HttpResponse:
    """Who may do what: the table itself."""
    duties = [(role.label, DUTIES[role]) for role in Role]
    return render(request, "people/permissions.html", {"rows": list(TABLE.values()), "duties": duties})
