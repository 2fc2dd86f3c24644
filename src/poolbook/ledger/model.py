"""Entries and transfers: the two records of the ledger.

A transfer takes whole pence out of one account and puts them into another. It holds a single amount for both
sides, so no posting can leave the books out of balance. An entry is the document that carries transfers. Neither
is altered or removed afterwards: a mistake is undone by posting its mirror, and only in a period that is open.

Source: docs/reference/ledger.md; SI 2000/617 reg 7(4) (the host keeps the accounts of the pooled fund).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class Layer(StrEnum):
    """Three books in one: what was agreed, what is promised, what happened."""

    BUDGET = "budget"
    COMMITMENT = "commitment"
    ACTUAL = "actual"


class EntryKind(StrEnum):
    """What sort of document an entry is."""

    OPENING = "opening"  #: the year's budget and opening balance, from the terms
    IMPORT = "import"  #: lines of a host's or partner's extract
    JOURNAL = "journal"  #: transfers that a person wrote out: virements, contributions received, accruals
    REVERSAL = "reversal"  #: the mirror of an earlier entry
    CLOSING = "closing"  #: no transfers: its period, and those before it, take no more


@dataclass(frozen=True, slots=True)
class Transfer:
    """``amount`` pence (never negative; nil only over lines that cancel) from ``credit`` to ``debit``.

    ``debit`` and ``credit`` are account codes of :mod:`poolbook.ledger.chart`; ``scheme``, ``partner`` and
    ``contract`` are dimensions ("" where none applies). ``partner`` is the contributor (partner, unit or
    group) the money comes from, is due to or was incurred by. ``first_line`` to ``last_line`` is the
    contiguous run of line ids that this transfer sums, None where it has no lines.
    """

    entry: int
    layer: Layer
    debit: str
    credit: str
    amount: int
    period: int
    scheme: str = ""
    partner: str = ""
    contract: str = ""
    first_line: int | None = None
    last_line: int | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """A document in the books: what, when, by whom, why and under which authority.

    ``period`` is the period it is posted in; ``source`` names the file or paper it rests on; ``reverses`` is the number
    of the entry it mirrors; ``lines`` is the SHA-256 digest of its lines and of what was received with them ("" when it
    has none); ``previous`` and ``hash`` chain it to the entry before (docs/reference/ledger.md, "The chain").
    """

    number: int
    kind: EntryKind
    date: date
    period: int
    description: str
    source: str
    by: str
    at: datetime
    authority: str = ""
    reverses: int | None = None
    lines: str = ""
    previous: str = ""
    hash: str = ""
