"""Make a pack, the folder of one fund's year, from a commented template.

It comes filled in with a small illustrative fund, so that every other command has something to work on. Nothing that is
there already is written over."""

from __future__ import annotations

import argparse
from pathlib import Path

from poolbook import folder
from poolbook.cli.output import Exit

EXAMPLES = """\
example:
  poolbook new mental-health-2025-26

exit codes: 0 made; 1 refused (a file is there already)"""


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument("pack", metavar="PACK", type=Path, help="the folder to make")


def run(given: argparse.Namespace) -> int:
    """Write the templates."""
    for path in folder.new(given.pack):
        print(f"made {path}")
    print(f"fill them in, then: poolbook check {given.pack}")
    return Exit.DONE
