"""Put terms in force, put rules in force. Nothing in force is ever edited."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import date, datetime
from typing import TypeVar

from django.utils import timezone

from poolbook import yamlfile
from poolbook.dates.years import parse_year
from poolbook.findings import Finding, Where, error, refuse_if
from poolbook.folder import names
from poolbook.terms.check import check
from poolbook.terms.model import Terms
from poolbook_web.agreements import queries, store
from poolbook_web.agreements.models import RulesVersion, TermsVersion, Version
from poolbook_web.audit.actions import record
from poolbook_web.audit.events import Event
from poolbook_web.base import personal
from poolbook_web.base.action import action
from poolbook_web.partners import queries as partners
from poolbook_web.partners.models import FundYear
from poolbook_web.people import access
from poolbook_web.people.models import Person
from poolbook_web.people.permissions import Permission

V = TypeVar("V", bound=Version)


@action
def put_terms(
    *, fund_year: FundYear, data: bytes, by: Person | None, at: datetime, since: date | None = None, why: str = ""
) -> TermsVersion:
    """Put terms in force from a day (the first of the year unless said). ``data`` is ``terms.yaml`` as written, and is
    kept as written. Refuses with every error of form, of coherence and of law; warnings stay to be answered
    (:func:`.queries.findings`)."""
    access.require(by, Permission.TERMS_PUT, fund_year.fund, at=at)
    return keep_terms(fund_year=fund_year, data=data, since=since, why=why, by=by, at=at)


def keep_terms(
    *, fund_year: FundYear, data: bytes, by: Person | None, at: datetime, since: date | None = None, why: str = ""
) -> TermsVersion:
    """Check terms and keep them, for a verb that has asked whether ``by`` may."""
    terms, document = queries.read_terms(data, fund_year)
    number = store.next_number(TermsVersion, fund_year)
    refuse_if([*check(terms, document), *_of_this_year(terms, fund_year, at)])
    return _put(TermsVersion, fund_year, number, data=data, since=since, why=why, by=by, at=at)


@action
def put_rules(
    *, fund_year: FundYear, data: bytes, by: Person | None, at: datetime, since: date | None = None, why: str = ""
) -> RulesVersion:
    """Put rules for reading extracts in force from a day. ``data`` is ``rules.yaml`` as written. Refuses with every
    fault, among them a scheme or a partner that the terms do not have, and an NHS number beside the codes."""
    access.require(by, Permission.TERMS_PUT, fund_year.fund, at=at)
    refuse_if(queries.too_large(data, names.RULES))
    yamlfile.parse(data, name=names.RULES)
    number = store.next_number(RulesVersion, fund_year)
    read = store.rules(data.decode(), queries.terms(fund_year))
    codes = {"".join(filter(str.isdigit, code)) for rule in read.rules for code in rule.when.values()}
    before = store.text_before(RulesVersion, fund_year)
    refuse_if(personal.refused_lines(data.decode(), names.RULES, codes, before))
    return _put(RulesVersion, fund_year, number, data=data, since=since, why=why, by=by, at=at)


def _put(
    model: type[V],
    fund_year: FundYear,
    number: int,
    *,
    data: bytes,
    since: date | None,
    why: str,
    by: Person | None,
    at: datetime,
) -> V:
    year = parse_year(fund_year.year)
    sha256 = hashlib.sha256(data).hexdigest()
    before = store.in_force(model, fund_year, None)
    day = since or year.first
    refuse_if([*_new(before, sha256, day), *_day(day, year.last), *personal.refused(why, fund_year.year, "why")])
    made = model._default_manager.create(
        fund_year=fund_year, number=number, text=data.decode(), sha256=sha256, since=day, by=by, at=at, why=why
    )
    event = Event.TERMS_PUT if model is TermsVersion else Event.RULES_PUT
    after = {"in force from": day, "SHA-256": sha256}
    if before is not None:
        after["in place of"] = f"version {before.number}"
    record(event, on=made, by=by, at=at, note=why, after=after)
    return made


def _new(before: Version | None, sha256: str, day: date) -> Iterator[Finding]:
    if before is not None and before.sha256 == sha256 and before.since == day:
        yield error("agreements.nothing_changed", f"this is what is in force already, as version {before.number}")


def _day(day: date, last: date) -> Iterator[Finding]:
    if day > last:
        yield error("agreements.after_the_year", f"the year ends on {last}: choose a day in it", Where(key="since"))


def _of_this_year(terms: Terms, fund_year: FundYear, at: datetime) -> Iterator[Finding]:
    """Terms of another fund, year or kind of year are a mistake; so is a partner that takes no part in the fund."""
    if str(terms.year) != fund_year.year:
        message = f"the terms are of {terms.year}, and these are the books of {fund_year}"
        yield error("agreements.other_year", message, Where(file=names.TERMS, key="year"))
    before = store.newest_terms(fund_year)
    if before is not None and before.fund.code != terms.fund.code:
        message = (
            f"the terms are of the fund {terms.fund.code}, and those before them of {before.fund.code}: "
            "a fund keeps its code, which its books are sealed with"
        )
        yield error("agreements.other_fund", message, Where(file=names.TERMS, key="fund.code"))
    if terms.fund.mode.value != fund_year.mode:
        message = f"the terms are of a {terms.fund.mode} year, and this one was opened as {fund_year.mode}"
        yield error("agreements.other_mode", message, Where(file=names.TERMS, key="fund.mode"))
    last = min(timezone.localdate(at), terms.year.last)
    codes = {party.code for party in partners.parties(fund_year.fund, max(last, terms.year.first))}
    for each in terms.partners:
        if each.code not in codes:
            message = f"{each.name} ({each.code}) takes no part in {fund_year.fund}: record first that it does"
            yield error("agreements.not_a_partner", message, Where(file=names.TERMS, key="partners"))
