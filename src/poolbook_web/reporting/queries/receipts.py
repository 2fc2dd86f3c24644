"""Which partners have acknowledged an issued report: by the records of its quarter, and by nothing beside them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils import timezone

from poolbook_web.monitoring import store as monitoring
from poolbook_web.monitoring.models import Record
from poolbook_web.partners.models import Fund, Partner, Party
from poolbook_web.people import queries as people
from poolbook_web.people.models import Person, Role
from poolbook_web.people.permissions import TABLE, Permission
from poolbook_web.reporting.models import Issued


@dataclass(frozen=True)
class Receipt:
    """A partner, and its receipt if there is one; ``mine`` where whoever looks could give it."""

    partner: Partner
    record: Record | None
    mine: bool


def received(report: Issued) -> QuerySet[Record]:
    """The receipts of a version that stand, whoever they are by."""
    found = monitoring.in_force(Record, report.fund_year)
    return found.filter(kind="received", quarter=report.covers, reference=report.reference)


def receipts(report: Issued, by: Person, at: datetime) -> list[Receipt]:
    """A receipt for each partner, given or not; none where the report is not one that is acknowledged."""
    if not report.which.quarterly:
        return []
    fund = report.fund_year.fund
    said = list(received(report).select_related("recorded_by"))
    mine = acts_for(by, fund, at)
    return [
        Receipt(party.partner, next((each for each in said if _of(each, party)), None), party.partner in mine)
        for party in parties(fund, at)
    ]


def _of(record: Record, party: Party) -> bool:
    """Whether a receipt is a partner's, as a report has it."""
    return record.by in (party.code, party.partner.name)


def parties(fund: Fund, at: datetime) -> Sequence[Party]:
    """The partners of a fund on a day, by name."""
    on = timezone.localdate(at)
    found = fund.parties.filter(since__lte=on).select_related("partner").order_by("partner__name")
    return [each for each in found if each.until is None or each.until >= on]


def code_of(fund: Fund, partner: Partner) -> str:
    """How the fund's terms call a partner."""
    return Party.objects.get(fund=fund, partner=partner).code


def acts_for(by: Person, fund: Fund, at: datetime) -> list[Partner]:
    """The partners for which somebody may acknowledge a report."""
    roles = TABLE[Permission.REPORT_RECEIVE].roles
    held = people.my_roles(by, at).get(fund, [])
    return [each.partner for each in held if Role(each.role) in roles and each.partner is not None]
