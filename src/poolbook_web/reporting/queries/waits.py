"""What waits here for a person: a report to issue once its quarter is over and closed, one to acknowledge."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import timezone

from poolbook.dates.years import QUARTERS, parse_year, period_end
from poolbook_web.base.waiting import Waiting
from poolbook_web.ledger.models import Books
from poolbook_web.monitoring.models import Record
from poolbook_web.partners.models import Fund, Party
from poolbook_web.people import queries as people
from poolbook_web.people.models import Membership, Person, Role
from poolbook_web.people.permissions import TABLE, Permission
from poolbook_web.reporting.models import Issued
from poolbook_web.reporting.models.which import QUARTERLY, Which


def of(person: Person, at: datetime) -> Iterable[Waiting]:
    """Reports to issue, and reports to acknowledge, in every fund that somebody takes part in."""
    roles = people.my_roles(person, at)
    yield from _to_issue([fund for fund, held in roles.items() if _may(held, Permission.REPORT_ISSUE)], at)
    receives = {fund: held for fund, held in roles.items() if _may(held, Permission.REPORT_RECEIVE)}
    if receives:
        yield from _to_receive(receives)


def _may(held: list[Membership], permission: Permission) -> bool:
    return any(Role(each.role) in TABLE[permission].roles for each in held)


def _to_issue(funds: list[Fund], at: datetime) -> Iterator[Waiting]:
    """The quarterly reports of live years whose quarter is over and closed, and that nobody issued."""
    if not funds:
        return
    live = Books.objects.filter(fund_year__fund__in=funds, fund_year__mode="live", closed__gte=3)
    done = set(Issued.objects.filter(fund_year__fund__in=funds, report=QUARTERLY).values_list("fund_year", "covers"))
    for books in live.select_related("fund_year__fund"):
        year = books.fund_year
        for quarter in QUARTERS:
            which = Which(QUARTERLY, quarter)
            over = period_end(parse_year(year.year), which.last_month) < timezone.localdate(at)
            if over and books.closed >= which.last_month and (year.pk, quarter) not in done:
                address = reverse("report_preview", args=[year.fund.slug, year.year, QUARTERLY, quarter])
                yield Waiting(f"Issue the report of quarter {quarter}, {year.year}", address, year.fund.name)


def _to_receive(roles: dict[Fund, list[Membership]]) -> Iterator[Waiting]:
    """The latest versions of quarterly reports that a partner they act for has not acknowledged."""
    later = Issued.objects.filter(
        fund_year=OuterRef("fund_year"), report=QUARTERLY, covers=OuterRef("covers"), number__gt=OuterRef("number")
    )
    stand = Issued.objects.filter(~Exists(later), fund_year__fund__in=roles, report=QUARTERLY)
    issued = list(stand.select_related("fund_year__fund").order_by("at"))
    if not issued:
        return
    called = {
        (party.fund_id, party.partner_id): {party.code, party.partner.name}
        for party in Party.objects.filter(fund__in=roles).select_related("partner")
    }
    records = Record.objects.filter(fund_year__in={each.fund_year_id for each in issued}, kind="received")
    given = defaultdict[tuple[int, str], set[str]](set)
    for year, reference, by in records.filter(withdrawn=False, later=None).values_list("fund_year", "reference", "by"):
        given[year, reference].add(by)
    for each in issued:
        fund = each.fund_year.fund
        mine = [held for held in roles[fund] if _may([held], Permission.REPORT_RECEIVE)]
        said = given[each.fund_year_id, each.reference]
        if any(not said & called[held.fund_id, held.partner_id] for held in mine if held.fund_id and held.partner_id):
            what = f"Acknowledge receipt of the {each.words}, {each.fund_year.year}"
            yield Waiting(what, each.get_absolute_url(), fund.name, asked_by=each.by)
