"""Signing in, one's own account, and the people of a fund.

allauth's pages are named one by one, so that none appears here that nobody decided on: there is no page to sign up.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from allauth.account import views as allauth
from csp.decorators import csp_update
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.urls import include, path, re_path
from django.urls.resolvers import URLPattern, URLResolver

from poolbook_web.people.views import account, members, site

View = Callable[..., Any]


def _to_the_organisation(view: View) -> View:
    """A page with a button that leads to the organisation's own sign-in: the browser has to be told that it may, since
    it checks the address that a form leads to in the end."""
    if not settings.OIDC_URL:
        return view
    address = urlsplit(settings.OIDC_URL)
    allowed: View = csp_update({"form-action": [f"{address.scheme}://{address.netloc}"]})(view)
    return allowed


urlpatterns: list[URLPattern | URLResolver] = [
    path("account/", account.index, name="account"),
    path("account/name/", account.rename, name="account_rename"),
    path("account/letters/", account.notices, name="account_notices"),
    path("account/sign-in/", _to_the_organisation(allauth.login), name="account_login"),
    path("account/sign-out/", allauth.logout, name="account_logout"),
    path("account/closed/", allauth.account_inactive, name="account_inactive"),
    path("account/sign-up/", account.by_invitation, name="account_signup"),
    path("account/confirm/", allauth.reauthenticate, name="account_reauthenticate"),
    path("account/password/", allauth.password_change, name="account_change_password"),
    path("account/password/forgotten/", allauth.password_reset, name="account_reset_password"),
    path("account/password/sent/", allauth.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^account/password/new/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        allauth.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path("account/password/done/", allauth.password_reset_from_key_done, name="account_reset_password_from_key_done"),
    path("join/<str:token>/", account.join, name="join"),
    path("who-may-do-what/", account.permissions, name="permissions"),
    path("funds/<slug:slug>/people/", members.index, name="people"),
    path("funds/<slug:slug>/people.<str:kind>", members.download, name="people_download"),
    path("funds/<slug:slug>/people/invite/", members.invite, name="people_invite"),
    path("funds/<slug:slug>/people/<int:number>/", members.change, name="people_change"),
    path("funds/<slug:slug>/people/<int:number>/end/", members.end, name="people_end"),
    path("funds/<slug:slug>/people/<int:number>/again/", members.invite_again, name="people_invite_again"),
    path("funds/<slug:slug>/people/<int:number>/cancel/", members.cancel, name="people_cancel"),
    path("site/people/", site.index, name="site_people"),
    path("site/people.<str:kind>", site.download, name="site_people_download"),
    path("site/people/<int:number>/", site.one, name="site_person"),
    path("site/people/<int:number>/close/", site.close, name="site_person_close"),
    path("site/people/<int:number>/reopen/", site.reopen, name="site_person_reopen"),
]

if settings.MFA:
    passkeys = importlib.import_module("allauth.mfa.webauthn.views")
    urlpatterns += [
        # Before allauth's own, which asks to be signed in already.
        path("account/app/webauthn/login/", login_not_required(passkeys.login_webauthn), name="mfa_login_webauthn"),
        path("account/app/", include("allauth.mfa.urls")),
    ]
if settings.OIDC_URL:
    urlpatterns.append(path("account/organisation/", include("allauth.socialaccount.urls")))
    organisation = importlib.import_module("allauth.socialaccount.providers.openid_connect.views")
    entrance = _to_the_organisation(organisation.login)
    urlpatterns += [
        path("account/oidc/<str:provider_id>/login/", entrance, name="openid_connect_login"),
        path("account/oidc/<str:provider_id>/login/callback/", organisation.callback, name="openid_connect_callback"),
    ]
