"""The verbs of partners and funds. Each checks the rules and records the event; whether ``by`` may do it is asked by
the people's app above, whose actions alone call these (a contract in pyproject.toml holds that).
"""

from __future__ import annotations

from datetime import date, datetime

from poolbook.dates.years import parse_year
from poolbook.findings import Where, error, refuse_if
from poolbook_web.audit.actions import Actor, record
from poolbook_web.audit.events import Event
from poolbook_web.base import words
from poolbook_web.base.action import action
from poolbook_web.partners import queries
from poolbook_web.partners.models import Fund, FundYear, Hosting, Partner, Party, Succession, Unit


@action
def add_partner(
    *, name: str, kind: str, by: Actor | None, at: datetime, body: str = "", began: date | None = None
) -> Partner:
    """Add a council or an NHS body."""
    partner = Partner.objects.create(name=name, kind=kind, body=body, began=began)
    record(Event.PARTNER_ADDED, on=partner, by=by, at=at, after={"kind": partner.get_kind_display(), "body": body})
    return partner


@action
def succeed(
    *, predecessor: Partner, successor: Partner, day: date, by: Actor | None, at: datetime, note: str = ""
) -> Succession:
    """Record that one body took over from another. Its past stays its own: nothing in the books is renamed."""
    found = []
    if predecessor.began and day <= predecessor.began:
        message = (
            f"{predecessor} began on {words.day(predecessor.began)}; it cannot have handed over by {words.day(day)}"
        )
        found.append(error("partners.succession_too_early", message, Where(key="day")))
    refuse_if(found)
    succession = Succession.objects.create(predecessor=predecessor, successor=successor, day=day, note=note)
    record(Event.PARTNER_SUCCEEDED, on=succession, by=by, at=at, note=note, after={"day": day})
    return succession


@action
def add_unit(*, partner: Partner, code: str, name: str, by: Actor | None, at: datetime) -> Unit:
    """Add a part of a partner that contributes from a budget of its own."""
    unit = Unit.objects.create(partner=partner, code=code, name=name)
    record(Event.UNIT_ADDED, on=unit, by=by, at=at, after={"code": code})
    return unit


@action
def open_fund(*, slug: str, name: str, by: Actor | None, at: datetime) -> Fund:
    """Open a fund. Who takes part, who hosts it and its years follow."""
    fund = Fund.objects.create(slug=slug, name=name, opened_at=at)
    record(Event.FUND_OPENED, on=fund, by=by, at=at)
    return fund


@action
def join(*, fund: Fund, partner: Partner, code: str, since: date, by: Actor | None, at: datetime) -> Party:
    """Record that a partner takes part in a fund from a day."""
    party = Party.objects.create(fund=fund, partner=partner, code=code, since=since)
    record(Event.FUND_JOINED, on=party, by=by, at=at, after={"code": code, "since": since})
    return party


@action
def leave(*, party: Party, until: date, by: Actor | None, at: datetime, note: str = "") -> None:
    """Record the last day of a partner in a fund. The host cannot leave: another must host first."""
    host = queries.host(party.fund, until)
    refuse_if(
        [
            error(
                "partners.host_leaves",
                f"{party.partner} hosts the fund on {words.day(until)}; agree another host first",
            )
        ]
        if host == party.partner
        else []
    )
    before = party.until
    party.until = until
    party.save(update_fields=["until"])
    record(Event.FUND_LEFT, on=party, by=by, at=at, note=note, before={"until": before}, after={"until": until})


@action
def agree_host(*, fund: Fund, partner: Partner, since: date, by: Actor | None, at: datetime) -> Hosting:
    """Record which partner hosts the fund from a day on. It must take part in it."""
    refuse_if(
        []
        if queries.is_party(fund, partner, since)
        else [
            error(
                "partners.host_no_party",
                f"{partner} does not take part in {fund} on {words.day(since)}",
                Where(key="partner"),
            )
        ]
    )
    before = queries.host(fund, since)
    hosting = Hosting.objects.create(fund=fund, partner=partner, since=since)
    record(Event.HOST_AGREED, on=hosting, by=by, at=at, before={"host": before}, after={"host": partner})
    return hosting


@action
def open_year(*, fund: Fund, year: str, mode: str, by: Actor | None, at: datetime) -> FundYear:
    """Open a financial year of a fund."""
    try:
        label = str(parse_year(year))
    except ValueError as fault:
        refuse_if([error("partners.year_unclear", str(fault), Where(key="year"))])
        raise
    opened = FundYear.objects.create(fund=fund, year=label, mode=mode)
    record(Event.YEAR_OPENED, on=opened, by=by, at=at, after={"as": opened.get_mode_display()})
    return opened
