"""Close a period, and every one before it: nothing more is posted into them, and late items go to the open period.

With --trial-balance the books are first compared with the host's own, account by account and scheme by scheme by the
pack's rules: a difference stops the close, and the closing entry names the file and its SHA-256. No period is opened
again."""

from __future__ import annotations

import argparse
from pathlib import Path

from poolbook import folder
from poolbook.cli import packs, who
from poolbook.cli.output import Exit
from poolbook.dates.years import PERIODS, month_name
from poolbook.folder import receive

EXAMPLES = """\
example:
  poolbook close my-fund 3 --trial-balance TB-2025-06.csv --by "A Patel"
  poolbook close my-fund 3 --to "balances agreed by email, 8 July 2025"

exit codes: 0 closed; 1 refused (closed already, or the trial balance differs)"""


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    packs.argument(parser)
    parser.add_argument("period", metavar="PERIOD", type=int, choices=PERIODS, help="1 (April) to 12, 13 to 15")
    parser.add_argument("--trial-balance", type=Path, metavar="FILE", help="the host's, to compare the books with")
    parser.add_argument("--to", default="", help="what else the period was reconciled to, in words")
    who.arguments(parser)


def run(given: argparse.Namespace) -> int:
    """Close it."""
    at = who.at(given)
    if given.trial_balance is None:
        pack = folder.close(given.pack, given.period, on=at.date(), by=who.by(given), at=at, source=given.to)
    else:
        pack = receive.close(
            given.pack, given.period, given.trial_balance, on=at.date(), by=who.by(given), at=at, source=given.to
        )
    print(f"closed to the end of {month_name(pack.terms.year, given.period)}: entry {pack.head.number}")
    return Exit.DONE
