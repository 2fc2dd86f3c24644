"""Write the books as a journal for hledger or beancount, which add them up for themselves."""

from __future__ import annotations

import argparse
import sys

from poolbook import folder
from poolbook.cli import packs
from poolbook.cli.output import Exit
from poolbook.export import EXPORTS

EXAMPLES = """\
examples:
  poolbook export my-fund --to hledger > my-fund.journal
  poolbook export my-fund --to beancount > my-fund.beancount

exit codes: 0 written; 1 refused"""


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    packs.argument(parser)
    parser.add_argument("--to", choices=tuple(EXPORTS), required=True, help="which program reads it")


def run(given: argparse.Namespace) -> int:
    """Write the journal to standard output."""
    pack = folder.read(given.pack)
    sys.stdout.write(EXPORTS[given.to](pack))
    return Exit.DONE
