"""Signing in, one's own account, and the people of a fund.

allauth's pages are named one by one, so that none appears here that nobody decided on: there is no page to sign up.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from allauth.account import views as allauth
from csp.decorators import csp_update
from django.conf import settings
from django.urls import include, path, re_path
from django.urls.resolvers import URLPattern, URLResolver

from poolbook_web.people.views import account, members

# A browser checks the address that a form leads to in the end: the organisation's own sign-in must be among them.
_organisation = "{0.scheme}://{0.netloc}".format(urlsplit(settings.OIDC_URL)) if settings.OIDC_URL else ""
_sign_in = csp_update({"form-action": [_organisation]})(allauth.login) if _organisation else allauth.login

urlpatterns: list[URLPattern | URLResolver] = [
    path("account/", account.index, name="account"),
    path("account/name/", account.rename, name="account_rename"),
    path("account/sign-in/", _sign_in, name="account_login"),
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
]

if settings.MFA:
    urlpatterns.append(path("account/app/", include("allauth.mfa.urls")))
if settings.OIDC_URL:
    urlpatterns.append(path("account/organisation/", include("allauth.socialaccount.urls")))
    urlpatterns.append(path("account/", include("allauth.socialaccount.providers.openid_connect.urls")))
