"""Where the books stand, as an import asks it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator

import polars as pl

from poolbook.dates.years import parse_year
from poolbook.folder.receive import place_in
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
    undone = Entry.objects.filter(fund_year=fund_year, reverses__isnull=False).values("reverses")
    kept = Received.objects.filter(entry__fund_year=fund_year).exclude(entry__number__in=undone).order_by("pk")
    return Standing(
        year=parse_year(fund_year.year),
        place=place_in(agreements.terms(fund_year)),
        closed=books.state(fund_year).closed,
        files=dict(kept.values_list("sha256", "name")),
        codings=codings,
        earlier=_earlier(fund_year, list(kept.select_related("entry"))),
        journals=lambda: _journals(fund_year),
    )


def _earlier(fund_year: FundYear, kept: list[Received]) -> Callable[[str], Iterable[pl.DataFrame]]:
    """The stored lines of a source."""

    def of_source(source: str) -> Iterator[pl.DataFrame]:
        for each in kept:
            run = read.run_of(each.entry) if each.source == source else None
            if run is not None:
                yield from read.lines(fund_year, *run)

    return of_source


def _journals(fund_year: FundYear) -> Iterator[tuple[str, Transfer]]:
    """The transfers of journals that stand, with their entry's description."""
    undone = Entry.objects.filter(fund_year=fund_year, reverses__isnull=False).values("reverses")
    kept = list(read.entries(fund_year).filter(kind=EntryKind.JOURNAL).exclude(number__in=undone))
    words = {each.number: each.description for each in kept}
    return ((words[each.entry], each) for each in read.transfers(fund_year, of=kept))
