"""Accept the hand-written files as they now are, with a reason, each change a row of history.csv.

Commands that write do this by themselves; seal is for a change that should stand with its own reason, such as a
variation of the agreement. Files that Poolbook writes are never accepted when changed by hand."""

from __future__ import annotations

import argparse

from poolbook import folder
from poolbook.cli import output, packs, who
from poolbook.cli.output import Exit

EXAMPLES = """\
example:
  poolbook seal my-fund --why "variation 2, signed 4 July 2025" --by "A Patel"

exit codes: 0 accepted; 1 refused (a file that Poolbook writes was changed)"""


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    packs.argument(parser)
    who.arguments(parser, why=True)


def run(given: argparse.Namespace) -> int:
    """Accept them."""
    _, findings = folder.seal(given.pack, by=who.by(given), at=who.at(given), why=given.why)
    output.show(findings)
    print(f"{len(findings)} files accepted" if findings else "nothing had changed")
    return Exit.DONE
