"""A year step by step: how far it is, and what comes next."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from poolbook.dates.years import MONTHS, QUARTERS, FinancialYear, month_name, parse_year, period_end
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
    now: str = ""  #: the word on its tag where something of it waits to be done now


#: Tell which quarters' reports are issued: the app of reports, which stands above this, once it is ready.
_ISSUED: list[Callable[[FundYear], Collection[int]]] = []


def register(issued: Callable[[FundYear], Collection[int]]) -> None:
    """Have a function asked which quarters' reports are issued; once, however often its app is made ready."""
    if issued not in _ISSUED:
        _ISSUED.append(issued)


def to_bring(entries: int) -> bool:
    """Whether the first extract is due: the opening is all that the books have."""
    return entries == 1


def to_close(year: FinancialYear, closed: int, today: date) -> int:
    """The last month that is over, where it is not closed; 0 where nothing is to be closed."""
    over = max((each for each in MONTHS if period_end(year, each) < today), default=0)
    return over if over > closed else 0


def to_issue(year: FinancialYear, closed: int, issued: Collection[int], today: date) -> list[int]:
    """The quarters that are over and closed, and whose report is not issued."""
    over = [each for each in QUARTERS if 3 * each <= closed and period_end(year, 3 * each) < today]
    return [each for each in over if each not in issued]


def to_begin(closed: int, *, there: bool) -> bool:
    """Whether the year after is to begin: this one is closed to March, and that one is not there."""
    return closed >= MONTHS[-1] and not there


def steps(fund_year: FundYear, at: datetime) -> list[Step]:
    """A year, step by step, as it stands at a moment."""
    version = agreements.terms_version_or_none(fund_year)
    opened = version is not None and ledger.is_open(fund_year)
    made = [_terms(version.number if version else 0), _opening(fund_year, opened=opened, terms=version is not None)]
    if version is None:
        return made
    entries, closed = _head(fund_year)
    year, today = parse_year(fund_year.year), timezone.localdate(at)
    issued = {each for ask in _ISSUED for each in ask(fund_year)}
    ended = {each for each in QUARTERS if period_end(year, 3 * each) < today}
    waits = bool(to_issue(year, closed, issued, today)) and fund_year.mode == FundYear.Mode.LIVE
    return [
        *made,
        _extracts(fund_year, waits=opened and to_bring(entries)),
        _closing(year, closed, opened=opened, waits=opened and to_close(year, closed, today) > 0),
        _reports(closed, ended, issued, opened=opened, waits=waits),
        _after(fund_year, closed),
    ]


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


def _extracts(fund_year: FundYear, *, waits: bool) -> Step:
    states = list(imports.batches(fund_year).values_list("state", flat=True))
    inside = ledger.extracts(fund_year).count()
    waiting = sum(state in (*Batch.AT_WORK, *Batch.WAITING) for state in states)
    says = f"{inside} extract{'' if inside == 1 else 's'} in the books, {waiting} waiting."
    url = "imports" if states or inside else "imports_bring"
    says, now = says if states or inside else "None came yet.", "To bring in" if waits and not states else ""
    return Step("Extracts of the ledger", says, done=inside > 0, url=url, now=now)


def _closing(year: FinancialYear, closed: int, *, opened: bool, waits: bool) -> Step:
    says = f"Closed to the end of {month_name(year, closed)}." if closed else "No period is closed yet."
    done, url = closed >= MONTHS[-1], "close_period" if opened else ""
    return Step("Closing of periods", says, done=done, url=url, begun=closed > 0, now="To close" if waits else "")


def _reports(closed: int, ended: set[int], issued: set[int], *, opened: bool, waits: bool) -> Step:
    """Done once every quarter that is over has its report. A period that is open is no bar to a report: the report says
    that it is."""
    quarters = min(closed, MONTHS[-1]) // 3
    said = [f"Issued: {', '.join(f'quarter {each}' for each in sorted(issued))}."] if issued else []
    said.append(f"Closed to the end of quarter {quarters}." if quarters else "No quarter is closed yet.")
    if quarters < 4:
        said.append("A report that is issued before its quarter is closed says so.")
    url, done = "reports" if opened or closed else "", bool(ended) and ended <= issued
    now = "To issue" if waits else ""
    return Step("The quarterly reports", " ".join(said), done=done, url=url, begun=bool(issued), now=now)


def _after(fund_year: FundYear, closed: int) -> Step:
    label = years.next_label(fund_year)
    there = FundYear.objects.filter(fund=fund_year.fund, year=label).exists()
    says = f"{label} is begun." if there else f"{label} begins with this year's terms."
    now = "To begin" if to_begin(closed, there=there) else ""
    return Step("The year after", says, done=there, url="" if there else "begin_year", now=now)


def _head(fund_year: FundYear) -> tuple[int, int]:
    """How many entries the books have, and the last closed period."""
    try:
        head = ledger.head(fund_year)
    except Refused:  # the terms, from whose first version the chain begins, are of a later day
        return 0, 0
    return head.number, head.closed
