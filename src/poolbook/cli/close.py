"""Close a period, and every one before it: nothing more is posted into them, and late items go to the open period.

Name what it was reconciled to with --to, for example the host's trial balance. No period is opened again."""

from __future__ import annotations

import argparse

from poolbook import folder
from poolbook.cli import packs, who
from poolbook.cli.output import Exit
from poolbook.dates.years import PERIODS, month_name

EXAMPLES = """\
example:
  poolbook close my-fund 3 --to "trial balance TB-2025-06" --by "A Patel"

exit codes: 0 closed; 1 refused (closed already)"""


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    packs.argument(parser)
    parser.add_argument("period", metavar="PERIOD", type=int, choices=PERIODS, help="1 (April) to 12, 13 to 15")
    parser.add_argument("--to", default="", help="what the period was reconciled to")
    who.arguments(parser)


def run(given: argparse.Namespace) -> int:
    """Close it."""
    at = who.at(given)
    pack = folder.close(given.pack, given.period, on=at.date(), by=who.by(given), at=at, source=given.to)
    print(f"closed to the end of {month_name(pack.terms.year, given.period)}: entry {pack.head.number}")
    return Exit.DONE
