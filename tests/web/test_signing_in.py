"""Signing in and out, forgotten passwords, authenticator apps, and what is not possible."""

from __future__ import annotations

import re
from datetime import timedelta
from io import StringIO

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core import mail as sent_mail
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from poolbook_web.base import mail
from poolbook_web.people import invitations
from poolbook_web.people.models import Membership, Person, Role
from tests.web.cast import NOW, PASSWORD, Cast

SIGN_IN = "/account/sign-in/"


@pytest.fixture(autouse=True)
def forgotten_counts(db: None) -> None:
    """No test inherits the failed tries of another."""
    cache.clear()


def sign_in(client: Client, email: str, password: str = PASSWORD) -> str:
    """Try to sign in; the page that comes back, in the end."""
    return client.post(SIGN_IN, {"login": email, "password": password}, follow=True).content.decode()


def test_somebody_signs_in_with_their_address_in_capitals_or_not(cast: Cast, client: Client) -> None:
    assert '<h1 class="govuk-heading-l">My funds</h1>' in sign_in(client, "Priya.Nair@EXAMPLE.org")


def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(cast: Cast, client: Client) -> None:
    wrong = sign_in(client, cast.manager.email, "not the password")
    unknown = sign_in(client, "nobody@example.org", "not the password")
    said = [re.findall(r'govuk-error-summary__list">(.*?)</ul>', page, re.DOTALL) for page in (wrong, unknown)]
    assert said[0] == said[1] != []


def test_a_box_left_empty_is_asked_for_by_its_name(manager: Client) -> None:
    visitor = Client()
    page = visitor.post(SIGN_IN, {}).content.decode()
    assert "Enter your email address." in page
    assert "Enter your password." in page
    page = manager.post("/account/password/", {}).content.decode()
    for each in ("present password", "new password", "new password again"):
        assert f"Enter your {each}." in page
    assert "Enter your email address." in visitor.post("/account/password/forgotten/", {}).content.decode()


def test_after_five_wrong_tries_even_the_right_password_waits(cast: Cast, client: Client) -> None:
    for _ in range(5):
        sign_in(client, cast.manager.email, "not the password")
    assert "There were too many wrong tries. Wait five minutes" in sign_in(client, cast.manager.email)
    assert "My funds</h1>" in sign_in(Client(), cast.roles[Role.CLERK].email), "nobody else is kept out"


def test_signing_in_changes_the_session_and_signing_out_ends_it(cast: Cast, client: Client) -> None:
    client.get(SIGN_IN)
    before = client.session.session_key
    sign_in(client, cast.manager.email)
    assert client.session.session_key != before
    assert client.post("/account/sign-out/").headers["Clear-Site-Data"] == '"cache"', "Back shows nothing of it"
    assert client.get("/").status_code == 302


def test_after_signing_in_one_is_where_one_wanted_to_be(cast: Cast, client: Client) -> None:
    wanted = f"/funds/{cast.fund.slug}/people/"
    page = client.get(wanted, follow=True).content.decode()
    form = page[page.index('<form method="post" novalidate>') :]
    assert f'name="next" value="{wanted}"' in form
    given = {"login": cast.manager.email, "password": PASSWORD, "next": wanted}
    assert client.post(SIGN_IN, given).headers["Location"] == wanted


def test_looking_at_the_page_to_sign_out_does_not_sign_out(cast: Cast, manager: Client) -> None:
    manager.get("/account/sign-out/")
    assert manager.get("/").status_code == 200


def test_whoever_has_gone_away_is_signed_out(cast: Cast, manager: Client) -> None:
    manager.get("/")
    session = manager.session
    session["seen"] -= 3601
    session.save()
    away = manager.get("/")
    assert (away.status_code, away.headers["Clear-Site-Data"]) == (302, '"cache"')


def test_nobody_can_sign_up(client: Client, db: None) -> None:
    page = client.post("/account/sign-up/", {"email": "new@example.org", "password1": PASSWORD})
    assert page.status_code == 405
    assert "By invitation only" in client.get("/account/sign-up/").content.decode()
    assert not Person.objects.filter(email="new@example.org").exists()


def test_after_signing_in_nobody_is_sent_to_another_site(cast: Cast, client: Client) -> None:
    given = {"login": cast.manager.email, "password": PASSWORD, "next": "//evil.example/"}
    assert client.post(SIGN_IN, given).headers["Location"] == "/"


