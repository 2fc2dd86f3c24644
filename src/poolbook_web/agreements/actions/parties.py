"""Who takes part in a fund after it was opened: a partner joins, one leaves, another hosts.

New terms may name only partners that take part; so what the agreement varies is recorded here first.
"""

from __future__ import annotations

from datetime import date, datetime

from poolbook_web.base.action import action
from poolbook_web.partners import actions as partners
from poolbook_web.partners.models import Fund, Hosting, Partner, Party
from poolbook_web.people import access
from poolbook_web.people.models import Person
from poolbook_web.people.permissions import Permission


@action
def join(
    *,
    fund: Fund,
    code: str,
    since: date,
    by: Person | None,
    at: datetime,
    partner: Partner | None = None,
    name: str = "",
    kind: str = "",
) -> Party:
    """Record that a partner takes part in a fund from a day: one of this site, or a new one by its name and kind."""
    access.require(by, Permission.PARTIES_KEEP, fund, at=at)
    joins = partner or partners.add_partner(name=name, kind=kind, by=by, at=at)
    return partners.join(fund=fund, partner=joins, code=code, since=since, by=by, at=at)


@action
def leave(*, party: Party, until: date, by: Person | None, at: datetime, note: str = "") -> None:
    """Record the last day of a partner in a fund. The host cannot leave: another must host first."""
    access.require(by, Permission.PARTIES_KEEP, party.fund, at=at)
    partners.leave(party=party, until=until, by=by, at=at, note=note)


@action
def host(*, fund: Fund, partner: Partner, since: date, by: Person | None, at: datetime) -> Hosting:
    """Record which partner hosts a fund from a day on."""
    access.require(by, Permission.PARTIES_KEEP, fund, at=at)
    return partners.agree_host(fund=fund, partner=partner, since=since, by=by, at=at)
