"""What the agreement says, on a day or as it was last put."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db.models import QuerySet
from django.http import Http404
from django.utils.timezone import localdate

from poolbook.findings import Finding, Refused, error
from poolbook.importing.rules import Rules
from poolbook.reports.model import Column, Kind, Row, Table
from poolbook.terms.check import check
from poolbook.terms.model import Terms
from poolbook_web.agreements import store
from poolbook_web.agreements.models import RulesVersion, TermsVersion
from poolbook_web.partners.models import Fund, FundYear


def versions(fund_year: FundYear) -> QuerySet[TermsVersion]:
    """Every version of the terms, the newest first."""
    return store.versions(TermsVersion, fund_year)


def rules_versions(fund_year: FundYear) -> QuerySet[RulesVersion]:
    """Every version of the rules, the newest first."""
    return store.versions(RulesVersion, fund_year)


def version_or_404(fund_year: FundYear, number: int) -> TermsVersion:
    """A version of the terms by its number."""
    found = versions(fund_year).filter(number=min(number, 2**31 - 1)).first()
    if found is None:
        raise Http404
    return found


def terms_version(fund_year: FundYear, at: datetime | None = None) -> TermsVersion:
    """The version in force on the day of ``at`` and known by then; without it, the one put last. Raises
    :class:`Refused` where there is none."""
    found = store.in_force(TermsVersion, fund_year, at)
    if found is None:
        raise Refused([error("agreements.no_terms", f"no terms are in force for {fund_year}: put them first")])
    return found


def terms_version_or_none(fund_year: FundYear, at: datetime | None = None) -> TermsVersion | None:
    """The same; None where there is none."""
    return store.in_force(TermsVersion, fund_year, at)


def terms(fund_year: FundYear, at: datetime | None = None) -> Terms:
    """The same, typed."""
    return typed(terms_version(fund_year, at))


def typed(version: TermsVersion) -> Terms:
    """What a version says."""
    return store.typed(version.text)


def findings(version: TermsVersion) -> list[Finding]:
    """What the checks say of a version: warnings to answer and notes, each at its line."""
    return check(typed(version), store.terms_document(version.text))


def rules_version(fund_year: FundYear, at: datetime | None = None) -> RulesVersion | None:
    """The rules in force; None before any were put."""
    return store.in_force(RulesVersion, fund_year, at)


def rules(fund_year: FundYear, at: datetime | None = None) -> Rules:
    """The same, typed and checked against the terms; rules that answer nothing where none were put. Raises
    :class:`Refused` where the terms have moved away from under the rules."""
    found = rules_version(fund_year, at)
    return store.rules(found.text if found else "", terms(fund_year, at))


def year_or_404(fund: Fund, year: str) -> FundYear:
    """A year of a fund by its label, with its fund at hand."""
    found = FundYear.objects.filter(fund=fund, year=year).first()
    if found is None:
        raise Http404
    found.fund = fund
    return found


def versions_table(found: Sequence[TermsVersion]) -> Table:
    """Versions as a list: which, from when, by whom and why."""
    columns = (
        Column("Version", Kind.COUNT), Column("In force from", Kind.DATE), Column("Put by"),
        Column("Put on", Kind.DATE), Column("Why"), Column("SHA-256"),
    )  # fmt: skip
    rows = tuple(
        Row(
            (
                each.number,
                each.since,
                each.by.name if each.by else "Poolbook",
                localdate(each.at),
                each.why,
                each.sha256,
            )
        )
        for each in found
    )
    return Table("Versions of the terms", columns, rows)
