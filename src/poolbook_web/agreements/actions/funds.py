"""Open a fund: its partners, host and first year, its terms, and its pool manager, all of it or nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from poolbook.findings import Finding, Where, error, refuse_if
from poolbook.folder import names
from poolbook.terms.model import Terms
from poolbook_web.agreements import queries
from poolbook_web.agreements.actions.versions import keep_terms
from poolbook_web.base.action import action
from poolbook_web.partners import queries as partners
from poolbook_web.partners.models import FundYear, Partner
from poolbook_web.people import access
from poolbook_web.people import actions as people
from poolbook_web.people.actions import PartyOf
from poolbook_web.people.models import Person, Role
from poolbook_web.people.permissions import Permission


@dataclass(frozen=True)
class Manager:
    """Who is to manage the fund."""

    email: str
    name: str
    post: str = ""


@action
def start_fund(
    *,
    data: bytes,
    manager: Manager,
    site: str,
    by: Person | None,
    at: datetime,
    known: Mapping[str, Partner] | None = None,
) -> FundYear:
    """Open a fund from its terms, and hand back its first year. ``known`` says which partners of the terms, by code,
    are which of this site; the others are those of the same name, or added. Refused with every fault of the terms, and
    where they name no host, since the pool manager is the host's officer."""
    access.require(by, Permission.FUND_OPEN, None, at=at)
    terms, document = queries.read_terms(data)
    mine = known or {}
    queries.check_new(terms, document)
    refuse_if([*_other_kind(terms, mine), *_one_body_twice(mine)])
    fund = people.open_fund(
        slug=queries.slug_of(terms),
        name=terms.fund.name,
        year=str(terms.year),
        mode=terms.fund.mode.value,
        parties=[
            PartyOf(
                each.code, each.name, each.kind.value, each.body,
                [(unit.code, unit.name) for unit in each.units], mine.get(each.code),
            )
            for each in terms.partners
        ],
        host=terms.host.partner if terms.host else "",
        by=by,
        at=at,
    )  # fmt: skip
    people.invite(
        fund=fund, email=manager.email, name=manager.name, post=manager.post, role=Role.POOL_MANAGER,
        partner=partners.host(fund, timezone.localdate(at)), site=site, by=by, at=at,
    )  # fmt: skip
    fund_year: FundYear = fund.years.get()
    keep_terms(fund_year=fund_year, data=data, by=by, at=at, why="the fund was opened with these terms")
    return fund_year


def _other_kind(terms: Terms, known: Mapping[str, Partner]) -> Iterator[Finding]:
    for each in terms.partners:
        mine = known.get(each.code)
        if mine is not None and mine.kind != each.kind.value:
            message = (
                f"{each.name} is of another kind than {mine}, which is {mine.get_kind_display()}: they are two bodies"
            )
            yield error("agreements.other_kind", message, Where(file=names.TERMS, key="partners"))


def _one_body_twice(known: Mapping[str, Partner]) -> Iterator[Finding]:
    for each in {each.pk: each for each in known.values()}.values():
        codes = [code for code, other in known.items() if other.pk == each.pk]
        if len(codes) > 1:
            message = f"{' and '.join(codes)} are said to be one body, {each}: a body is one partner of a fund"
            yield error("agreements.body_twice", message, Where(file=names.TERMS, key="partners"))