def test_a_forgotten_password_is_replaced_by_a_link_that_works_once(cast: Cast, client: Client) -> None:
    client.post("/account/password/forgotten/", {"email": cast.manager.email})
    mail.deliver(timezone.now)
    letter = str(sent_mail.outbox[-1].body)
    assert sent_mail.outbox[-1].subject == "Choose a new password"
    link = re.findall(r"http://testserver(/\S+)", letter)[0]
    form = client.get(link, follow=True)
    assert "Choose a new password" in form.content.decode()
    new = {"password1": "nine quiet lanes", "password2": "nine quiet lanes"}
    client.post(form.redirect_chain[-1][0], new)
    assert "My funds</h1>" in sign_in(Client(), cast.manager.email, "nine quiet lanes")
    assert "This link no longer works" in Client().get(link, follow=True).content.decode()
    mail.deliver(timezone.now)
    assert "changed" in sent_mail.outbox[-1].subject


def test_an_unknown_address_gets_the_same_page_and_no_letter(client: Client, db: None) -> None:
    page = client.post("/account/password/forgotten/", {"email": "nobody@example.org"}, follow=True)
    assert "Look at your email" in page.content.decode()
    mail.deliver(timezone.now)
    assert not sent_mail.outbox, "a stranger can have nobody written to"


def test_a_password_can_be_changed_by_whoever_knows_it(cast: Cast, client: Client) -> None:
    sign_in(client, cast.manager.email)
    given = {"oldpassword": PASSWORD, "password1": "nine quiet lanes", "password2": "nine quiet lanes"}
    assert "Your password is changed" in client.post("/account/password/", given, follow=True).content.decode()
    assert "My funds</h1>" in sign_in(Client(), cast.manager.email, "nine quiet lanes")


def code_of(secret: str) -> str:
    """What the app shows now."""
    return str(format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time())))))


def test_an_authenticator_app_is_set_up_kept_encrypted_and_asked_for(cast: Cast, client: Client) -> None:
    sign_in(client, cast.manager.email)
    setting_up = "/account/app/totp/activate/"
    assert "Confirm that it is you" in client.get(setting_up, follow=True).content.decode()
    page = client.post("/account/confirm/", {"password": PASSWORD, "next": setting_up}, follow=True).content.decode()
    secret = re.findall(r"<code>([A-Z2-7]+)</code>", page)[0]
    done = client.post(setting_up, {"code": code_of(secret)}, follow=True).content.decode()
    assert "Recovery codes" in done
    stored = Authenticator.objects.get(user=cast.manager, type=Authenticator.Type.TOTP)
    assert secret not in str(stored.data)
    again = Client()
    assert "Enter the code from your app" in sign_in(again, cast.manager.email)
    assert again.get("/").status_code == 302
    recovery = Authenticator.objects.get(user=cast.manager, type=Authenticator.Type.RECOVERY_CODES).wrap()
    code = recovery.get_unused_codes()[0]
    assert "My funds</h1>" in again.post("/account/app/authenticate/", {"code": code}, follow=True).content.decode()


def test_the_organisations_own_sign_in_is_offered_and_may_be_reached(client: Client, db: None) -> None:
    response = client.get(SIGN_IN)
    assert "Oxfordshire County Council</button>" in response.content.decode()
    assert "form-action 'self' https://sign-in.example" in response.headers["Content-Security-Policy"]
    assert "sign-in.example" not in client.get("/glossary/").headers["Content-Security-Policy"]


def test_an_invitation_ends_after_seven_days(cast: Cast) -> None:
    nell = Person(email="nell@example.org", name="Nell")
    nell.set_unusable_password()
    nell.save()
    token = invitations.token(nell, at=NOW)
    assert invitations.person_of(token, at=NOW + timedelta(days=6)) == nell
    assert invitations.person_of(token, at=NOW + timedelta(days=8)) is None


def test_the_first_administrator_is_made_by_a_command_and_chooses_a_password(client: Client, db: None) -> None:
    out = StringIO()
    call_command("first_administrator", "root@example.org", "Rae Root", site="http://testserver/", stdout=out)
    link = re.findall(r"http://testserver(/join/\S+)", out.getvalue())[0]
    assert "served elsewhere" not in out.getvalue()
    client.post(link, {"name": "Rae Root", "password": "four green doors"})
    assert "You look after the people of this site" in client.get("/").content.decode()
    assert Membership.objects.get(person__email="root@example.org").role == Role.ADMINISTRATOR
    with pytest.raises(CommandError, match="already has this role"):
        call_command("first_administrator", "root@example.org", "Rae Root")


def test_an_administrator_can_have_no_role_in_a_fund(cast: Cast) -> None:
    with pytest.raises(CommandError, match="has a role in a fund"):
        call_command("first_administrator", cast.manager.email, "Priya Nair")


def test_ones_own_name_changes_and_the_history_keeps_the_old_one(cast: Cast, manager: Client) -> None:
    manager.post("/account/name/", {"name": "Priya Rao", "post": "Head of finance"})
    assert "Head of finance" in manager.get("/account/").content.decode()
    assert "Priya Nair" in manager.get(f"/funds/{cast.fund.slug}/history/").content.decode()
