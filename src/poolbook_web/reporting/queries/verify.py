"""Whether everything of a year still is as it was written: the books, every issued report, the history."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from poolbook.findings import Finding, Refused, Where, error
from poolbook_web.audit import queries as audit
from poolbook_web.ledger import queries as ledger
from poolbook_web.partners.models import FundYear
from poolbook_web.reporting.models import Document, Issued
from poolbook_web.reporting.store import issued as store


@dataclass(frozen=True)
class Check:
    """One thing looked at: what of, how much there was to look at, and every difference."""

    of: str
    words: str
    found: tuple[Finding, ...]


@dataclass(frozen=True)
class Answer:
    """What verifying a year found, and its one line."""

    checks: tuple[Check, ...]
    line: str

    @property
    def holds(self) -> bool:
        """Whether nothing differs."""
        return not any(each.found for each in self.checks)


def verify(fund_year: FundYear) -> Answer:
    """Work the books out again, make every issued report again, and follow the history from its first event."""
    head = ledger.head(fund_year)
    issued = list(Issued.objects.filter(fund_year=fund_year).prefetch_related("documents"))
    scope = fund_year.history_scope
    checks = (
        Check(
            "The books", f"{head.number:,} entries, the last with the hash {head.hash[:16]}", ledger.prove(fund_year)
        ),
        Check("Issued reports", f"{len(issued):,} made again", tuple(_again(issued, fund_year))),
        Check("The history", audit.answer(scope), audit.check(scope)),
    )
    many = sum(len(each.found) for each in checks)
    differ = "1 thing differs" if many == 1 else f"{many:,} things differ"
    return Answer(
        checks, f"{differ}: each is named below." if many else "Everything holds: books, reports and history."
    )


def _again(issued: Iterable[Issued], fund_year: FundYear) -> Iterator[Finding]:
    for row in issued:
        row.fund_year = fund_year
        for document in row.documents.all():
            document.issued = row
            yield from _one(document)


def _one(document: Document) -> Iterator[Finding]:
    where = Where(file=document.name)
    if store.digest_of(document) != document.sha256:
        yield error("reporting.changed", f"the bytes of {document.name} are not those that were issued", where)
        return
    try:
        again = store.again(document)
    except Refused as refusal:
        message = f"{document.name} cannot be made again: {refusal.findings[0].message}"
        yield error("reporting.refused", message, where)
        return
    if again != bytes(document.data):
        message = f"{document.name}, made again from the books to the entry that it saw, is not what was issued"
        yield error("reporting.differs", message, where)
