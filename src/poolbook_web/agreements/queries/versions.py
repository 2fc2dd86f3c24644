"""What the agreement says, on a day or as it was last put."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from django.db.models import QuerySet
from django.http import Http404
from django.utils.text import slugify
from django.utils.timezone import localdate

from poolbook import yamlfile
from poolbook.findings import Finding, Refused, Where, error, refuse_if
from poolbook.folder import names
from poolbook.importing.rules import Rules
from poolbook.reports.model import Column, Kind, Row, Section, Table
from poolbook.terms.check import check
from poolbook.terms.model import Terms
from poolbook.terms.read import of
from poolbook.yamlfile import Document
from poolbook.yamlfile.document import MAX_BYTES
from poolbook_web.agreements import store
from poolbook_web.agreements.models import RulesVersion, TermsVersion
from poolbook_web.base import personal
from poolbook_web.partners.models import Fund, FundYear
from poolbook_web.people.models import name_of


def versions(fund_year: FundYear) -> QuerySet[TermsVersion]:
    """Every version of the terms, the newest first."""
    return store.versions(TermsVersion, fund_year)


def rules_versions(fund_year: FundYear) -> QuerySet[RulesVersion]:
    """Every version of the rules, the newest first."""
    return store.versions(RulesVersion, fund_year)


def version_or_404(fund_year: FundYear, number: int) -> TermsVersion:
    """A version of the terms by its number."""
    found = versions(fund_year).filter(number=number).first()
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


def read_terms(data: bytes, of_year: FundYear | None = None) -> tuple[Terms, Document]:
    """What a file of terms says. Raises :class:`Refused` with every fault of form, and each line with an NHS number
    that is not in the terms of ``of_year`` already."""
    refuse_if(too_large(data, names.TERMS))
    document = yamlfile.parse(data, name=names.TERMS)
    before = store.text_before(TermsVersion, of_year) if of_year else ""
    refuse_if(personal.refused_lines(data.decode(), names.TERMS, before=before))
    return of(document), document


def check_new(terms: Terms, document: Document) -> tuple[Finding, ...]:
    """What the checks say of the terms of a fund that is to be started. Raises :class:`Refused` with every error, among
    them a host that is not named, since the pool manager is the host's officer, and a fund that is there already."""
    found = check(terms, document)
    if terms.host is None:
        message = "the terms name no host, whose officer the pool manager is: add host, with the partner that hosts"
        found = [*found, error("agreements.no_host", message, document.where(("host",)))]
    if Fund.objects.filter(slug=slug_of(terms)).exists():
        message = f"there is a fund with the code {terms.fund.code} on this site already: a fund's code is its own"
        found = [*found, error("agreements.fund_there", message, document.where(("fund", "code")))]
    return refuse_if(found)


def slug_of(terms: Terms) -> str:
    """How a fund stands in addresses: by its code."""
    return slugify(terms.fund.code.replace(".", "-"))


def too_large(data: bytes, name: str) -> Iterator[Finding]:
    """A file that nobody wrote by hand."""
    if len(data) > MAX_BYTES:
        yield error("yaml.too_large", f"the file is over {MAX_BYTES:,} bytes", Where(file=name))


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
                name_of(each.by),
                localdate(each.at),
                each.why,
                each.sha256,
            )
        )
        for each in found
    )
    return Table("Versions of the terms", columns, rows)


def faults(found: Sequence[Finding], data: bytes) -> Section | None:
    """Every fault of a file, with the line as it stands there; None where there is none. Many a message begins with a
    code of the file, so none is given a capital letter."""
    if not found:
        return None
    lines = data.decode(errors="replace").splitlines()

    def text(line: int | None) -> str:
        return lines[line - 1].strip()[:200] if line and line <= len(lines) else ""

    columns = (
        Column("Line", Kind.COUNT), Column("Key"), Column("What stands there"), Column("What is wrong"),
        Column("Weight"),
    )  # fmt: skip
    rows = (
        Row((each.where.line, each.where.key, text(each.where.line), each.message, each.severity.value))
        for each in found
    )
    return Section("", "What is wrong with the file", (), (Table("Line by line", columns, tuple(rows)),))
