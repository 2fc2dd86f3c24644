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
  poolbook export my-fund-2025-26-pack.zip --to beancount > my-fund.beancount

exit codes: 0 written; 1 refused"""


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    packs.or_zip_argument(parser)
    parser.add_argument("--to", choices=tuple(EXPORTS), required=True, help="which program reads it")


def run(given: argparse.Namespace) -> int:
    """Write the journal to standard output."""
    with folder.unpacked(given.pack) as path:
        sys.stdout.write(EXPORTS[given.to](folder.read(path)))
    return Exit.DONE
