"""Work examples through: print each result, the steps that led to it, and whether it is as expected.

A worked example is a few lines of YAML that partners write into their agreement: contributions, what was spent, the
rules, and what they expect. docs/reference/worked-examples.md has the keys. A faulty case is reported with its line and
the others still run."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from poolbook import worked
from poolbook.cli import output
from poolbook.cli.output import Exit
from poolbook.findings import Finding, Refused
from poolbook.worked import Outcome, show
from poolbook.worked.outcome import refused

EXAMPLES = """\
examples:
  poolbook try examples/worked/*.yaml
  poolbook try clause-12.yaml --json

exit codes: 0 all as expected; 1 one is not, or is refused"""


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument("files", metavar="FILE", type=Path, nargs="+", help="YAML files of worked examples")
    parser.add_argument("--json", action="store_true", help="a list of {id, kind, matches, sources or result, steps}")


def run(given: argparse.Namespace) -> int:
    """Try every case of every file."""
    outcomes: list[Outcome] = []
    faults: list[Finding] = []
    for path in given.files:
        try:
            outcomes += worked.run(worked.read(path))
        except Refused as refusal:
            faults += refusal.findings
            outcomes.append(refused(path.name, "file", list(refusal.findings)))
    if given.json:
        output.write_json([each.as_json() for each in outcomes])
    else:
        for outcome in outcomes:
            print("\n".join(output.harmless(line) for line in show.lines(outcome)), end="\n\n")
        print(show.summary(outcomes))
    sys.stdout.flush()
    output.show(faults)
    return Exit.REFUSED if any(each.matches is False for each in outcomes) else Exit.DONE
