"""Which partners have acknowledged an issued report: by the records of its quarter, and by nothing beside them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils import timezone

from poolbook.findings import Finding, warning
from poolbook_web.monitoring import store as monitoring
from poolbook_web.monitoring.models import Record
from poolbook_web.partners import queries as partners
from poolbook_web.partners.models import Fund, Partner, Party
from poolbook_web.people import queries as people
from poolbook_web.people.models import Membership, Person
from poolbook_web.people.permissions import TABLE, Permission
from poolbook_web.reporting.models import Issued
from poolbook_web.reporting.models.which import Which

Here = Mapping[Person, Sequence[Membership]]
Receivers = dict[Partner, list[Person]]


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
        Receipt(party.partner, next((each for each in said if each.by in party.called), None), party.partner in mine)
        for party in parties(fund, at)
    ]


def parties(fund: Fund, at: datetime) -> Sequence[Party]:
    """The partners of a fund on a day, by name."""
    return list(partners.parties(fund, timezone.localdate(at)).prefetch_related(None).order_by("partner__name"))


def receivers(fund: Fund, at: datetime, here: Here) -> Receivers:
    """Of everybody in a fund, those who may acknowledge a report for each of its partners."""
    found: Receivers = {party.partner: [] for party in parties(fund, at)}
    for person, held in here.items():
        for partner in {each.partner for each in held if each.role in TABLE[Permission.REPORT_RECEIVE].roles}:
            if partner in found:
                found[partner].append(person)
    return found


def nobody_receives(of: Receivers) -> Iterator[Finding]:
    """A warning for each partner that has nobody to receive a report."""
    for partner in (partner for partner, who in of.items() if not who):
        message = f"{partner} has nobody to receive the report: invite a finance officer or certifier of theirs"
        yield warning("reporting.nobody_receives", message)


def goes_to(which: Which, of: Receivers, by: Person) -> str:
    """Whom a report goes to, in a sentence: how many people of which partner, whoever issues it left out. The quarterly
    one waits for each of them to acknowledge it; of any other a letter tells, and no digest."""
    counts = {
        partner: sum(each != by and (which.quarterly or each.written_to_at_once) for each in who)
        for partner, who in of.items()
    }
    said = ", ".join(f"{each} ({many} {'person' if many == 1 else 'people'})" for each, many in counts.items() if many)
    if which.quarterly:
        return f"It goes to {said}." if said else "It goes to nobody: no partner has anybody else to receive it."
    letter = f"A letter about it goes to {said}" if said else "Nobody gets a letter about it"
    return f"{letter}. Everybody in the fund can read it here."


def code_of(fund: Fund, partner: Partner) -> str:
    """How the fund's terms call a partner."""
    return Party.objects.get(fund=fund, partner=partner).code


def acts_for(by: Person, fund: Fund, at: datetime) -> list[Partner]:
    """The partners for which somebody may acknowledge a report."""
    return people.acts_for(by, Permission.REPORT_RECEIVE, at).get(fund, [])
