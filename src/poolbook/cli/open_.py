"""Open a year's books: post budgets, what falls due from partners, and the opening balance, as the terms give them.

`poolbook import` does this by itself when it finds the books not yet open. What the terms leave to be said (a basis not
stated, budgets that contributions do not meet) is printed, and nothing is invented in its place."""

from __future__ import annotations

import argparse

from poolbook import folder
from poolbook.cli import output, packs, who
from poolbook.cli.output import Exit

EXAMPLES = """\
example:
  poolbook open my-fund --by "A Patel"

exit codes: 0 opened; 1 refused (open already, no figure in the terms, or they contradict themselves)"""


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    packs.argument(parser)
    who.arguments(parser)


def run(given: argparse.Namespace) -> int:
    """Post the opening entry."""
    pack, findings = folder.open_year(given.pack, by=who.by(given), at=who.at(given))
    output.show(findings)
    print(f"opened {pack.terms.fund.name}, {pack.terms.year}: entry {pack.head.number}")
    return Exit.DONE
