"""What a report lacks, each thing with the page where it is recorded, which leads back to the report."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from poolbook.findings import Finding
from poolbook.reports.issue import SIGNED
from poolbook_web.monitoring.permissions import KEEPERS
from poolbook_web.monitoring.queries.kinds import KINDS
from poolbook_web.partners.models import FundYear
from poolbook_web.people.permissions import Permission
from poolbook_web.reporting.models.which import Which


@dataclass(frozen=True)
class Missing:
    """One thing that a report lacks, and where to put it in (no address where nothing can be done about it), for whom
    the table allows it (None: for everybody who sees the report)."""

    finding: Finding
    words: str
    address: str
    asks: Permission | None


@dataclass(frozen=True)
class Place:
    """Where something is put in: the words of the link, the name of the page, of which kind of record it is, and whom
    the page is for."""

    words: str
    page: str
    kind: str = ""
    asks: Permission | None = None


PLACES: Mapping[str, Place] = {
    "report.no_measures": Place("Record a measure", "record_add", "measures"),
    "report.variance_not_explained": Place("Explain a variance", "record_add", "explanations"),
    "report.no_commentary": Place("Comment on a scheme", "record_add", "comments"),
    "report.not_signed": Place("Record it", "record_add", "sign-offs"),
    "report.no_lead_commissioning": Place("Record how they were exercised", "record_add", "sign-offs"),
    "report.contribution_overdue": Place("What falls due", "record_list", "dues"),
    "report.undecided": Place("Who bears what", "settlement"),
    "report.period_open": Place("The periods of the year", "year"),
    "report.not_open": Place("Open the books", "open_year", asks=Permission.PERIOD_CLOSE),
    "report.no_expenditure": Place("Bring in an extract", "imports"),
    "report.no_income": Place("The terms", "terms"),
    "report.illustrative_figures": Place("The terms", "terms"),
    "report.agreement_not_in_force": Place("The terms", "terms"),
    "report.not_statutory": Place("All reports", "reports"),
    "report.no_dues": Place("Record what falls due", "record_add", "dues"),
    "reporting.nobody_receives": Place("Invite somebody", "people_invite", asks=Permission.PEOPLE_MANAGE),
    "report.nothing_received": Place("Bring in an extract", "imports"),
    "reporting.prepared_by_you": Place("Sign-offs", "record_list", "sign-offs"),
}


def missing(finding: Finding, fund_year: FundYear, which: Which) -> Missing:
    """A finding with its place."""
    place, slug, year = PLACES.get(finding.code), fund_year.fund.slug, fund_year.year
    if place is None:
        return Missing(finding, "", "", None)
    if place.page == "people_invite":  # people are of the fund, in whatever year
        return Missing(finding, place.words, reverse(place.page, args=[slug]), place.asks)
    address = reverse(place.page, args=[slug, year, *([place.kind] if place.kind else [])])
    if place.page != "record_add":
        return Missing(finding, place.words, address, place.asks)
    kind = _sign_off(finding)
    known: dict[str, object] = {"quarter": which.covers} if which.quarterly else {"period": which.last_month}
    known |= {"kind": kind} if kind else {}
    back = reverse("report_preview", args=[slug, year, which.report, which.covers])
    words = f"Record {SIGNED[kind]}" if kind in SIGNED else place.words
    return Missing(finding, words, f"{address}?{urlencode({**known, 'next': back})}", KEEPERS[KINDS[place.kind].kind])


def _sign_off(finding: Finding) -> str:
    """The kind of sign-off that a finding misses; empty where it misses something else."""
    if finding.code == "report.no_lead_commissioning":
        return "lead_commissioning"
    lacks = finding.message if finding.code == "report.not_signed" else ""
    return next((kind for kind, what in SIGNED.items() if f" {what} " in lacks), "")
