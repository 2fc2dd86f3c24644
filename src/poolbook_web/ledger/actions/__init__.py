"""The verbs of the ledger: those of the books, and those by which two people post together."""

from poolbook_web.ledger.actions.books import SERVER, close_period, keep, open_year, post, reverse
from poolbook_web.ledger.actions.proposals import agree, correct, decline, propose, withdraw

__all__ = [
    "SERVER",
    "agree",
    "close_period",
    "correct",
    "decline",
    "keep",
    "open_year",
    "post",
    "propose",
    "reverse",
    "withdraw",
]
