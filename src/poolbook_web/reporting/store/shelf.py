"""Issued reports in and out of packs, each as it is to the byte."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime

from poolbook import reports
from poolbook.dates.years import quarter_of
from poolbook.folder import Pack, issued, names
from poolbook.folder.draft import Draft
from poolbook.folder.issued import Issued as Kept
from poolbook.ledger import chain
from poolbook.reports import Request
from poolbook.terms.read import of as terms_of
from poolbook.yamlfile import parse
from poolbook_web.monitoring.store.pack import Shelf
from poolbook_web.partners.models import FundYear
from poolbook_web.reporting.models import Issued
from poolbook_web.reporting.store import books
from poolbook_web.reporting.store import issued as store


def put(fund_year: FundYear, pack: Pack) -> None:
    """Keep every report of a pack. Those that are one version of one report, made from the same files at one moment,
    are one issue in several formats."""
    together = defaultdict[tuple[object, ...], list[tuple[Kept, Request]]](list)
    for each in issued.all_of(pack):
        request = reports.read_request(each.request)
        made_from = tuple(sorted(each.inputs.items()))
        key = (each.at, request.report, _covers(request), request.version, each.by, each.last_entry, made_from)
        together[key].append((each, request))
    numbers = defaultdict[tuple[str, int], int](int)
    for _, these in sorted(together.items(), key=lambda item: item[0]):
        kept, request = these[0]
        covers = _covers(request)
        numbers[request.report, covers] += 1
        number = numbers[request.report, covers]
        contents = {each.name: issued.contents(pack, each) for each, _ in these}
        inputs = contents[kept.name][1]
        row = Issued(
            fund_year=fund_year, report=request.report, covers=covers, number=number, version=request.version,
            by=kept.by, at=_moment(kept), why="" if number == 1 else "brought in with a pack, which does not say why",
            agreement=_agreement(inputs), last_entry=kept.last_entry, head=kept.head,
        )  # fmt: skip
        store.keep(row, inputs, {each.name: (given, contents[each.name][0]) for each, given in these})


def take(fund_year: FundYear) -> Iterator[tuple[Kept, bytes, dict[str, bytes]]]:
    """Every report issued of a year: its record, its bytes, and the files it was made from."""
    for row in Issued.objects.filter(fund_year=fund_year).order_by("pk"):
        row.fund_year = fund_year
        inputs = books.inputs(row)
        for document in row.documents.all():
            request = reports.as_mapping(reports.read_request(document.request))
            seals = {name: row.inputs[name] for name in inputs}
            kept = Kept(document.name, request, row.by, chain.moment(row.at), row.last_entry, row.head, seals)
            yield kept, bytes(document.data), inputs


def write(fund_year: FundYear, draft: Draft) -> None:
    """Put every issued report into a pack that is being written."""
    for report, data, inputs in take(fund_year):
        draft.keep_issued(report, data, inputs)


SHELF = Shelf(put=put, write=write)


def _covers(request: Request) -> int:
    """The quarter of a quarterly report, the last period of any other."""
    last = request.last(0)
    return quarter_of(max(last, 1)) if request.report == "quarterly" else last


def _agreement(inputs: dict[str, bytes]) -> str:
    """The version of the agreement that a report was made under."""
    return terms_of(parse(inputs[names.TERMS], name=names.TERMS)).agreement.version


def _moment(kept: Kept) -> datetime:
    return datetime.fromisoformat(kept.at).astimezone(UTC)
