"""Random ledgers: transfers, and histories of entries as :func:`poolbook.ledger.post.post` makes them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from random import Random

from hypothesis import strategies as st

from poolbook.dates.years import FinancialYear
from poolbook.ledger import chain
from poolbook.ledger.chain import Head
from poolbook.ledger.chart import CHART
from poolbook.ledger.model import Entry, EntryKind, Layer, Transfer
from poolbook.ledger.periods import close
from poolbook.ledger.post import Posted, post

AT = datetime(2009, 7, 3, 9, 30, tzinfo=UTC)
ON = date(2009, 7, 3)
EMPTY = chain.start("mental-health", "2009-10")
YEAR = FinancialYear(2009)

ACCOUNTS = [*CHART, "reserves/risk_pool"]
CODES = ["", "MH-01", "day care", "OCC"]
#: Texts as they come: with commas, quotes, line breaks, what a spreadsheet would run, and letters beyond ASCII.
AWKWARD = [
    "Journal",
    "=1+1",
    "a,b",
    'say "so"',
    "two\nlines",
    "two\r\nlines",
    "a\rb",
    "£ – é",
    " x ",
    "'",
    "+44",
    "@x",
    "a\x1fb\u2028c",
]


def transfer(chance: Random, first_period: int = 1) -> Transfer:
    """One transfer, in a period from ``first_period`` on."""
    debit, credit = chance.sample(ACCOUNTS, 2)
    return Transfer(
        entry=0,
        layer=chance.choice(list(Layer)),
        debit=debit,
        credit=credit,
        amount=chance.choice([1, chance.randint(1, 10**12)]),
        period=chance.randint(first_period, 15),
        scheme=chance.choice([*CODES, *AWKWARD]),
        partner=chance.choice(CODES),
        contract=chance.choice(CODES),
    )


@dataclass
class History:
    """A ledger as it grows."""

    head: Head
    entries: list[Entry]
    transfers: list[Transfer]

    def keep(self, posted: Posted) -> Entry:
        """Take in the next entry."""
        self.head = posted.head
        self.entries.append(posted.entry)
        self.transfers.extend(posted.transfers)
        return posted.entry


def journal(head: Head, moved: list[Transfer], *, description: str = "Journal", source: str = "paper 1") -> Posted:
    """An entry with these transfers, in the first open period."""
    return post(
        head,
        moved,
        kind=EntryKind.JOURNAL,
        on=ON,
        period=head.closed + 1,
        description=description,
        source=source,
        by="A. Clerk",
        at=AT,
    )


def history_of(seed: int) -> History:
    """Up to six entries, some of which close a period: the same for the same seed."""
    chance = Random(seed)  # noqa: S311 - chance, not secrecy
    history = History(EMPTY, [], [])
    for _ in range(chance.randint(0, 6)):
        first_open = history.head.closed + 1
        if first_open <= 13 and chance.random() < 0.2:
            history.keep(close(history.head, year=YEAR, period=first_open, on=ON, by="A. Clerk", at=AT))
        else:
            moved = [transfer(chance, first_open) for _ in range(chance.randint(1, 4))]
            text, source = chance.choices(AWKWARD, k=2)
            history.keep(journal(history.head, moved, description=text, source=source))
    return history


#: Random histories; drawn by a seed, which is far quicker than drawing each field.
HISTORIES = st.integers(0, 10**6).map(history_of)
