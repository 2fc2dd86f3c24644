"""Reverse an entry: post its mirror, so that every balance is as it was before, and both stay in the history.

Each transfer is mirrored in its own period while that is open, otherwise in the first open one, so that nothing already
reported moves. A wrong import is undone as one act; its lines then no longer count as received, so the right file can
come in."""

from __future__ import annotations

import argparse

from poolbook import folder
from poolbook.cli import packs, who
from poolbook.cli.output import Exit
from poolbook.dates.years import PERIODS

EXAMPLES = """\
example:
  poolbook reverse my-fund 3 --why "April came twice, under two names" --by "A Patel"

exit codes: 0 reversed; 1 refused (no such entry, reversed already, no reason)"""


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    packs.argument(parser)
    parser.add_argument("entry", metavar="ENTRY", type=int, help="the number of the entry")
    who.arguments(parser, why=True)


def run(given: argparse.Namespace) -> int:
    """Post the mirror."""
    at = who.at(given)
    closed = folder.read(given.pack).head.closed
    pack = folder.reverse(
        given.pack,
        given.entry,
        on=at.date(),
        period=min(closed + 1, PERIODS[-1]),
        why=given.why,
        by=who.by(given),
        at=at,
    )
    print(f"entry {given.entry} is reversed by entry {pack.head.number}")
    return Exit.DONE
