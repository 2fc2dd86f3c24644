"""A report as it would be issued now, and what it still lacks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from poolbook import reports
from poolbook.findings import Finding, Severity, error
from poolbook.reports import Report
from poolbook_web.monitoring import store as monitoring
from poolbook_web.monitoring.models import Record
from poolbook_web.partners.models import FundYear
from poolbook_web.people import queries as people
from poolbook_web.people.models import Person
from poolbook_web.reporting.models import Issued
from poolbook_web.reporting.models.which import Which
from poolbook_web.reporting.queries import receipts
from poolbook_web.reporting.queries.missing import Missing, missing
from poolbook_web.reporting.queries.receipts import Here, Receivers
from poolbook_web.reporting.store import books
from poolbook_web.reporting.store import issued as store


@dataclass(frozen=True)
class Page:
    """A report as it stands: what stops its issue, what whoever issues it should answer, the digest by which an order
    to issue knows what was looked at, the versions issued before, the latest first, and who receives it."""

    which: Which
    report: Report
    stops: tuple[Missing, ...]
    answers: tuple[Missing, ...]
    seen: str
    versions: tuple[Issued, ...]
    receivers: Receivers

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
    book = books.current(fund_year, at).book
    report = reports.make(book, which.request())
    here = people.in_fund(fund_year.fund, at)
    receivers = receipts.receivers(fund_year.fund, at, here)
    found = [
        *reports.can_issue(book, which.request()),
        *prepared_by(fund_year, which, by, here),
        *_no_commentary(report),
        *receipts.nobody_receives(receivers),
    ]
    places = [missing(each, fund_year, which) for each in dict.fromkeys(found)]
    return Page(
        which,
        report,
        tuple(each for each in places if each.finding.severity is Severity.ERROR),
        tuple(each for each in places if each.finding.severity is Severity.WARNING),
        store.digest(report),
        tuple(store.versions(fund_year, which)),
        receivers,
    )


def labelled(report: Report) -> Report:
    """A preview that says so wherever it is printed: on its face, on each sheet, at the head of each page."""
    return replace(report, subtitle=f"PREVIEW, NOT ISSUED. {report.subtitle}")


def prepared_by(fund_year: FundYear, which: Which, by: Person | None, here: Here) -> Iterator[Finding]:
    """An error where the records of the quarter say that whoever would issue it prepared it: by their name, their post
    or their role, and in a record of their own by any part of their name."""
    if by is None or not which.quarterly:
        return
    said_so = list(monitoring.in_force(Record, fund_year).filter(kind="prepared", quarter=which.covers))
    if not said_so:
        return
    names, posts = people.known_as(by)
    whole, parts = {_words(each) for each in names}, {part for each in names for part in _words(each).split()}
    titles = {_words(each) for each in (*posts, *(each.get_role_display() for each in here.get(by, ())))}
    for each in said_so:
        said = _words(each.by)
        own = each.recorded_by_id == by.pk and not parts.isdisjoint(said.split())
        if own or said in titles or any(f" {name} " in f" {said} " for name in whole):
            message = "the records say that you prepared this report: somebody else reads it and issues it"
            yield error("reporting.prepared_by_you", message)
            return


def _words(text: str) -> str:
    """The words of a name alone, however it is written.

    >>> _words("O’Brien,  ANN (Dr)")
    'o brien ann dr'
    """
    return " ".join(re.findall(r"\w+", text.casefold()))


def _no_commentary(report: Report) -> Iterable[Finding]:
    return (each for each in report.findings if each.code == "report.no_commentary")
