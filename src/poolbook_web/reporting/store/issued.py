"""Issued reports: written whole, read, and made again."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from django.db.models import QuerySet

from poolbook import reports
from poolbook.reports import Report, Request
from poolbook.reports.render import json
from poolbook_web.ledger.models import Books
from poolbook_web.partners.models import FundYear
from poolbook_web.partners.store import lock
from poolbook_web.reporting.models import Document, Issued, Source
from poolbook_web.reporting.models.which import Which
from poolbook_web.reporting.store import books

#: What is kept of a report that is issued here: for programs, and for people without any.
FORMATS = ("json", "text")


def hold(fund_year: FundYear) -> None:
    """Hold the year's records and its books until the transaction ends: nothing is recorded, posted or issued
    meanwhile."""
    lock(fund_year)
    list(Books.objects.select_for_update().filter(fund_year=fund_year).values_list("pk", flat=True))


def versions(fund_year: FundYear, which: Which) -> QuerySet[Issued]:
    """Every version of a report, the latest first."""
    found = Issued.objects.filter(fund_year=fund_year, report=which.report, covers=which.covers)
    return found.select_related("fund_year__fund").order_by("-number")


def keep(issued: Issued, files: Mapping[str, bytes], documents: Mapping[str, tuple[Request, bytes]]) -> Issued:
    """Write down a report with what it was made from, and its bytes by their names in a pack."""
    issued.inputs = {name: _sha256(data) for name, data in files.items()}
    issued.save()
    known = set(Source.objects.filter(fund_year=issued.fund_year).values_list("name", "sha256"))
    for name, data in files.items():
        if (name, issued.inputs[name]) not in known:
            Source(fund_year=issued.fund_year, name=name, sha256=issued.inputs[name], data=data).save()
    for name, (request, data) in documents.items():
        Document(
            issued=issued, name=name, format=request.format, request=reports.as_mapping(request), sha256=_sha256(data),
            data=data,
        ).save()  # fmt: skip
    return issued


def document(issued: Issued, form: str) -> Document | None:
    """A report as it was issued in a format, if it was kept in that one."""
    return next((each for each in issued.documents.all() if each.format == form), None)


def report(issued: Issued) -> Report:
    """The report as it was issued; made again from what it saw, where it came in other formats than JSON."""
    if (kept := document(issued, "json")) is not None:
        return json.read(bytes(kept.data))
    request = issued.documents.all()[0].request
    return reports.make(books.book_of(issued), reports.read_request(request))


def sha256(issued: Issued) -> str:
    """The SHA-256 of what was kept, by which a copy is known for the same."""
    return (document(issued, "json") or issued.documents.all()[0]).sha256


def again(document: Document) -> bytes:
    """A document made again from the books to the entry it saw and the files of that day."""
    return reports.perform(books.book_of(document.issued), reports.read_request(document.request))


def digest(report: Report) -> str:
    """The digest of what is on the screen: the same as long as neither books nor records change."""
    return _sha256(json.render(report))


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def digest_of(document: Document) -> str:
    """The SHA-256 of a document's bytes as they are."""
    return _sha256(bytes(document.data))
