"""The command ``poolbook``: packs in, figures out.

One small file a command. This package alone reads the clock and the name of the person at the keyboard; everything
beneath it takes them as arguments. Exit codes are those of :class:`Exit`.

Source: docs/reference/commands.md.
"""

from __future__ import annotations

import argparse
import importlib
import os
import sys
from collections.abc import Sequence

from poolbook import __version__
from poolbook.cli import output
from poolbook.cli.output import Exit
from poolbook.findings import Refused

#: Every command, in the order a fund's year meets them, and the module that runs it.
COMMANDS = {
    "new": "poolbook.cli.new",
    "check": "poolbook.cli.check",
    "try": "poolbook.cli.try_",
    "open": "poolbook.cli.open_",
    "import": "poolbook.cli.import_",
    "reverse": "poolbook.cli.reverse",
    "forecast": "poolbook.cli.forecast",
    "close": "poolbook.cli.close",
    "position": "poolbook.cli.position",
    "report": "poolbook.cli.report",
    "settle": "poolbook.cli.settle",
    "prove": "poolbook.cli.prove",
    "verify": "poolbook.cli.verify",
    "seal": "poolbook.cli.seal",
    "export": "poolbook.cli.export",
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

    def error(self, message: str) -> None:  # type: ignore[override]
        self.print_usage(sys.stderr)
        self.exit(Exit.USAGE, f"{self.prog}: {message}\n")


def parser(only: str | None = None) -> argparse.ArgumentParser:
    """The command line. ``only`` loads one command's module, so that starting costs what the command needs."""
    top = _Parser(
        prog="poolbook", description=DESCRIPTION, epilog=EPILOG, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    top.add_argument("--version", action="version", version=f"poolbook {__version__}")
    commands = top.add_subparsers(dest="command", metavar="COMMAND", required=True, title="commands")
    for name, module in COMMANDS.items():
        if only in (None, name):
            command = importlib.import_module(module)
            sub = commands.add_parser(
                name,
                help=command.HELP,
                description=command.__doc__,
                epilog=command.EXAMPLES,
                formatter_class=argparse.RawDescriptionHelpFormatter,
            )
            command.arguments(sub)
            sub.set_defaults(run=command.run)
    return top


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; the exit code of the process."""
    words = list(sys.argv[1:] if argv is None else argv)
    try:
        arguments = parser(words[0] if words and words[0] in COMMANDS else None).parse_args(words)
        return int(arguments.run(arguments))
    except Refused as refusal:
        output.refused(refusal, as_json="--json" in words)
        return Exit.REFUSED
    except BrokenPipeError:  # the reader of a pipe had enough; leave quietly
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return Exit.DONE
    except KeyboardInterrupt:
        print("\nstopped: nothing more was stored", file=sys.stderr)
        return Exit.STOPPED
