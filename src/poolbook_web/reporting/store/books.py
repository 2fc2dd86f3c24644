"""The Book that a report is made from now, and the one that an issued report was made from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from poolbook.book import Book
from poolbook.findings import Refused, error
from poolbook.folder import byhand, names
from poolbook.folder import recorded as core
from poolbook.folder.recorded import Recorded
from poolbook_web.agreements import queries as agreements
from poolbook_web.agreements.models import TermsVersion
from poolbook_web.ledger import queries as ledger
from poolbook_web.monitoring import store as monitoring
from poolbook_web.partners.models import FundYear
from poolbook_web.reporting.models import Issued, Source


@dataclass(frozen=True)
class Current:
    """A Book, and what it was put together from."""

    book: Book
    version: TermsVersion
    recorded: Recorded


def current(fund_year: FundYear, at: datetime) -> Current:
    """Everything as it stands, by the terms in force on the day of ``at``."""
    version = agreements.terms_version(fund_year, at)
    recorded = monitoring.recorded(fund_year, version=version)
    return Current(core.book(recorded, ledger.balances(fund_year), ledger.head(fund_year)), version, recorded)


def sources(of: Current, fund_year: FundYear) -> dict[str, bytes]:
    """The hand-written files of a pack that give the same Book, by name."""
    found = {names.TERMS: of.version.text.encode(), **byhand.files(of.recorded)}
    if (rules := agreements.rules_version(fund_year)) is not None:
        found[names.RULES] = rules.text.encode()
    return dict(sorted(found.items()))


def read_back(files: Mapping[str, bytes], fund_year: FundYear) -> Book:
    """The Book as whoever verifies a report reads it: from the files that are kept of it. Raises :class:`Refused` where
    they cannot be read."""
    return core.book(core.read(files.get), ledger.balances(fund_year), ledger.head(fund_year))


def inputs(issued: Issued) -> dict[str, bytes]:
    """The files that an issued report was made from, by name. Raises :class:`Refused` where one is not there."""
    found = dict[tuple[str, str], bytes]()
    rows = Source.objects.filter(fund_year=issued.fund_year, sha256__in=issued.inputs.values())
    for name, sha256, data in rows.values_list("name", "sha256", "data"):
        found[name, sha256] = bytes(data)
    wanted: Mapping[str, str] = issued.inputs
    missing = [name for name, sha256 in wanted.items() if (name, sha256) not in found]
    if missing:
        message = f"what {issued} was made from is not there any more: {', '.join(missing)}"
        raise Refused([error("reporting.source_missing", message)])
    return {name: found[name, sha256] for name, sha256 in sorted(wanted.items())}


def book_of(issued: Issued) -> Book:
    """The Book that an issued report was made from: the entries up to the last that it saw, and the files of that
    day."""
    head = ledger.head_after(issued.fund_year, issued.last_entry)
    return core.book(core.read(inputs(issued).get), ledger.balances(issued.fund_year, head), head)
