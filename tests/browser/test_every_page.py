"""Every address of the site that answers with a page, opened by somebody who may see it: nothing is wrong with any."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from poolbook_web.people.models import Person, Role
from poolbook_web.people.permissions import TABLE, Permission
from tests.browser.conftest import Site
from tests.browser.test_passkeys import add, with_a_device
from tests.web.addresses import ANYBODY, TABLE_OF_ADDRESSES, url
from tests.web.cast import PASSWORD, Cast

Visit = Callable[..., Site]

#: Whose page is looked at where several may see it: the one on whose page there is most.
FIRST = (Role.POOL_MANAGER, Role.ADMINISTRATOR, *Role)

#: What can be told from the page alone.
LOOK = """() => {
    const wrong = [], headings = document.querySelectorAll('h1').length;
    if (headings !== 1) wrong.push(headings + ' first headings');
    if (!/\\S.* - Poolbook/.test(document.title)) wrong.push('the title says only: ' + document.title);
    const needsScripts = document.querySelector('main noscript');
    for (const form of needsScripts ? [] : document.forms) {
        const seen = [...form.elements].filter(each => each.checkVisibility());
        if (seen.length && !seen.some(each => each.type === 'submit'))
            wrong.push('a form without a button: ' + form.outerHTML.slice(0, 200));
    }
    return wrong;
}"""


def parts(patterns: list[URLPattern | URLResolver]) -> Iterator[tuple[str, str]]:
    """Each address, and the part of the site that answers it."""
    for each in patterns:
        if isinstance(each, URLResolver):
            yield from parts(each.url_patterns)
        else:
            package, part = each.callback.__module__.split(".")[:2]
            yield each.name or "", part if package == "poolbook_web" else package


PARTS = dict(parts(get_resolver().url_patterns))


def reader(name: str, cast: Cast) -> Person | None:
    """Who opens an address: nobody in particular if it asks nobody to sign in."""
    asks = TABLE_OF_ADDRESSES[name].asks
    if isinstance(asks, Permission):
        return next(cast.roles[role] for role in FIRST if role in TABLE[asks].roles)
    return None if asks == ANYBODY else cast.manager


def pages(part: str, cast: Cast) -> dict[Person | None, dict[str, str]]:
    """What answers with a page in a part of the site, and where it is, reader by reader."""
    found: dict[Person | None, dict[str, str]] = {}
    for name, address in TABLE_OF_ADDRESSES.items():
        if PARTS[name] == part and not address.post:
            found.setdefault(reader(name, cast), {})[name] = url(name, cast)
    return found


def with_second_steps(site: Site, who: Person) -> None:
    """Give somebody who has signed in every second step, so that the pages about them have something to show."""
    add(with_a_device(site), alone=False)
    Authenticator.objects.filter(type=Authenticator.Type.WEBAUTHN).update(id=1)  # as the table of addresses has it
    TOTP.activate(who, "JBSWY3DPEHPK3PXP")


def read(desk: Site, plain: Site, name: str, path: str) -> list[str]:
    """What is wrong with a page: on a desk, on a phone, and on a phone without scripts."""
    desk.page.set_viewport_size({"width": 1280, "height": 800})
    desk.go(path)
    desk.look(f"every-{name}-desk")
    said: list[str] = desk.faults() + desk.page.evaluate(LOOK)
    desk.page.set_viewport_size({"width": 360, "height": 800})
    plain.go(path)
    plain.look(f"every-{name}-phone")
    said += [f"without scripts: {each}" for each in plain.page.evaluate(LOOK)]
    said += [f"{site.page.url} is wider than a phone" for site in (desk, plain) if site.wider_than_the_window()]
    said += desk.complaints + plain.complaints
    desk.complaints.clear()
    plain.complaints.clear()
    return said


def is_page(client: Client, path: str) -> bool:
    """Whether an address answers with a page, and not with a file or by sending one elsewhere."""
    answer = client.get(path)
    return answer.status_code != 302 and answer["Content-Type"].startswith("text/html")


@pytest.mark.slow
@pytest.mark.parametrize("part", sorted(set(PARTS.values())))
def test_every_page_is_accessible_fits_a_phone_and_works_without_scripts(visit: Visit, cast: Cast, part: str) -> None:
    wrong: dict[tuple[str, str], list[str]] = {}
    for who, found in pages(part, cast).items():
        desk, plain, client = visit(), visit(width=360, scripts=False), Client()
        if who:
            desk.sign_in(who.email, PASSWORD)
            if part == "allauth":
                with_second_steps(desk, who)
            here: list[Any] = list(desk.page.context.cookies())
            plain.page.context.add_cookies(here)
            client.cookies.load({each["name"]: each["value"] for each in here})
        seen = {name: path for name, path in found.items() if is_page(client, path)}
        wrong |= {(name, path): read(desk, plain, name, path) for name, path in seen.items()}
    assert {where: said for where, said in wrong.items() if said} == {}
