"""A fund for the benches: opened by the actions that the site's own pages use, with terms, rules and a pool manager."""

from __future__ import annotations

from datetime import datetime

from bench import pack
from poolbook import yamlfile
from poolbook.terms.read import of
from poolbook_web.agreements import actions as agreements
from poolbook_web.monitoring import actions as monitoring
from poolbook_web.partners.models import Fund, FundYear
from poolbook_web.people import actions as people
from poolbook_web.people.actions import PartyOf
from poolbook_web.people.models import Membership, Role


def opened(at: datetime) -> FundYear:
    """Another fund, its year open and no line in it."""
    terms = of(yamlfile.parse(pack.terms(), name="terms.yaml"))
    slug = f"bench-{Fund.objects.count() + 1}"
    parties = [PartyOf(each.code, each.name, each.kind.value, each.body, []) for each in terms.partners]
    fund = people.open_fund(
        slug=slug, name=terms.fund.name, year=str(terms.year), mode=terms.fund.mode.value, parties=parties,
        host=pack.COUNCIL, by=None, at=at,
    )  # fmt: skip
    year = FundYear.objects.get(fund=fund)
    agreements.put_terms(fund_year=year, data=pack.terms().encode(), by=None, at=at)
    agreements.put_rules(fund_year=year, data=pack.rules().encode(), by=None, at=at)
    monitoring.open_year(fund_year=year, by=None, at=at)
    return year


def manager(year: FundYear, at: datetime) -> Membership:
    """Somebody who may see its pages."""
    party = year.fund.parties.order_by("pk")[0]
    return people.invite(
        fund=year.fund, email=f"{year.fund.slug}@example.org", name="Mona Manager", role=Role.POOL_MANAGER,
        partner=party.partner, site="http://localhost", by=None, at=at,
    )  # fmt: skip
