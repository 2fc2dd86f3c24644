"""Extracts into a pack: the importer plugged into a draft, all of a command's files or none.

Source: docs/reference/imports.md; docs/reference/packs.md, "Writing".
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import polars as pl

from poolbook import importing
from poolbook.findings import Finding, Refused, Where, error
from poolbook.folder.acts import post_opening
from poolbook.folder.draft import draft
from poolbook.folder.pack import Pack, read
from poolbook.importing import ImportResult, Outcome, Place, Rules, Standing, Upload, balances
from poolbook.importing.formats import Shape
from poolbook.importing.layout import recognise
from poolbook.importing.post import STORED
from poolbook.importing.rules import EMPTY
from poolbook.importing.run import Progress, silent
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


def reconcile(pack: Pack, file: Path, *, period: int, rules: Path | None = None) -> tuple[Finding, ...]:
    """Where a host's trial balance and the books differ, to the end of a period: an error for each difference, none
    where they agree. Raises :class:`Refused` where the file cannot be read, or is not wholly answered by the rules."""
    upload, read_rules = Upload.of(file), _rules(pack, rules)
    layout = recognise(upload, upload.identify(), read_rules)
    if layout.format.shape is not Shape.BALANCES:
        message = f"{file.name} is not a trial balance: it is laid out as {layout.format.title}"
        raise Refused([error("import.not_a_balance", message, Where(file=file.name))])
    theirs = balances.figures(layout, read_rules, standing_of(pack))
    return tuple(balances.reconcile(theirs, pack.balances, period=period, where=Where(file=file.name)))


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
        rows={each.sha256: each.rows for each in received},
        codings=codings,
        earlier=_earlier(pack, codings),
        journals=lambda: _journals(pack),
    )


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
