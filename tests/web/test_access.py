"""Every address of the site, asked for by everybody, gives what the table of permissions says; and no address is
without a row here."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from poolbook_web.people.models import Person, Role
from poolbook_web.people.permissions import DUTIES, TABLE, Permission
from tests.web.addresses import (
    ANYBODY,
    OF_A_FUND,
    OF_THE_SITE,
    PART_OF_SIGNING_IN,
    SIGNED_IN,
    TABLE_OF_ADDRESSES,
    url,
)
from tests.web.cast import Cast


def names(patterns: list[URLPattern | URLResolver]) -> Iterator[str]:
    """The name of every address."""
    for each in patterns:
        if isinstance(each, URLResolver):
            yield from names(each.url_patterns)
        else:
            yield each.name or f"an address without a name: {each.pattern}"


def ask(client: Client, name: str, cast: Cast) -> int:
    """What an address answers."""
    where = url(name, cast)
    return (client.post(where) if TABLE_OF_ADDRESSES[name].post else client.get(where)).status_code


def everybody(cast: Cast) -> dict[str, Person]:
    """Each role, somebody of another fund, and somebody of none."""
    roles = {role.value: who for role, who in cast.roles.items()}
    return roles | {"neighbour": cast.neighbour, "stranger": cast.stranger}


def test_every_address_has_a_row_in_the_table() -> None:
    found = set(names(get_resolver().url_patterns))
    assert found == set(TABLE_OF_ADDRESSES), "give every address a row, and take away rows of addresses that are gone"


@pytest.mark.parametrize("name", OF_A_FUND)
def test_an_address_of_a_fund_answers_each_person_as_the_table_says(cast: Cast, name: str) -> None:
    address = OF_A_FUND[name]
    assert isinstance(address.asks, Permission)
    allowed, said, wanted = TABLE[address.asks].roles, {}, {}
    for who, person in everybody(cast).items():
        client = Client()
        client.force_login(person)
        said[who] = ask(client, name, cast)
        in_the_fund = who in Role.values
        # What may be done is done (200), or refused by a rule of its own (409: the clerk has joined already; 302: the
        # question was put to somebody else).
        yes = 409 if address.post else 200 if address.alone in (None, who) else 302
        wanted[who] = 404 if not in_the_fund else yes if Role(who) in allowed else 403
    assert said == wanted


@pytest.mark.parametrize("name", OF_THE_SITE)
def test_an_address_of_the_site_answers_administrators_alone(cast: Cast, name: str) -> None:
    said = {}
    for who, person in everybody(cast).items():
        client = Client()
        client.force_login(person)
        said[who] = ask(client, name, cast)
    assert said == {who: 200 if who == "administrator" else 403 for who in said}


@pytest.mark.parametrize("name", [name for name, each in TABLE_OF_ADDRESSES.items() if each.asks != ANYBODY])
def test_whoever_has_not_signed_in_is_sent_to_sign_in(cast: Cast, name: str) -> None:
    address = TABLE_OF_ADDRESSES[name]
    if address.asks == PART_OF_SIGNING_IN:
        assert ask(Client(), name, cast) in (200, 302, 401)
    else:
        assert ask(Client(), name, cast) == 302


@pytest.mark.parametrize("name", [name for name, each in TABLE_OF_ADDRESSES.items() if each.asks == ANYBODY])
def test_an_address_for_anybody_needs_no_signing_in(cast: Cast, name: str) -> None:
    assert ask(Client(), name, cast) in (200, 401, 410)


@pytest.mark.parametrize("name", [name for name, each in TABLE_OF_ADDRESSES.items() if each.asks == SIGNED_IN])
def test_a_stranger_who_has_signed_in_sees_only_what_is_their_own(cast: Cast, client: Client, name: str) -> None:
    client.force_login(cast.stranger)
    assert ask(client, name, cast) in (200, 302, 404)


def test_a_role_of_one_fund_cannot_be_touched_through_another(cast: Cast, client: Client) -> None:
    client.force_login(cast.neighbour)
    theirs = cast.held(Role.CLERK).pk
    for action in ("", "end/", "again/"):
        url = f"/funds/{cast.other_fund.slug}/people/{theirs}/{action}"
        assert client.post(url, {"role": "clerk"}).status_code == 404


def test_a_fund_that_is_not_mine_looks_like_one_that_is_not_there(cast: Cast, client: Client) -> None:
    client.force_login(cast.stranger)
    mine_not = client.get(f"/funds/{cast.fund.slug}/")
    there_not = client.get("/funds/no-such-fund/")
    secret = re.compile(r'value="[A-Za-z0-9]{64}"|<code>[0-9a-f]+</code>')
    assert mine_not.status_code == there_not.status_code == 404
    assert secret.sub("", mine_not.content.decode()) == secret.sub("", there_not.content.decode())


def test_a_refusal_says_who_may_and_what_one_is(cast: Cast, client: Client) -> None:
    client.force_login(cast.roles[Role.CLERK])
    page = client.get(f"/funds/{cast.fund.slug}/people/invite/").content.decode()
    assert "Only a pool manager or an administrator can invite people to the fund" in page
    assert "You are a clerk in this fund." in page


@pytest.mark.parametrize(
    ("role", "page", "said"),
    [
        (Role.ADMINISTRATOR, "", "Everybody who takes part in the fund may see the fund"),
        (Role.ADMINISTRATOR, "", "You are an administrator: you look after people and open funds on this site, and"),
        (Role.ADVISORY_MEMBER, "history/", "Everybody who takes part in the fund, but for an advisory member, may"),
    ],
)
def test_a_refusal_that_is_for_a_few_names_those_few(
    cast: Cast, client: Client, role: Role, page: str, said: str
) -> None:
    client.force_login(cast.roles[role])
    answer = client.get(f"/funds/{cast.fund.slug}/{page}")
    assert answer.status_code == 403
    assert said in answer.content.decode()


def test_the_page_of_permissions_shows_every_row_and_every_role(cast: Cast, client: Client) -> None:
    client.force_login(cast.stranger)
    page = client.get("/who-may-do-what/").content.decode().replace("&#x27;", "'")
    assert all(f"Who may {row.may}?" in page for row in TABLE.values())
    assert all(duty.replace("'", "'") in page for duty in DUTIES.values())


def test_somebody_whose_account_is_closed_is_out_at_once(cast: Cast, manager: Client) -> None:
    cast.manager.is_active = False
    cast.manager.save()
    assert manager.get("/").status_code == 302


def test_every_permission_has_a_row_and_every_role_a_duty() -> None:
    assert list(TABLE) == list(Permission)
    assert list(DUTIES) == list(Role)
