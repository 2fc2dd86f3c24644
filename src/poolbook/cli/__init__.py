"""The command ``poolbook``: packs in, figures out.

One small file a command. This package alone reads the clock and the name of the person at the keyboard; everything
beneath it takes them as arguments. Exit codes are those of :class:`Exit`.

Source: docs/reference/commands.md.
"""

from __future__ import annotations

import argparse
import functools
import importlib
import io
import os
import sys
from collections.abc import Sequence
from typing import NoReturn

from poolbook import __version__
from poolbook.cli import output
from poolbook.cli.output import Exit
from poolbook.findings import Refused

#: Every command, in the order a fund's year meets them: the module that runs it, and its line in the help.
COMMANDS = {
    "new": ("poolbook.cli.new", "a commented template of a pack"),
    "check": ("poolbook.cli.check", "what the agreement leaves open, and what contradicts itself or the law"),
    "try": ("poolbook.cli.try_", "run worked examples and compare them with what they expect"),
    "open": ("poolbook.cli.open_", "post the year's opening entry: budgets and contributions as the terms give them"),
    "import": ("poolbook.cli.import_", "bring in ledger listings, spend files, spreadsheets and journals"),
    "reverse": ("poolbook.cli.reverse", "mirror an entry in the open period, with a reason"),
    "forecast": ("poolbook.cli.forecast", "record the month-end forecast, or an officer's override"),
    "close": ("poolbook.cli.close", "close a period: nothing more is posted into it"),
    "position": ("poolbook.cli.position", "where every scheme and partner stands"),
    "report": ("poolbook.cli.report", "write a report; with --issue, freeze it in the pack"),
    "settle": ("poolbook.cli.settle", "who would bear the variance, rule by rule"),
    "prove": ("poolbook.cli.prove", "recompute lines, transfers, balances and the chain"),
    "verify": (
        "poolbook.cli.verify",
        "prove the pack, compare every file with the manifest, make every issued report again",
    ),
    "seal": ("poolbook.cli.seal", "accept hand-written files as they now are, with a reason"),
    "export": ("poolbook.cli.export", "the books for hledger or beancount"),
}

DESCRIPTION = """\
Poolbook keeps the books of a section 75 pooled fund, settles its over- and underspends by the agreement, and writes its
reports. A fund's year is a folder, called a pack."""

EPILOG = f"""\
a first session:
  poolbook new my-fund                                   a template to fill in
  poolbook check my-fund                                 what the agreement leaves open
  poolbook import my-fund april.csv may.csv              the host's ledger, mapped by my-fund/rules.yaml
  poolbook position my-fund                              where every scheme and partner stands
  poolbook report quarterly my-fund --quarter 1 --format xlsx > q1.xlsx

exit codes:
{output.exit_codes()}

`poolbook COMMAND --help` explains a command, with examples."""


class _Parser(argparse.ArgumentParser):
    """argparse, whose own code for a wrong command line (2) is the one that here means: waits for an answer."""

    def error(self, message: str) -> NoReturn:
        self.print_usage(sys.stderr)
        self.exit(Exit.USAGE, f"{self.prog}: {message}\n")


@functools.cache
def parser(only: str | None = None) -> argparse.ArgumentParser:
    """The command line. Only the module of the command ``only`` is loaded, so that starting costs what it needs."""
    top = _Parser(
        prog="poolbook", description=DESCRIPTION, epilog=EPILOG, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    top.add_argument("--version", action="version", version=f"poolbook {__version__}")
    commands = top.add_subparsers(dest="command", metavar="COMMAND", required=True, title="commands")
    for name, (module, in_short) in COMMANDS.items():
        sub = commands.add_parser(name, help=in_short, formatter_class=argparse.RawDescriptionHelpFormatter)
        if name == only:
            command = importlib.import_module(module)
            sub.description, sub.epilog = command.__doc__, command.EXAMPLES
            command.arguments(sub)
            sub.set_defaults(run=command.run)
    return top


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; the exit code of the process."""
    words = list(sys.argv[1:] if argv is None else argv)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a terminal that has no £ shows a question mark, and no traceback
            stream.reconfigure(errors="replace")
    try:
        arguments = parser(words[0] if words and words[0] in COMMANDS else None).parse_args(words)
        return int(arguments.run(arguments))
    except Refused as refusal:
        output.refused(refusal, as_json="--json" in words)
        return Exit.REFUSED
    except BrokenPipeError:  # the reader of a pipe had enough; leave quietly
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return Exit.DONE
    except OSError as problem:  # a full disk, a folder that is not there, a stick pulled out
        print(f"error: {problem.filename or 'writing'}: {problem.strerror}", file=sys.stderr)
        return Exit.REFUSED
    except KeyboardInterrupt:
        print("\nstopped: nothing more was stored", file=sys.stderr)
        return Exit.STOPPED
