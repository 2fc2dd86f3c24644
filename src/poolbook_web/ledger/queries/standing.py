"""Where the books stand, as an import asks it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

import polars as pl

from poolbook.dates.years import parse_year
from poolbook.folder.receive import place_in, with_received
from poolbook.importing import Standing
from poolbook.ledger.model import EntryKind, Transfer
from poolbook_web.agreements import queries as agreements
from poolbook_web.ledger.models import Coding, Entry, Received
from poolbook_web.ledger.store import books, read
from poolbook_web.partners.models import FundYear


def standing(fund_year: FundYear) -> Standing:
    """The year, its codes, its last closed period, and what was received before. What was reversed counts as never
    received, so that it can come again corrected. Raises :class:`poolbook.findings.Refused` without terms."""
    codings: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for each in Coding.of(fund_year).iterator(10_000):
        codings[each.source][each.fields] = each.number
    kept = Received.objects.filter(entry__in=read.that_stand(fund_year))
    received = list(kept.select_related("entry").order_by("pk"))
    entries = {file.entry.number: file.entry for file in received}
    standing = Standing(
        parse_year(fund_year.year), place_in(agreements.terms(fund_year)), books.unlocked(fund_year).closed,
        codings=codings, journals=lambda: _journals(fund_year),
    )  # fmt: skip
    return with_received(
        standing,
        [read.as_import(file.entry, file) for file in received],
        lines=lambda number: _lines(fund_year, entries[number]),
        rejected=lambda number: read.rejected(entries[number])["line_no"],
    )


def _lines(fund_year: FundYear, entry: Entry) -> Iterator[pl.DataFrame]:
    """The lines of an entry, part by part."""
    run = read.run_of(entry)
    if run is not None:
        yield from read.lines(fund_year, *run)


def _journals(fund_year: FundYear) -> Iterator[tuple[str, Transfer]]:
    """The transfers of journals that stand, with their entry's description."""
    kept = list(read.that_stand(fund_year).filter(kind=EntryKind.JOURNAL))
    words = {each.number: each.description for each in kept}
    return ((words[each.entry], each) for each in read.transfers(fund_year, of=kept))
