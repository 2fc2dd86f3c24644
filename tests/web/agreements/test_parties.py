"""Who takes part in a fund after it was opened: one joins, one leaves, another hosts; new terms may then say so."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from poolbook.findings import Refused
from poolbook_web.agreements.actions import parties as actions
from poolbook_web.audit.models import AuditEvent
from poolbook_web.partners import queries as partners
from poolbook_web.partners.models import Partner
from poolbook_web.people.models import Role
from tests.web.cast import NEIGHBOUR, NOW, Cast


def text(response: Any) -> str:
    """A page as it reads."""
    return str(response.content.decode().replace("&#x27;", "'"))


def day(name: str, said: str) -> dict[str, str]:
    """A day in its three boxes."""
    return {f"{name}_{place}": part for place, part in enumerate(said.split())}


def test_a_body_of_the_site_or_a_new_one_joins(cast: Cast, manager: Client) -> None:
    neighbour, address = Partner.objects.get(name=NEIGHBOUR.name), f"/funds/{cast.fund.slug}/partners/"
    known = {"partner": str(neighbour.pk), "code": "RBC", **day("since", "1 4 2010")}
    page = text(manager.post(f"{address}joins/", known, follow=True))
    assert "It is recorded." in page
    assert NEIGHBOUR.name in page
    new = {"partner": "new", "code": "CCG", **day("since", "1 4 2010")}
    assert "Enter its full name." in text(manager.post(f"{address}joins/", new))
    manager.post(f"{address}joins/", {**new, "name": "Oxfordshire CCG", "kind": "nhs_body"})
    assert cast.fund.parties.get(code="CCG").partner.kind == "nhs_body"
    assert manager.get(f"/funds/{cast.fund.slug}/partners.csv").content.count(b"\r\n") == 5
    told = AuditEvent.objects.filter(scope=cast.fund.history_scope, event="fund.joined")
    assert told.latest("pk").by == cast.manager


def test_another_hosts_before_the_host_can_leave(cast: Cast, manager: Client) -> None:
    party, address = cast.fund.parties.get(partner=cast.council), f"/funds/{cast.fund.slug}/partners/"
    leaves = f"{address}{party.pk}/leaves/"
    last = day("until", "31 3 2011")
    assert "hosts the fund on 31 March 2011; agree another host first" in text(manager.post(leaves, last))
    manager.post(f"{address}hosts/", {"partner": str(cast.trust.pk), **day("since", "1 4 2010")})
    page = text(manager.post(leaves, {**last, "note": "variation 3"}, follow=True))
    assert "31 Mar 2011" in page
    assert partners.host(cast.fund, party.since) == cast.council, "what was, stays"


def test_an_administrator_may_and_a_clerk_may_only_read(cast: Cast, client: Client) -> None:
    client.force_login(cast.roles[Role.ADMINISTRATOR])
    assert "A partner joins" in text(client.get(f"/funds/{cast.fund.slug}/partners/"))
    client.force_login(cast.roles[Role.CLERK])
    assert "A partner joins" not in text(client.get(f"/funds/{cast.fund.slug}/partners/"))
    with pytest.raises(Refused, match="Only a pool manager or an administrator can record which partners"):
        actions.host(
            fund=cast.fund, partner=cast.trust, since=NOW.date(), by=cast.roles[Role.CLERK], at=NOW,
        )  # fmt: skip
