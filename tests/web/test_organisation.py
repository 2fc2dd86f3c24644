"""An organisation's own sign-in, against a small stand-in for it: whoever was invited gets in, and nobody else."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from pytest_django import Settings

from poolbook_web.people.models import Person, Role
from tests.web.cast import Cast

ENTRANCE = "/account/oidc/organisation/login/"


class Provider:
    """The stand-in. It vouches for one person; ``redeemed`` is what the site sent for its token."""

    def __init__(self) -> None:
        self.vouches_for = ""
        self.verified = False
        self.redeemed: dict[str, list[str]] = {}
        provider = self

        class Answers(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                here = provider.address
                known: dict[str, dict[str, Any]] = {
                    "/.well-known/openid-configuration": {
                        "issuer": here,
                        "authorization_endpoint": f"{here}/authorise",
                        "token_endpoint": f"{here}/token",
                        "userinfo_endpoint": f"{here}/person",
                        "jwks_uri": f"{here}/keys",
                    },
                    "/person": {
                        "sub": "1234",
                        "email": provider.vouches_for,
                        "name": "As the provider says",
                        "email_verified": provider.verified,
                    },
                }
                self.answer(known[self.path])

            def do_POST(self) -> None:
                sent = self.rfile.read(int(self.headers["Content-Length"])).decode()
                provider.redeemed = parse_qs(sent)
                self.answer({"access_token": "a-token", "token_type": "Bearer"})

            def answer(self, said: dict[str, Any]) -> None:
                self.send_response(200)
                self.send_header("Content-Type", "application/json")
                self.end_headers()
                self.wfile.write(json.dumps(said).encode())

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name it has
                """Say nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
        self.address = f"http://127.0.0.1:{self.server.server_port}"


@pytest.fixture
def provider(settings: Settings, db: None) -> Iterator[Provider]:
    """The stand-in, at work, and the site told of it."""
    made = Provider()
    connected = json.loads(json.dumps(settings.SOCIALACCOUNT_PROVIDERS))
    connected["openid_connect"]["APPS"][0]["settings"]["server_url"] = made.address
    settings.SOCIALACCOUNT_PROVIDERS = connected
    thread = threading.Thread(target=made.server.serve_forever, daemon=True)
    thread.start()
    yield made
    made.server.shutdown()
    made.server.server_close()
    thread.join()


def come_back(client: Client, provider: Provider, email: str) -> str:
    """Sign in through the organisation as this person; the page that one ends on."""
    provider.vouches_for = email
    away = urlsplit(client.post(ENTRANCE).headers["Location"])
    asked = parse_qs(away.query)
    assert f"{away.scheme}://{away.netloc}" == provider.address
    assert asked["code_challenge_method"] == ["S256"], "the code is of no use to whoever overhears it"
    back = {"code": "a-code", "state": asked["state"][0]}
    page = client.get(f"{ENTRANCE}callback/", back, follow=True).content.decode()
    assert provider.redeemed["code_verifier"]
    return page


def test_whoever_was_invited_gets_in_by_the_address_that_the_organisation_vouches_for(
    cast: Cast, client: Client, provider: Provider
) -> None:
    assert "My funds</h1>" in come_back(client, provider, "Priya.Nair@example.org")
    assert client.get(f"/funds/{cast.fund.slug}/people/invite/").status_code == 200
    assert Person.objects.get(email="priya.nair@example.org").name == "Priya Nair", "the name stays as it was"


def test_whoever_was_not_invited_is_told_so_and_not_added(cast: Cast, client: Client, provider: Provider) -> None:
    assert "By invitation only" in come_back(client, provider, "unknown@example.org")
    assert client.get("/").status_code == 302
    assert not Person.objects.filter(email="unknown@example.org").exists()


@pytest.mark.parametrize("verified", [False, True])
def test_the_service_of_one_partner_cannot_sign_somebody_in_as_an_officer_of_another(
    cast: Cast, client: Client, provider: Provider, verified: bool
) -> None:
    certifier = cast.roles[Role.CERTIFIER]
    certifier.email = "ceri.certifier@trust.example"
    certifier.save()
    provider.verified = verified
    assert "By invitation only" in come_back(client, provider, certifier.email)
    assert client.get("/").status_code == 302, "not signed in"


def test_looking_at_the_entrance_sends_nobody_away(client: Client, provider: Provider) -> None:
    page = client.get(ENTRANCE)
    assert "You are about to leave this site" in page.content.decode()
    assert "https://sign-in.example" in page.headers["Content-Security-Policy"], "or the browser would stop the form"
