"""The tables of the ledger: the books themselves, and what waits to be posted to them."""

from poolbook_web.ledger.models.books import (
    KINDS,
    LAYERS,
    SPAN,
    Balance,
    Books,
    Coding,
    Entry,
    Line,
    Numbered,
    Received,
    Rejected,
    Transfer,
)
from poolbook_web.ledger.models.proposals import Answer, Marked, Proposal, Proposed, Reversing

__all__ = [
    "KINDS",
    "LAYERS",
    "SPAN",
    "Answer",
    "Balance",
    "Books",
    "Coding",
    "Entry",
    "Line",
    "Marked",
    "Numbered",
    "Proposal",
    "Proposed",
    "Received",
    "Rejected",
    "Reversing",
    "Transfer",
]
