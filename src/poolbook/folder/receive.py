"""Extracts into a pack: the importer plugged into a draft, all of a command's files or none.

Source: docs/reference/imports.md; docs/reference/packs.md, "Writing".
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import polars as pl

from poolbook import importing
from poolbook.folder.acts import post_opening
from poolbook.folder.draft import Draft, draft
from poolbook.folder.pack import Pack, read
from poolbook.folder.tables import Import
from poolbook.importing import ImportResult, Outcome, Place, Rules, Standing, Upload, agree_with_balance
from poolbook.importing.ports import Before
from poolbook.importing.post import STORED
from poolbook.importing.rules import EMPTY
from poolbook.importing.run import Progress, silent
from poolbook.ledger import periods
from poolbook.ledger.model import EntryKind, Transfer
from poolbook.terms.model import Terms


def receive(
    path: Path,
    files: Sequence[Path | Upload],
    *,
    by: str,
    at: datetime,
    rules: Path | None = None,
    accept_rejected: bool = False,
    source: str = "",
    progress: Progress = silent,
) -> ImportResult:
    """Import files into the pack at ``path``, by its own rules or those of the file ``rules``.

    The first import opens the year's books, as the terms give them. Everything is stored, in one write, when the
    outcome is ``posted``; otherwise the pack is as it was. Raises
    :class:`poolbook.findings.Refused` where the pack, the rules or a file as a whole cannot be read.
    """
    uploads = [each if isinstance(each, Upload) else Upload.of(each) for each in files]
    with draft(path) as writing:
        pack = writing.pack
        read_rules = _rules(pack, rules)
        opened = () if pack.entries else post_opening(writing, by=by, at=at)
        result = importing.run(
            uploads, read_rules, standing=standing_of(pack), store=writing, by=by, at=at,
            accept_rejected=accept_rejected, source=source, progress=progress,
        )  # fmt: skip
        if result.outcome is Outcome.POSTED:
            writing.commit(by=by, at=at)
            return replace(result, findings=(*opened, *result.findings))
    return result


def close(path: Path, period: int, balance: Path, *, on: date, by: str, at: datetime, source: str = "") -> Pack:
    """Close a period, and every one before it, once the books agree with a trial balance: compared and closed in one
    draft, so that nothing is posted between the two. The closing entry names the file and its SHA-256. Raises
    :class:`Refused` with every difference, and where the file proves nothing."""
    with Upload.of(balance).open() as file:
        upload = Upload(balance.name, data=file.read())
    with draft(path) as act:
        sha256 = reconcile(act, upload, period=period)
        paper = f"{source + '; ' if source else ''}{upload.name}, SHA-256 {sha256}"
        act.keep(periods.close(act.head, year=act.pack.terms.year, period=period, on=on, by=by, at=at, source=paper))
        return act.commit(by=by, at=at)


def reconcile(act: Draft, upload: Upload, *, period: int) -> str:
    """Compare a trial balance with the books, to the end of a period; the SHA-256 of what was compared. Raises
    :class:`Refused` with every difference, and where the file cannot be read or is not wholly answered by the rules."""
    pack = act.pack
    return agree_with_balance(upload, _rules(pack, None), standing_of(pack), act, pack.transfers, period=period)


def rules_of(path: Path, rules: Path | None = None) -> Rules:
    """The rules a pack would import by, checked against its terms. Raises :class:`Refused` with their faults."""
    return _rules(read(path), rules)


def _rules(pack: Pack, rules: Path | None) -> Rules:
    if rules is None and not pack.rules_path.exists():
        return importing.parse_rules(EMPTY, place_of(pack), name=pack.rules_path.name)
    return importing.read_rules(rules or pack.rules_path, place_of(pack))


def place_of(pack: Pack) -> Place:
    """The schemes and contributors that rules of this pack may name."""
    return place_in(pack.terms)


def place_in(terms: Terms) -> Place:
    """The schemes and contributors of these terms."""
    partners = [partner.code for partner in terms.partners]
    units = [unit.code for partner in terms.partners for unit in partner.units]
    groups = [group.code for group in terms.groups]
    return Place(frozenset(scheme.code for scheme in terms.schemes), frozenset([*partners, *units, *groups]))


def standing_of(pack: Pack) -> Standing:
    """Where the pack stands. What was reversed counts as never received, so that it can come again corrected."""
    codings: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for number, source, fields in pack.codings().select("coding", "source", "fields").iter_rows():
        codings[source][fields] = number
    received = [each for each in pack.imports if each.entry not in pack.reversed]
    return Standing(
        year=pack.terms.year,
        place=place_of(pack),
        closed=pack.head.closed,
        files={each.sha256: each.name for each in received},
        rows={each.sha256: each.posted + each.duplicates for each in received},  # the last time that it came
        rejected=_counts((each.sha256, each.rejected) for each in received),
        before=_before(pack, received),
        codings=codings,
        earlier=_earlier(pack, codings),
        journals=lambda: _journals(pack),
    )


def _counts(each: Iterable[tuple[str, int]]) -> dict[str, int]:
    """Counts by file, of all the times that it came."""
    sums: defaultdict[str, int] = defaultdict(int)
    for sha256, count in each:
        sums[sha256] += count
    return sums


def _before(pack: Pack, received: Sequence[Import]) -> Callable[[str], Before | None]:
    """What became of a file received before, whose entries stand."""

    def of_file(sha256: str) -> Before | None:
        mine = [each for each in received if each.sha256 == sha256]
        if not mine:
            return None
        entries = [each.entry for each in mine]
        lines = pl.concat([pack.lines(entry=entry).select(list(STORED)).collect() for entry in entries])
        rejected = pack.rejected().filter(pl.col("entry").is_in(entries))["line_no"]
        return Before(mine[-1].source, lines, frozenset(rejected))

    return of_file


def _journals(pack: Pack) -> Iterator[tuple[str, Transfer]]:
    """The transfers of journals that stand, with their entry's description."""
    kept = {
        entry.number: entry.description
        for entry in pack.entries
        if entry.kind is EntryKind.JOURNAL and entry.number not in pack.reversed
    }
    return ((kept[each.entry], each) for each in pack.transfers if each.entry in kept)


def _earlier(pack: Pack, codings: dict[str, dict[str, int]]) -> Callable[[str], Iterable[pl.DataFrame]]:
    """The stored lines of a source, an entry at a time."""

    def lines(source: str) -> Iterator[pl.DataFrame]:
        if not codings.get(source):
            return
        for each in pack.imports:
            if each.source == source and each.entry not in pack.reversed:
                yield pack.lines(entry=each.entry).select(list(STORED)).collect()

    return lines
