"""An issued report: found, shown, and as a file in any format."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.http import Http404

from poolbook.reports import Report
from poolbook_web.partners.models import FundYear
from poolbook_web.people.models import Person
from poolbook_web.reporting.documents import DOCUMENTS
from poolbook_web.reporting.models import Issued
from poolbook_web.reporting.models.which import Which
from poolbook_web.reporting.queries.pictures import pictures
from poolbook_web.reporting.queries.receipts import Receipt, receipts
from poolbook_web.reporting.store import issued as store


@dataclass(frozen=True)
class Version:
    """An issued report as a page shows it; ``latest`` is the version that stands, itself or a later one."""

    issued: Issued
    report: Report
    sha256: str
    latest: Issued
    versions: tuple[Issued, ...]
    receipts: tuple[Receipt, ...]

    @property
    def to_receive(self) -> list[Receipt]:
        """The receipts that whoever looks can still give."""
        stands = self.issued == self.latest
        return [each for each in self.receipts if stands and each.mine and each.record is None]


def issued_or_404(fund_year: FundYear, which: Which, number: int) -> Issued:
    """A version by its number."""
    found = store.versions(fund_year, which).prefetch_related("documents").filter(number=number).first()
    if found is None:
        raise Http404
    found.fund_year = fund_year
    return found


def issued_page(issued: Issued, by: Person, at: datetime) -> Version:
    """The version, with its neighbours and receipts."""
    versions = tuple(store.versions(issued.fund_year, issued.which))
    given = tuple(receipts(issued, by, at))
    return Version(issued, store.report(issued), store.sha256(issued), versions[0], versions, given)


def document(issued: Issued, kind: str) -> bytes:
    """An issued report in a format: the very bytes that were kept, or made from them."""
    kept = store.document(issued, kind)
    if kept is not None:
        return bytes(kept.data)
    report = store.report(issued)
    return DOCUMENTS[kind].make(report, pictures(report))
