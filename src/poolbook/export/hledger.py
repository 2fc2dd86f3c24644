"""A journal for hledger (https://hledger.org).

Source: docs/reference/ledger.md, "Exports"; hledger's manual, "Journal".
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from poolbook import money
from poolbook.export.journal import LEGEND, Books, Journal, journal
from poolbook.export.names import name_of
from poolbook.ledger.model import Layer


def hledger(books: Books, layers: Collection[Layer] = (Layer.ACTUAL,)) -> str:
    """The books as text; ``hledger check`` accepts it if and only if it finds the same balances, to the penny."""
    return "".join(f"{line}\n" for line in _lines(journal(books, layers)))


def _lines(written: Journal) -> Iterator[str]:
    yield f"; {_line(written.title)}"
    if written.illustrative:
        yield f"; {LEGEND}"
    yield ""
    yield "commodity GBP 1000.00"
    yield ""
    for place in written.balances:
        yield f"account {name_of(place)}{'  ; illustrative' if place in written.illustrative else ''}"
    for entry, postings in written.entries:
        yield ""
        if not postings:
            yield f"; entry {entry.number} ({entry.kind}, period {entry.period}) moves no money here"
            continue
        yield f"{entry.date} * ({entry.number}) {_line(entry.description)}"
        yield f"    ; {entry.kind}, by {_line(entry.by)}, from {_line(entry.source)}, hash {entry.hash}"
        for each in postings:
            said = f", contract {_line(each.contract)}" if each.contract else ""
            said += ", illustrative" if each.place in written.illustrative else ""
            yield f"    {name_of(each.place)}  GBP {money.plain(each.pence)}  ; period {each.period}{said}"
    if written.balances:
        yield ""
        yield f"{written.after} * balances as Poolbook has them"
        for place, pence in written.balances.items():
            yield f"    {name_of(place)}  GBP 0.00 = GBP {money.plain(pence)}"


def _line(text: str) -> str:
    """A text on one line, without what hledger would take for a comment or a note."""
    return " ".join("".join(" " if letter in ";|" or not letter.isprintable() else letter for letter in text).split())
