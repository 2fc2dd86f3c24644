"""A journal for beancount (https://beancount.github.io), version 3.

Source: docs/reference/ledger.md, "Exports"; the Beancount Language Syntax.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from poolbook import money
from poolbook.export.journal import LEGEND, Books, Journal, journal
from poolbook.export.names import name_of
from poolbook.ledger.model import Layer


def beancount(books: Books, layers: Collection[Layer] = (Layer.ACTUAL,)) -> str:
    """The books as text; ``bean-check`` accepts it if and only if it finds the same balances, to the penny."""
    return "".join(f"{line}\n" for line in _lines(journal(books, layers)))


def _lines(written: Journal) -> Iterator[str]:
    yield f'option "title" {_text(written.title)}'
    yield 'option "operating_currency" "GBP"'
    if written.illustrative:
        yield f"; {LEGEND}"
    yield ""
    for place in written.balances:
        yield f"{written.first} open {name_of(place)} GBP"
        if place in written.illustrative:
            yield "  illustrative: TRUE"
    for entry, postings in written.entries:
        yield ""
        if not postings:
            yield f"; entry {entry.number} ({entry.kind}, period {entry.period}) moves no money here"
            continue
        yield f"{entry.date} * {_text(entry.by)} {_text(entry.description)}"
        yield f'  entry: "{entry.number}"'
        yield f'  kind: "{entry.kind}"'
        yield f"  source: {_text(entry.source)}"
        yield f'  hash: "{entry.hash}"'
        for each in postings:
            yield f"  {name_of(each.place)}  {money.plain(each.pence)} GBP"
            yield f'    period: "{each.period}"'
            if each.contract:
                yield f"    contract: {_text(each.contract)}"
            if each.place in written.illustrative:
                yield "    illustrative: TRUE"
    yield ""
    for place, pence in written.balances.items():
        # Without "~ 0" beancount lets a balance be a penny out.
        yield f"{written.after} balance {name_of(place)}  {money.plain(pence)} ~ 0 GBP"


def _text(text: str) -> str:
    """A text in quotation marks, its line breaks written as such."""
    for plain, written in (("\\", "\\\\"), ('"', '\\"'), ("\n", "\\n"), ("\r", "\\r"), ("\t", "\\t")):
        text = text.replace(plain, written)
    return f'"{text}"'
