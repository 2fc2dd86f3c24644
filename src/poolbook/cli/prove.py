"""Prove the books: work out lines, transfers, balances and the chain again, and name every difference."""

from __future__ import annotations

import argparse

from poolbook import folder
from poolbook.cli import output, packs

EXAMPLES = """\
examples:
  poolbook prove my-fund
  poolbook prove my-fund-2025-26-pack.zip
  poolbook prove my-fund --json

exit codes: 0 the books are true; 1 something differs"""


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    packs.or_zip_argument(parser)
    parser.add_argument("--json", action="store_true", help="the differences as JSON")


def run(given: argparse.Namespace) -> int:
    """Prove, and answer in one line or by naming what differs."""
    with folder.unpacked(given.pack) as path:
        pack = folder.read(path)
        found = folder.prove(pack)
    counts = f"{len(pack.entries):,} entries, {len(pack.transfers):,} transfers, {pack.last_line:,} lines"
    return output.answer(found, f"the books are true: {counts}", as_json=given.json)
