"""What waits here for a person: a report to issue once its quarter is over and closed, one to acknowledge."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import timezone

from poolbook.dates.years import parse_year
from poolbook_web.base.waiting import Waiting
from poolbook_web.ledger.models import Books
from poolbook_web.monitoring import store as monitoring
from poolbook_web.monitoring.models import Record
from poolbook_web.monitoring.queries import steps
from poolbook_web.partners.models import Fund, Partner, Party
from poolbook_web.people import access
from poolbook_web.people import queries as people
from poolbook_web.people.models import Person
from poolbook_web.people.permissions import Permission
from poolbook_web.reporting.models import Issued
from poolbook_web.reporting.models.which import QUARTERLY


def of(person: Person, at: datetime) -> Iterable[Waiting]:
    """Reports to issue, and reports to acknowledge, in every fund that somebody takes part in."""
    yield from _to_issue(access.funds(person, Permission.REPORT_ISSUE, at=at)[Permission.REPORT_ISSUE], at)
    yield from _to_receive(people.acts_for(person, Permission.REPORT_RECEIVE, at))


def _to_issue(funds: list[Fund], at: datetime) -> Iterator[Waiting]:
    """The quarterly reports of live years whose quarter is over and closed, and that nobody issued."""
    if not funds:
        return
    live = Books.objects.filter(fund_year__fund__in=funds, fund_year__mode="live", closed__gte=3)
    done = set(Issued.objects.filter(fund_year__fund__in=funds, report=QUARTERLY).values_list("fund_year", "covers"))
    for books in live.select_related("fund_year__fund"):
        year = books.fund_year
        issued = [quarter for of, quarter in done if of == year.pk]
        for quarter in steps.to_issue(parse_year(year.year), books.closed, issued, timezone.localdate(at)):
            address = reverse("report_preview", args=[year.fund.slug, year.year, QUARTERLY, quarter])
            yield Waiting(f"Issue the report of quarter {quarter}, {year.year}", address, year.fund.name)


def _to_receive(partners: Mapping[Fund, Sequence[Partner]]) -> Iterator[Waiting]:
    """The latest versions of quarterly reports that a partner they act for has not acknowledged."""
    later = Issued.objects.filter(
        fund_year=OuterRef("fund_year"), report=QUARTERLY, covers=OuterRef("covers"), number__gt=OuterRef("number")
    )
    stand = Issued.objects.filter(~Exists(later), fund_year__fund__in=partners, report=QUARTERLY)
    issued = list(stand.select_related("fund_year__fund").order_by("at"))
    if not issued:
        return
    called = {
        (party.fund_id, party.partner_id): party.called
        for party in Party.objects.filter(fund__in=partners).select_related("partner")
    }
    years = {each.fund_year_id for each in issued}
    records = Record.objects.filter(monitoring.stands(Record), fund_year__in=years, kind="received")
    given = defaultdict[tuple[int, str], set[str]](set)
    for year, reference, by in records.values_list("fund_year", "reference", "by"):
        given[year, reference].add(by)
    for each in issued:
        fund = each.fund_year.fund
        said = given[each.fund_year_id, each.reference]
        if any(not said & called[fund.pk, partner.pk] for partner in partners[fund]):
            what = f"Acknowledge receipt of the {each.words}, {each.fund_year.year}"
            yield Waiting(what, each.get_absolute_url(), fund.name, asked_by=each.by)
