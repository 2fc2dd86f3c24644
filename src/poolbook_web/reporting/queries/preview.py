"""A report as it would be issued now, and what it still lacks, each thing with the page where it is recorded."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from django.urls import reverse

from poolbook import reports
from poolbook.book import Book
from poolbook.findings import Finding, Severity, error
from poolbook.reports import Report
from poolbook_web.partners.models import FundYear
from poolbook_web.people import queries as people
from poolbook_web.people.models import Person
from poolbook_web.reporting.models import Issued
from poolbook_web.reporting.models.which import Which
from poolbook_web.reporting.store import books
from poolbook_web.reporting.store import issued as store

#: Where what a report lacks is put in: the words of the link, the name of the page, and what else its address takes.
PLACES: Mapping[str, tuple[str, str, tuple[object, ...]]] = {
    "report.no_measures": ("Record a measure", "record_add", ("measures",)),
    "report.variance_not_explained": ("Explain a variance", "record_add", ("explanations",)),
    "report.no_commentary": ("Comment on a scheme", "record_add", ("comments",)),
    "report.not_signed": ("Record a sign-off", "record_add", ("sign-offs",)),
    "report.no_lead_commissioning": ("Record it", "record_add", ("sign-offs",)),
    "report.contribution_overdue": ("What falls due", "record_list", ("dues",)),
    "report.undecided": ("Who bears what", "settlement", ()),
    "report.period_open": ("The periods of the year", "year", ()),
    "report.not_open": ("Open the books", "year", ()),
    "report.no_expenditure": ("Bring in an extract", "imports", ()),
    "report.no_income": ("The terms", "terms", ()),
    "report.illustrative_figures": ("The terms", "terms", ()),
    "report.agreement_not_in_force": ("The terms", "terms", ()),
    "reporting.prepared_by_you": ("Sign-offs", "record_list", ("sign-offs",)),
    "report.not_statutory": ("All reports", "reports", ()),
}


@dataclass(frozen=True)
class Missing:
    """One thing that a report lacks, and where to put it in (no address where nothing can be done about it)."""

    finding: Finding
    words: str
    address: str


@dataclass(frozen=True)
class Page:
    """A report as it stands: what stops its issue, what whoever issues it should answer, the digest by which an order
    to issue knows what was looked at, and the versions issued before, the latest first."""

    which: Which
    report: Report
    stops: tuple[Missing, ...]
    answers: tuple[Missing, ...]
    seen: str
    versions: tuple[Issued, ...]

    @property
    def number(self) -> int:
        """The number of the version that would be issued."""
        return len(self.versions) + 1

    @property
    def rest(self) -> tuple[Finding, ...]:
        """The report's findings that are not said above it."""
        said = {each.finding for each in (*self.stops, *self.answers)}
        return tuple(each for each in self.report.findings if each not in said)


def preview(fund_year: FundYear, which: Which, *, at: datetime, by: Person | None = None) -> Page:
    """The report as everything stands; ``by`` is who would issue it. Raises :class:`poolbook.findings.Refused` where no
    terms are in force."""
    book = books.standing(fund_year, at).book
    report = reports.make(book, which.request())
    stops = [*reports.can_issue(book, which.request()), *prepared_by(book, which, by)]
    lacks = dict.fromkeys([*stops, *_no_commentary(report)])
    places = [_missing(each, fund_year) for each in lacks]
    return Page(
        which,
        report,
        tuple(each for each in places if each.finding.severity is Severity.ERROR),
        tuple(each for each in places if each.finding.severity is Severity.WARNING),
        store.digest(report),
        tuple(store.versions(fund_year, which)),
    )


def labelled(report: Report) -> Report:
    """A preview that says so wherever it is printed: on its face, on each sheet, at the head of each page."""
    return replace(report, subtitle=f"PREVIEW, NOT ISSUED. {report.subtitle}")


def prepared_by(book: Book, which: Which, by: Person | None) -> Iterator[Finding]:
    """An error where the records of the quarter say that whoever would issue it prepared it."""
    if by is None or not which.quarterly:
        return
    for each in book.records:
        if (each.quarter, each.kind) == (which.covers, "prepared") and _is(by, each.by):
            message = "the records say that you prepared this report: somebody else reads it and issues it"
            yield error("reporting.prepared_by_you", message)
            return


def _is(person: Person, named: str) -> bool:
    """Whether a signature is somebody's: it holds their whole name, or is their post, as now or as before."""
    names, posts = people.known_as(person)
    said = _words(named)
    return any(f" {_words(name)} " in f" {said} " for name in names) or any(_words(post) == said for post in posts)


def _words(text: str) -> str:
    """The words of a name alone, however it is written.

    >>> _words("O’Brien,  ANN (Dr)")
    'o brien ann dr'
    """
    return " ".join(re.findall(r"\w+", text.casefold()))


def _no_commentary(report: Report) -> Iterable[Finding]:
    return (each for each in report.findings if each.code == "report.no_commentary")


def _missing(finding: Finding, fund_year: FundYear) -> Missing:
    words, name, more = PLACES.get(finding.code, ("", "", ()))
    address = reverse(name, args=[fund_year.fund.slug, fund_year.year, *more]) if name else ""
    return Missing(finding, words, address)
