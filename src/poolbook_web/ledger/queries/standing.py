"""Where the books stand, as an import asks it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence

import polars as pl

from poolbook.dates.years import parse_year
from poolbook.folder.receive import place_in
from poolbook.importing import Standing
from poolbook.importing.ports import Before
from poolbook.importing.post import STORED
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
    kept = Received.objects.filter(entry__fund_year=fund_year).exclude(entry__number__in=undone)
    received = list(kept.select_related("entry").order_by("pk"))
    rejected = defaultdict[str, int](int)
    for file in received:  # the same file may have come several times, and left a little each time
        rejected[file.sha256] += file.rejected
    return Standing(
        year=parse_year(fund_year.year),
        place=place_in(agreements.terms(fund_year)),
        closed=books.state(fund_year).closed,
        files={file.sha256: file.name for file in received},
        rows={file.sha256: file.posted + file.duplicates for file in received},  # the last time that it came
        rejected=rejected,
        before=_before(fund_year, received),
        codings=codings,
        earlier=_earlier(fund_year, received),
        journals=lambda: _journals(fund_year),
    )


def _earlier(fund_year: FundYear, received: Sequence[Received]) -> Callable[[str], Iterable[pl.DataFrame]]:
    """The stored lines of a source."""

    def of_source(source: str) -> Iterator[pl.DataFrame]:
        for file in received:
            if file.source == source:
                yield from _lines(fund_year, file)

    return of_source


def _before(fund_year: FundYear, received: Sequence[Received]) -> Callable[[str], Before | None]:
    """What became of a file received before, so that what it left can be brought in under rules mended since."""

    def of_file(sha256: str) -> Before | None:
        mine = [file for file in received if file.sha256 == sha256]
        if not mine:
            return None
        none = pl.DataFrame(schema=STORED)
        lines = pl.concat([none, *(part for file in mine for part in _lines(fund_year, file))])
        rejected = [read.rejected(file.entry)["line_no"] for file in mine]
        return Before(mine[-1].source, lines, frozenset(number for each in rejected for number in each))

    return of_file


def _lines(fund_year: FundYear, file: Received) -> Iterator[pl.DataFrame]:
    """The lines of the entry that a file brought, part by part."""
    run = read.run_of(file.entry)
    if run is not None:
        yield from read.lines(fund_year, *run)


def _journals(fund_year: FundYear) -> Iterator[tuple[str, Transfer]]:
    """The transfers of journals that stand, with their entry's description."""
    undone = Entry.objects.filter(fund_year=fund_year, reverses__isnull=False).values("reverses")
    kept = list(read.entries(fund_year).filter(kind=EntryKind.JOURNAL).exclude(number__in=undone))
    words = {each.number: each.description for each in kept}
    return ((words[each.entry], each) for each in read.transfers(fund_year, of=kept))
