"""Words that several commands share: the pack they work on, and the period they look at."""

from __future__ import annotations

import argparse
from pathlib import Path


def argument(parser: argparse.ArgumentParser) -> None:
    """Add the argument PACK."""
    parser.add_argument("pack", metavar="PACK", type=Path, help="the folder of one fund's year")


def or_zip_argument(parser: argparse.ArgumentParser) -> None:
    """Add the argument PACK, which may be in a zip: for commands that only look."""
    parser.add_argument("pack", metavar="PACK", type=Path, help="the folder of one fund's year, or a zip of it")


def period_arguments(parser: argparse.ArgumentParser) -> None:
    """Add ``--period`` and ``--quarter``, of which one may be given."""
    which = parser.add_mutually_exclusive_group()
    which.add_argument(
        "--period",
        type=int,
        choices=range(16),
        metavar="N",
        help="as at the end of period N (1 is April, 13 to 15 adjust the year; 0 is before it begins)",
    )
    which.add_argument("--quarter", type=int, choices=range(1, 5), metavar="N", help="as at the end of quarter N")
