"""The short acts on a pack: open the year, close a period, reverse an entry, accept what people changed by hand.

Each is one draft: all or nothing, by a person, at a moment.

Source: docs/reference/packs.md, "Writing" and "Changes by hand"; docs/reference/ledger.md, "Opening a year",
"Periods" and "Reversals".
"""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

from poolbook.findings import Finding, Refused, Where, error, note, refuse_if
from poolbook.folder import names
from poolbook.folder.draft import Draft, draft
from poolbook.folder.opening import opening
from poolbook.folder.pack import Pack
from poolbook.ledger import periods
from poolbook.ledger import reverse as reversals
from poolbook.ledger.model import EntryKind
from poolbook.terms.model import Terms


def open_year(path: Path, *, by: str, at: datetime, authority: str = "") -> tuple[Pack, tuple[Finding, ...]]:
    """Post the year's budget, what falls due and the opening balance from the terms, and hand back the pack with what
    the terms left to be said. Raises :class:`Refused` where the year is open already or the terms give no figure."""
    with draft(path) as act:
        if act.pack.is_open:
            message = "the year is open already: reverse its opening entry first, or post the difference"
            raise Refused([error("pack.open_already", message, Where(file=names.ENTRIES))])
        findings = post_opening(act, by=by, at=at, authority=authority)
        if act.head == act.pack.head:
            message = (
                "the terms give no budget, contribution, income or opening balance, so there is nothing to open the "
                "books with: write the figures into the terms, or import; an import needs no opening"
            )
            raise Refused([error("opening.nothing", message, Where(file=names.TERMS))])
        return act.commit(by=by, at=at), findings


def post_opening(act: Draft, *, by: str, at: datetime, authority: str = "") -> tuple[Finding, ...]:
    """Make the opening entry in an act under way, where the terms give any figure; see :func:`open_year`."""
    book = act.pack.book()
    made = opening(book.terms, book.dues, book.closing)
    refuse_if(made.findings)
    if made.transfers:
        act.post(
            made.transfers,
            kind=EntryKind.OPENING,
            on=book.year.first,
            period=act.head.closed + 1,
            description=f"Opening of {book.year}",
            source=papers(book.terms),
            by=by,
            at=at,
            authority=authority,
        )
    return made.findings


def close(path: Path, period: int, *, on: date, by: str, at: datetime, source: str = "", authority: str = "") -> Pack:
    """Close a period, and every one before it; see :func:`poolbook.ledger.periods.close`."""
    with draft(path) as act:
        act.keep(
            periods.close(
                act.head,
                year=act.pack.terms.year,
                period=period,
                on=on,
                by=by,
                at=at,
                source=source,
                authority=authority,
            )
        )
        return act.commit(by=by, at=at)


def reverse(
    path: Path, number: int, *, on: date, period: int, why: str, by: str, at: datetime, authority: str = ""
) -> Pack:
    """Reverse an entry; see :func:`poolbook.ledger.reverse.reverse`."""
    with draft(path) as act:
        act.keep(
            reversals.reverse(
                act.head,
                number,
                entries=act.pack.entries,
                transfers=act.pack.transfers,
                on=on,
                period=period,
                why=why,
                by=by,
                at=at,
                authority=authority,
            )
        )
        return act.commit(by=by, at=at)


def seal(path: Path, *, by: str, at: datetime, why: str) -> tuple[Pack, tuple[Finding, ...]]:
    """Accept every hand-written file as it now is, each change a row of ``history.csv``, and hand back the pack with a
    note for each. Files that Poolbook writes are never accepted: reading the pack refuses them."""
    with draft(path) as act:
        message = f"accepted as it now is, by {by}: {why}"
        notes = tuple(note("pack.accepted", message, Where(file=name)) for name in act.pack.unsealed)
        return act.commit(by=by, at=at, why=why), notes


def papers(terms: Terms) -> str:
    """What the opening entry rests on: the terms, by title and version."""
    version = terms.agreement.version
    return f"{names.TERMS}: {terms.agreement.title}, version {version}"
