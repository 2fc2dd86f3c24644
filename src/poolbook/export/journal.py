"""What every export writes down: entries with their postings, and the balances they end in.

Source: docs/reference/ledger.md, "Exports".
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol

from poolbook.export.names import Place
from poolbook.ledger.model import Entry, Layer, Transfer
from poolbook.standins import Standins
from poolbook.terms.model import Terms

#: What both programs' journals say of marked places.
LEGEND = "An account marked illustrative takes in a stand-in figure: the papers do not give it."


@dataclass(frozen=True, slots=True)
class Posting:
    """One end of a transfer: ``pence``, debit positive."""

    place: Place
    pence: int
    period: int
    contract: str


@dataclass(frozen=True)
class Journal:
    """A ledger to export: its title, its entries with their postings, what each place ends at, and which of the places
    take in a stand-in."""

    title: str
    entries: Sequence[tuple[Entry, Sequence[Posting]]]
    balances: Mapping[Place, int]
    illustrative: Collection[Place]

    @property
    def first(self) -> date:
        """The day of the earliest entry."""
        return min((entry.date for entry, _ in self.entries), default=date(1970, 1, 1))

    @property
    def after(self) -> date:
        """The day after the latest entry."""
        return max((entry.date for entry, _ in self.entries), default=date(1970, 1, 1)) + timedelta(days=1)


class Books(Protocol):
    """What can be exported: the terms, and the ledger; a pack is one."""

    @property
    def terms(self) -> Terms:
        """Whose books they are."""

    @property
    def entries(self) -> Sequence[Entry]:
        """Every entry, in order."""

    @property
    def transfers(self) -> Sequence[Transfer]:
        """Every transfer, in order."""


def journal(books: Books, layers: Collection[Layer]) -> Journal:
    """The journal of these layers; a nil transfer has nothing to post."""
    postings: defaultdict[int, list[Posting]] = defaultdict(list)
    balances: defaultdict[Place, int] = defaultdict(int)
    for each in books.transfers:
        if each.layer in layers and each.amount:
            for account, pence in ((each.debit, each.amount), (each.credit, -each.amount)):
                place = Place(each.layer, account, each.scheme, each.partner)
                postings[each.entry].append(Posting(place, pence, each.period, each.contract))
                balances[place] += pence
    title = f"{books.terms.fund.name}, {books.terms.year}"
    entries = [(entry, postings[entry.number]) for entry in books.entries]
    standins = Standins.of(books.terms)
    marked = {each for each in balances if standins.hold(each.layer, each.account, each.scheme, each.partner)}
    return Journal(title, entries, dict(sorted(balances.items())), marked)
