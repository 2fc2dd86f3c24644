"""A year step by step: how far it is, and what comes next."""

from __future__ import annotations

from dataclasses import dataclass

from poolbook.dates.years import MONTHS, FinancialYear, month_name, parse_year
from poolbook.findings import Refused
from poolbook_web.agreements import queries as agreements
from poolbook_web.imports import queries as imports
from poolbook_web.imports.models import Batch
from poolbook_web.ledger import queries as ledger
from poolbook_web.monitoring.queries import years
from poolbook_web.partners.models import FundYear


@dataclass(frozen=True)
class Step:
    """One step of a year: what it is, how far it is, and where it is taken. ``done`` is the word on its tag."""

    name: str
    says: str
    done: bool
    url: str  #: the name of the page where it is taken; empty where it cannot be taken yet
    begun: bool = False  #: whether part of it is done


def steps(fund_year: FundYear) -> list[Step]:
    """A year, step by step."""
    version = agreements.terms_version_or_none(fund_year)
    opened = version is not None and ledger.is_open(fund_year)
    made = [_terms(version.number if version else 0), _opening(fund_year, opened=opened, terms=version is not None)]
    if version is None:
        return made
    closed = _closed(fund_year)
    year = parse_year(fund_year.year)
    made += [_extracts(fund_year), _closing(year, closed, opened=opened), _reports(closed, opened=opened)]
    return [*made, _after(fund_year)]


def _terms(number: int) -> Step:
    if number:
        return Step("The terms of the agreement", f"Version {number} is the newest.", done=True, url="terms")
    return Step(
        "The terms of the agreement", "There are none yet. All else rests on them.", done=False, url="put_terms"
    )


def _opening(fund_year: FundYear, *, opened: bool, terms: bool) -> Step:
    name = "The opening of the books"
    if opened:
        return Step(name, "Budget, what falls due and the opening balance are posted.", done=True, url="open_year")
    says = "The budget, what falls due and the opening balance, as the terms give them, become the first entry."
    return Step(name, says, done=False, url="open_year" if terms else "")


def _extracts(fund_year: FundYear) -> Step:
    states = list(imports.batches(fund_year).values_list("state", flat=True))
    inside = ledger.extracts(fund_year).count()
    waiting = sum(state in (*Batch.AT_WORK, *Batch.WAITING) for state in states)
    says = f"{inside} extract{'' if inside == 1 else 's'} in the books, {waiting} waiting."
    url = "imports" if states or inside else "imports_bring"
    return Step("Extracts of the ledger", says if states or inside else "None came yet.", done=inside > 0, url=url)


def _closing(year: FinancialYear, closed: int, *, opened: bool) -> Step:
    says = f"Closed to the end of {month_name(year, closed)}." if closed else "No period is closed yet."
    done, url = closed >= MONTHS[-1], "close_period" if opened else ""
    return Step("Closing of periods", says, done=done, url=url, begun=closed > 0)


def _reports(closed: int, *, opened: bool) -> Step:
    """Whether one was issued, the page of reports says, which stands above this. A period that is open is no bar to a
    report: the report says that it is."""
    quarters = min(closed, MONTHS[-1]) // 3
    says = f"Closed to the end of quarter {quarters}." if quarters else "No quarter is closed yet."
    if quarters < 4:
        says += " A report that is issued before its quarter is closed says so."
    return Step("The quarterly reports", says, done=False, url="reports" if opened or closed else "")


def _after(fund_year: FundYear) -> Step:
    label = years.next_label(fund_year)
    there = FundYear.objects.filter(fund=fund_year.fund, year=label).exists()
    says = f"{label} is begun." if there else f"{label} begins with this year's terms."
    return Step("The year after", says, done=there, url="" if there else "begin_year")


def _closed(fund_year: FundYear) -> int:
    try:
        return ledger.head(fund_year).closed
    except Refused:  # the terms, from whose first version the chain begins, are of a later day
        return 0
