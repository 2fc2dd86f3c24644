"""What is asked of commentary: who leads each scheme, who was asked for a comment by when, and who has written one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import zip_longest

from django.db.models import QuerySet
from django.http import Http404
from django.utils import timezone

from poolbook.dates.years import MONTHS, month_name, parse_year, period_end
from poolbook.reports.model import Column, Kind, Row, Table
from poolbook.reports.position import by_scheme
from poolbook.reports.request import Request
from poolbook.reports.view import View
from poolbook.terms.model import Scheme
from poolbook_web.agreements import queries as agreements
from poolbook_web.ledger import queries as ledger
from poolbook_web.monitoring import store as monitoring
from poolbook_web.monitoring.models import Comment
from poolbook_web.partners.models import Fund, FundYear
from poolbook_web.people import queries as people
from poolbook_web.people.models import Membership, Person
from poolbook_web.people.permissions import TABLE, Permission
from poolbook_web.questions import store
from poolbook_web.questions.models import Call, Lead


@dataclass(frozen=True)
class Commentary:
    """Where the commentary on one scheme stands: who leads it, what they were asked, what was written."""

    scheme: Scheme
    lead: Lead | None
    call: Call | None
    comment: Comment | None
    today: date

    @property
    def late(self) -> bool:
        """Whether it was wanted before today, and nobody has written."""
        return self.call is not None and self.comment is None and self.call.due < self.today

    @property
    def state(self) -> str:
        """In a word or two."""
        if self.comment:
            return "Answered"
        if self.call:
            return "Overdue" if self.late else "Waits"
        return "Not asked" if self.lead and self.lead.person else "Nobody leads it"


def commentary(fund_year: FundYear, period: int, at: datetime) -> list[Commentary]:
    """Every scheme of the terms in order. Raises :class:`poolbook.findings.Refused` where no terms are in force."""
    today = timezone.localdate(at)
    leads = leading(fund_year, today)
    calls = {each.scheme: each for each in store.calls().filter(fund_year=fund_year, period=period)}
    said = store.comments(fund_year, period)
    return [
        Commentary(each, leads.get(each.code), calls.get(each.code), said.get(each.code), today)
        for each in agreements.terms(fund_year).schemes
    ]


def leading(fund_year: FundYear, on: date) -> dict[str, Lead]:
    """Who leads each scheme on a day, as was last said."""
    return {each.scheme: each for each in store.leads(fund_year) if each.since <= on}


def leads_of(fund_year: FundYear, scheme: str) -> list[tuple[Lead, date | None]]:
    """All that was said of who leads a scheme, the latest first, each with the day from which another leads."""
    rows = [each for each in store.leads(fund_year) if each.scheme == scheme]
    ends = [each.since for each in rows[1:]]
    return list(reversed(list(zip_longest(rows, ends))))


def who_may_lead(fund: Fund, at: datetime) -> dict[Person, list[Membership]]:
    """Everybody of a fund whose role lets them comment on a scheme."""
    roles = TABLE[Permission.COMMENTARY_KEEP].roles
    found = people.in_fund(fund, at).items()
    return {person: held for person, held in found if any(each.role in roles for each in held)}


def scheme_or_404(fund_year: FundYear, code: str) -> Scheme:
    """A scheme of the terms by its code."""
    found = next((each for each in agreements.terms(fund_year).schemes if each.code == code), None)
    if found is None:
        raise Http404
    return found


def scheme_names(fund_year: FundYear) -> dict[str, str]:
    """The schemes of the terms by code."""
    return {each.code: each.name for each in agreements.terms(fund_year).schemes}


def months(fund_year: FundYear) -> list[tuple[int, str]]:
    """The periods that can be commented on."""
    year = parse_year(fund_year.year)
    return [(period, month_name(year, period)) for period in MONTHS]


def month(fund_year: FundYear, period: int) -> str:
    """A period as people say it."""
    return month_name(parse_year(fund_year.year), period)


def period_in_hand(fund_year: FundYear, at: datetime) -> int:
    """The period that the leads were last asked about, or else the last month that is over and was spent in."""
    last = Call.objects.filter(fund_year=fund_year).order_by("-pk").values_list("period", flat=True).first()
    year, today = parse_year(fund_year.year), timezone.localdate(at)
    over = max((month for month in MONTHS if period_end(year, month) < today), default=0)
    return last or ledger.last_spent(fund_year, over) or over or 1


def writing_or_404(fund_year: FundYear, period: int, code: str, at: datetime) -> tuple[Commentary, Table]:
    """Where the commentary on one scheme stands, and the scheme's row of the position at the end of the period, with
    how the forecast moved in the month."""
    view = View(monitoring.figures(fund_year, at), Request("position", period=period))
    scheme = next((each for each in view.book.terms.schemes if each.code == code), None)
    if scheme is None:
        raise Http404
    call = store.calls().filter(fund_year=fund_year, period=period, scheme=code).first()
    comment = store.comments(fund_year, period).get(code)
    table = by_scheme(view).tables[0]
    rows = tuple(row for row in table.rows if row.cells[0] == view.name(code))
    title = f"{scheme.name}, to the end of {month(fund_year, period)}"
    return Commentary(scheme, None, call, comment, timezone.localdate(at)), Table(title, table.columns, rows)


def called(person: Person, funds: Iterable[Fund]) -> QuerySet[Call]:
    """The calls that wait for a person's comment in these funds."""
    return store.unanswered().filter(lead=person, fund_year__fund__in=funds)


def commentary_table(found: Sequence[Commentary], fund_year: FundYear, period: int) -> Table:
    """Who was asked and who has written, as a list for a spreadsheet."""
    columns = (
        Column("Scheme"), Column("Led by"), Column("Asked"), Column("By", Kind.DATE), Column("State"),
        Column("Commentary"), Column("Written by"), Column("Written on", Kind.DATE),
    )  # fmt: skip
    title = f"Commentary on {month(fund_year, period)}"
    return Table(title, columns, tuple(_row(each) for each in found))


def _row(each: Commentary) -> Row:
    call, comment = each.call, each.comment
    return Row(
        (
            each.scheme.name, str(each.lead.person or "") if each.lead else "", str(call.lead) if call else "",
            call.due if call else None, each.state, comment.text if comment else "", comment.by if comment else "",
            comment.at if comment else None,
        )
    )  # fmt: skip
