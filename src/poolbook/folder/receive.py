"""Extracts into a pack: the importer plugged into a draft, all of a command's files or none.

Source: docs/reference/imports.md; docs/reference/packs.md, "Writing".
"""

from __future__ import annotations

from collections import Counter, defaultdict
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
from poolbook.importing import ImportResult, Outcome, Place, Rules, Standing, Upload, read_balance
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

    Where the year's books are not open, at first or after the opening was reversed, the import opens them as the terms
    give them. Everything is stored, in one write, when the outcome is ``posted``; otherwise the pack is as it was.
    Raises :class:`poolbook.findings.Refused` where the pack, the rules or a file as a whole cannot be read.
    """
    uploads = [each if isinstance(each, Upload) else Upload.of(each) for each in files]
    with draft(path) as writing:
        pack = writing.pack
        read_rules = _rules(pack, rules)
        opened = () if pack.is_open else post_opening(writing, by=by, at=at)
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
    balance = read_balance(upload, _rules(pack, None), standing_of(pack), act, period=period)
    balance.agree_with(pack.transfers)
    return balance.sha256


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
    standing = Standing(
        pack.terms.year, place_of(pack), pack.head.closed, codings=codings, journals=lambda: _journals(pack)
    )
    return with_received(
        standing,
        [each for each in pack.imports if each.entry not in pack.reversed],
        lines=lambda entry: [pack.lines(entry=entry).select(list(STORED)).collect()],
        rejected=lambda entry: pack.rejected().filter(pl.col("entry") == entry)["line_no"],
    )


def with_received(
    standing: Standing,
    received: Sequence[Import],
    *,
    lines: Callable[[int], Iterable[pl.DataFrame]],
    rejected: Callable[[int], Iterable[int]],
) -> Standing:
    """Where the books stand, by what they received and nobody reversed, so that what a file left can be brought in
    under rules mended since. ``lines`` are the stored lines of an entry, part by part; ``rejected`` the numbers of the
    rows that it kept as faulty."""
    faulty = Counter[str]()
    for each in received:  # the same file may have come several times, and left a little each time
        faulty[each.sha256] += each.rejected

    def before(sha256: str) -> Before | None:
        mine = [each for each in received if each.sha256 == sha256]
        if not mine:
            return None
        parts = [part for each in mine for part in lines(each.entry)]
        kept = frozenset(number for each in mine for number in rejected(each.entry))
        return Before(mine[-1].source, pl.concat([pl.DataFrame(schema=STORED), *parts]), kept)

    def earlier(source: str) -> Iterator[pl.DataFrame]:
        for each in received:
            if each.source == source:
                yield from lines(each.entry)

    return replace(
        standing,
        files={each.sha256: each.name for each in received},
        rows={each.sha256: each.posted + each.duplicates for each in received},  # the last time that it came
        rejected=faulty,
        before=before,
        earlier=earlier,
    )


def _journals(pack: Pack) -> Iterator[tuple[str, Transfer]]:
    """The transfers of journals that stand, with their entry's description."""
    kept = {
        entry.number: entry.description
        for entry in pack.entries
        if entry.kind is EntryKind.JOURNAL and entry.number not in pack.reversed
    }
    return ((kept[each.entry], each) for each in pack.transfers if each.entry in kept)
