"""Open the books of a year, close its periods, begin the next."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.utils import timezone

from poolbook.findings import Finding, Where, error, refuse_if
from poolbook.importing import Balance
from poolbook_web.agreements import actions as agreements
from poolbook_web.agreements import queries as agreed
from poolbook_web.base import personal
from poolbook_web.base.action import action
from poolbook_web.ledger import actions as ledger
from poolbook_web.ledger.models import Entry
from poolbook_web.ledger.store import books
from poolbook_web.monitoring import store
from poolbook_web.monitoring.queries import years
from poolbook_web.partners import actions as partners
from poolbook_web.partners.models import FundYear
from poolbook_web.people import access
from poolbook_web.people.models import Person
from poolbook_web.people.permissions import Permission


@action
def open_year(
    *, fund_year: FundYear, by: Person | None, at: datetime, authority: str = ""
) -> tuple[Entry | None, tuple[Finding, ...]]:
    """Open the books of a year from its terms, what is recorded as due, and last year's closing figures; the opening
    entry, and what the terms left to be said."""
    recorded = store.recorded(fund_year)
    closing = recorded.facts.closing
    return ledger.open_year(
        fund_year=fund_year,
        dues=[each.of() for each in recorded.commentary.dues],
        closing=closing.of() if closing else None,
        by=by,
        at=at,
        authority=authority,
    )


@action
def close_period(
    *,
    fund_year: FundYear,
    period: int,
    by: Person | None,
    at: datetime,
    balance: Balance | None = None,
    source: str = "",
    authority: str = "",
) -> Entry:
    """Close a period and every one before it, once the books agree with the host's trial balance of that period, which
    was read before and is compared while nobody can post; or with what ``source`` names, where there is none. Refused
    with every difference. The closing entry names the file and its SHA-256. No period is opened again."""
    access.require(by, Permission.PERIOD_CLOSE, fund_year.fund, at=at)
    if balance is not None and balance.period != period:
        raise ValueError("the trial balance was read for another period")
    books.locked(fund_year)
    typed = {"source": source, "balance": balance.name if balance else ""}
    private = [found for key, text in typed.items() for found in personal.refused(text, fund_year.year, key)]
    refuse_if([*_not_reconciled(balance, source), *private])
    papers = [source.strip()] if source.strip() else []
    if balance is not None:
        store.agree(fund_year, balance)
        papers.append(f"{balance.name}, SHA-256 {balance.sha256}")
    return ledger.close_period(
        fund_year=fund_year, period=period, on=timezone.localdate(at), source="; ".join(papers), by=by, at=at,
        authority=authority,
    )  # fmt: skip


@action
def begin_year(*, fund_year: FundYear, by: Person | None, at: datetime, data: bytes | None = None) -> FundYear:
    """Begin the year after this one with its terms: those of ``data``, or this year's with the year changed. The rules
    for reading extracts go on. Its books are opened afterwards, once what is brought forward is agreed."""
    access.require(by, Permission.PERIOD_CLOSE, fund_year.fund, at=at)
    text = years.terms_of_next_year(fund_year).encode() if data is None else data
    terms, _ = agreed.read_terms(text, fund_year)
    mode = terms.fund.mode.value
    made = partners.open_year(fund=fund_year.fund, year=years.next_label(fund_year), mode=mode, by=by, at=at)
    why = f"the terms of {fund_year.year}, for the year after it"
    agreements.put_terms(fund_year=made, data=text, by=by, at=at, why=why if data is None else "the terms of the year")
    rules = agreed.rules_version(fund_year)
    if rules is not None:
        why = f"the rules of {fund_year.year} go on"
        agreements.put_rules(fund_year=made, data=rules.text.encode(), by=by, at=at, why=why)
    return made


def _not_reconciled(balance: Balance | None, source: str) -> Iterator[Finding]:
    if balance is None and not source.strip():
        message = "choose the host's trial balance, or say what the books were agreed with"
        yield error("monitoring.not_reconciled", message, Where(key="balance"))
