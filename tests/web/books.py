"""Funds with terms and books, for the tests: one small, and any example pack's."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from poolbook import yamlfile
from poolbook.ledger.model import Layer, Transfer
from poolbook.terms.model import Terms
from poolbook.terms.read import of
from poolbook_web.agreements import actions as agreements
from poolbook_web.ledger import actions as ledger
from poolbook_web.ledger.models import Entry
from poolbook_web.partners.models import Fund, FundYear, Partner
from poolbook_web.people import actions as people
from poolbook_web.people.actions import PartyOf
from poolbook_web.people.models import Person, Role
from tests.poolbook.folder import packs
from tests.web import cast

#: The terms of the tests of packs, with the host that the law asks for.
TERMS = packs.TERMS + "host: {partner: council}\n"

AT = datetime(2025, 5, 2, 9, 30, tzinfo=UTC)
ON = date(2025, 5, 2)


def fund_for(terms: Terms) -> Fund:
    """A fund as its terms have it, with the year of the terms; there already, or opened now."""
    slug = f"the-{terms.fund.code.lower()}"  # the cast has a fund of its own by the name of an example
    found = Fund.objects.filter(slug=slug).first()
    if found is not None:
        return found
    parties = [
        PartyOf(each.code, each.name, each.kind.value, each.body, [(unit.code, unit.name) for unit in each.units])
        for each in terms.partners
    ]
    return people.open_fund(
        slug=slug, name=terms.fund.name, year=str(terms.year), mode=terms.fund.mode.value, parties=parties,
        host=terms.host.partner if terms.host else "", by=None, at=AT,
    )  # fmt: skip


def small(text: str = TERMS) -> FundYear:
    """The year of a small fund, with its terms in force and nothing posted."""
    terms = of(yamlfile.parse(text, name="terms.yaml"))
    fund_year = FundYear.objects.get(fund=fund_for(terms), year=str(terms.year))
    agreements.put_terms(fund_year=fund_year, data=text.encode(), by=None, at=AT)
    return fund_year


def officer(fund_year: FundYear, name: str = "Fiona Finance", role: Role = Role.FINANCE_OFFICER) -> Person:
    """Somebody with a role in the fund, for the first of its partners."""
    who = Person.objects.filter(name=name).first() or cast.person(name)
    party = fund_year.fund.parties.order_by("pk").first()
    assert party is not None
    partner = Partner.objects.get(pk=party.partner_id)
    people.invite(
        fund=fund_year.fund, email=who.email, name=name, role=role, partner=partner, site=cast.SITE, by=None, at=AT
    )
    return who


def moved(pence: int = 10_00, period: int = 1, **others: Any) -> Transfer:
    """Ten pounds spent on home care, or something else."""
    return replace(Transfer(0, Layer.ACTUAL, "spend", "creditors", pence, period, "home-care"), **others)


def journal(
    fund_year: FundYear,
    *transfers: Transfer,
    by: Person | None = None,
    at: datetime = AT,
    description: str = "Invoice, paid",
    source: str = "invoice 7",
    period: int | None = None,
) -> Entry:
    """Post transfers, or ten pounds."""
    moving = transfers or (moved(),)
    return ledger.post(
        fund_year=fund_year, transfers=moving, on=ON, period=period or moving[0].period, description=description,
        source=source, by=by, at=at,
    )  # fmt: skip
