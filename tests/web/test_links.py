"""Nobody is shown a way to where they may not go: every link on every page that each role may see."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from urllib.parse import urljoin

from django.test import Client
from django.urls import resolve

from poolbook_web.people.models import Role
from poolbook_web.people.permissions import TABLE, Permission
from tests.web.addresses import OF_A_FUND, OF_THE_SITE, SIGNED_IN, TABLE_OF_ADDRESSES, url
from tests.web.cast import Cast

_LINK = re.compile(r'<a\b[^>]*\bhref="([^"]+)"')
#: What these ask for depends on the kind of record.
_BY_KIND = {"record_add", "record_change", "record_withdraw", "record_paste"}


def may(role: Role, name: str) -> bool:
    """Whether the table lets somebody in a role see what an address answers."""
    asks = TABLE_OF_ADDRESSES[name].asks
    return not isinstance(asks, Permission) or role in TABLE[asks].roles


def seen_by(role: Role) -> Iterator[str]:
    """The pages that somebody in a role may look at."""
    for name, address in TABLE_OF_ADDRESSES.items():
        a_page = not address.post and not {"csv", "text", "chart"} & set(address.also)
        if a_page and (name in OF_A_FUND or name in OF_THE_SITE or address.asks == SIGNED_IN) and may(role, name):
            yield name


def links(client: Client, path: str) -> set[str]:
    """Where the page at an address leads, within the site."""
    found = _LINK.findall(client.get(path, follow=True).getvalue().decode(errors="ignore"))
    to = {urljoin(path, unescape(each)).partition("#")[0] for each in found}
    return {each for each in to if each.startswith("/") and not each.startswith("/static/")}


def refused(client: Client, role: Role, to: str) -> bool:
    """Whether a link leads to a refusal."""
    name = resolve(to.partition("?")[0]).url_name or ""
    return client.get(to).status_code != 200 if name in _BY_KIND else not may(role, name)


def test_every_link_that_somebody_is_shown_leads_where_they_may_go(cast: Cast) -> None:
    found: dict[tuple[str, str, str], str] = {}
    for role, who in cast.roles.items():
        client = Client()
        client.force_login(who)
        shown = {to: name for name in seen_by(role) for to in links(client, url(name, cast))}
        found |= {(role.value, name, to): "refused" for to, name in shown.items() if refused(client, role, to)}
    assert found == {}
