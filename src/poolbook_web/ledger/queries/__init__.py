"""What is asked of the books: where they stand, an entry, a transfer and its lines, and whether all of it is true."""

from poolbook_web.ledger.queries.books import (
    balances,
    codings,
    entries,
    entries_wanted,
    entry_or_404,
    extracts,
    head,
    head_after,
    is_open,
    last_spent,
    lines,
    received,
    received_in,
    rejected,
    reversed_by,
    search,
    transfer_of_line,
    transfer_or_404,
    transfers,
)
from poolbook_web.ledger.queries.proof import prove
from poolbook_web.ledger.queries.standing import standing
from poolbook_web.ledger.queries.wanted import Wanted

__all__ = [
    "Wanted",
    "balances",
    "codings",
    "entries",
    "entries_wanted",
    "entry_or_404",
    "extracts",
    "head",
    "head_after",
    "is_open",
    "last_spent",
    "lines",
    "prove",
    "received",
    "received_in",
    "rejected",
    "reversed_by",
    "search",
    "standing",
    "transfer_of_line",
    "transfer_or_404",
    "transfers",
]
