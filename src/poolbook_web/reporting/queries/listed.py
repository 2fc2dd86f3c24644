"""The reports of a year: each quarter and month, what was issued of it, and by whom it is still to be acknowledged."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from poolbook.dates.years import QUARTERS, month_name, parse_year, period_end, quarter_words
from poolbook.reports.model import Column, Kind, Row, Table
from poolbook_web.base.words import stamp
from poolbook_web.ledger import queries as ledger
from poolbook_web.monitoring import store as monitoring
from poolbook_web.monitoring.models import Forecast, Record
from poolbook_web.partners.models import FundYear
from poolbook_web.reporting.models import Issued
from poolbook_web.reporting.models.which import QUARTERLY, Which, until
from poolbook_web.reporting.queries.receipts import parties
from poolbook_web.reporting.store import issued as store


@dataclass(frozen=True)
class Line:
    """A report that there is or will be: how it stands in a word, its versions, the latest first, and of a quarterly
    one how many partners of how many have acknowledged the latest."""

    which: Which
    words: str
    state: str
    tag: str
    versions: tuple[Issued, ...]
    received: int = 0
    partners: int = 0


@dataclass(frozen=True)
class Listed:
    """The quarters of a year, its months that have begun, and every other report that was issued."""

    quarters: tuple[Line, ...]
    months: tuple[Line, ...]
    others: tuple[Issued, ...]


def listed(fund_year: FundYear, at: datetime) -> Listed:
    """Every report of a year."""
    year, today = parse_year(fund_year.year), timezone.localdate(at)
    versions = defaultdict[Which, list[Issued]](list)
    for each in Issued.objects.filter(fund_year=fund_year).order_by("-number"):
        each.fund_year = fund_year
        versions[each.which].append(each)
    closed, known = _known(fund_year)
    owed = parties(fund_year.fund, at)
    given = _given(fund_year)

    def line(which: Which, words: str) -> Line:
        mine = tuple(versions.pop(which, ()))
        state, tag = _state(which, mine, closed, ended=period_end(year, which.last_month) < today)
        if which.quarterly and fund_year.mode != FundYear.Mode.LIVE:
            state, tag = "Not statutory", "govuk-tag--grey"
        said = given[mine[0].reference] if mine and which.quarterly else set()
        acknowledged = sum(bool(said & party.called) for party in owed)
        return Line(which, words, state, tag, mine, acknowledged, len(owed) if which.quarterly else 0)

    quarters = tuple(line(Which(QUARTERLY, each), quarter_words(each)) for each in QUARTERS)
    begun = range(1, min(known, 12) + 1)
    by_month = tuple(line(Which("monthly", each), month_name(year, each)) for each in reversed(begun))
    return Listed(quarters, by_month, tuple(one for each in versions.values() for one in each))


def quarters_issued(fund_year: FundYear) -> set[int]:
    """The quarters whose report is issued."""
    return set(Issued.objects.filter(fund_year=fund_year, report=QUARTERLY).values_list("covers", flat=True))


def months(fund_year: FundYear) -> Sequence[tuple[int, str]]:
    """The months and adjustments that a report may be made to the end of."""
    year = parse_year(fund_year.year)
    return [(period, until(year, period)) for period in range(1, max(_known(fund_year)[1], 1) + 1)]


def as_table(fund_year: FundYear) -> Table:
    """Every report issued of a year, as a list for a spreadsheet."""
    columns = (
        Column("Report"), Column("Version"), Column("Issued by"), Column("Issued (UTC)"), Column("Why"),
        Column("Agreement, version"), Column("Books to entry", Kind.COUNT), Column("Hash of the books"),
        Column("Acknowledged by"), Column("SHA-256"),
    )  # fmt: skip
    given = _given(fund_year)
    rows = []
    for each in Issued.objects.filter(fund_year=fund_year).prefetch_related("documents").order_by("at", "pk"):
        each.fund_year = fund_year
        by = "; ".join(sorted(given[each.reference]))
        said = (each.words, each.version, each.by, stamp(each.at), each.why, each.agreement)
        rows.append(Row((*said, each.last_entry, each.head, by, store.sha256(each))))
    return Table("Reports issued", columns, tuple(rows))


def _known(fund_year: FundYear) -> tuple[int, int]:
    """The last closed period, and the last that a report is made to, as the core tells it of a Book
    (:func:`poolbook.reports.view.latest`)."""
    closed = ledger.head(fund_year).closed
    return closed, max(closed, ledger.last_spent(fund_year)) or _last_forecast(fund_year)


def _last_forecast(fund_year: FundYear) -> int:
    return max(monitoring.in_force(Forecast, fund_year).values_list("period", flat=True), default=0)


def _given(fund_year: FundYear) -> defaultdict[str, set[str]]:
    """By the name of what was received, who has said so."""
    found = defaultdict[str, set[str]](set)
    rows = monitoring.in_force(Record, fund_year).filter(kind="received")
    for reference, by in rows.values_list("reference", "by"):
        found[reference].add(by)
    return found


def _state(which: Which, mine: tuple[Issued, ...], closed: int, *, ended: bool) -> tuple[str, str]:
    if mine:
        return "Issued", "govuk-tag--green"
    if not ended:
        return ("Still running", "govuk-tag--grey")
    if closed < which.last_month:
        return ("Not closed", "govuk-tag--yellow")
    return ("To issue", "govuk-tag--blue") if which.quarterly else ("Can be issued", "govuk-tag--grey")
