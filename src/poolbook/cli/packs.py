"""Words that several commands share: the pack they work on, and the period they look at."""

from __future__ import annotations

import argparse
from pathlib import Path

from poolbook.book import Book
from poolbook.ledger.model import Layer


def argument(parser: argparse.ArgumentParser) -> None:
    """Add the argument PACK."""
    parser.add_argument("pack", metavar="PACK", type=Path, help="the folder of one fund's year")


def period_arguments(parser: argparse.ArgumentParser) -> None:
    """Add ``--period`` and ``--quarter``, of which one may be given."""
    which = parser.add_mutually_exclusive_group()
    which.add_argument("--period", type=int, choices=range(16), metavar="N", help="as at the end of period N (1 is April)")
    which.add_argument("--quarter", type=int, choices=range(1, 5), metavar="N", help="as at the end of quarter N")


def latest(book: Book) -> int:
    """The last period with anything in the actual layer; 0 where nothing has happened yet."""
    return max((cell.period for cell, _ in book.balances if cell.layer is Layer.ACTUAL and cell.account == "spend"), default=0)
