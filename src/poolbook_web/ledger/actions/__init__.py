"""The verbs of the ledger: those of the books, and those by which two people post together."""

from poolbook_web.ledger.actions.answers import agree, decline, withdraw
from poolbook_web.ledger.actions.books import close_period, keep, open_year, post, reverse
from poolbook_web.ledger.actions.proposals import ask_back, correct, propose

__all__ = [
    "agree",
    "ask_back",
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
