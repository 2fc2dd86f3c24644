"""Say what an agreement leaves open, what contradicts itself or the law, and whether its worked examples come out.

PACK is a fund's folder; TERMS is a terms.yaml on its own. Errors refuse; warnings wait for somebody's answer; notes are
worth knowing when reading the figures."""

from __future__ import annotations

import argparse
from pathlib import Path

from poolbook import folder, worked, yamlfile
from poolbook.cli import output
from poolbook.cli.output import Exit
from poolbook.findings import Finding, Severity
from poolbook.terms import read
from poolbook.worked import show

HELP = "what the agreement leaves open, and what contradicts itself or the law"
EXAMPLES = """\
examples:
  poolbook check my-fund
  poolbook check my-fund/terms.yaml --json

exit codes: 0 nothing contradicts; 1 something does, or a worked example comes out otherwise"""


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument("path", metavar="PACK|TERMS", type=Path, help="a fund's folder, or a terms.yaml")
    parser.add_argument("--json", action="store_true", help="findings and worked examples as JSON")


def run(given: argparse.Namespace) -> int:
    """Check, print, and tell by the exit code."""
    path: Path = given.path
    file = path / "terms.yaml" if path.is_dir() else path
    document = yamlfile.read(file)
    terms, findings = read.read_and_check(file)
    if path.is_dir():
        findings = [*findings, *folder.read(path).check()]
    outcomes = worked.examples(document, terms)
    if given.json:
        examples = [worked.as_json(each) for each in outcomes]
        output.write_json({"findings": [output.finding(each) for each in findings], "worked_examples": examples})
    else:
        _print(terms.fund.name, str(terms.year), findings, outcomes)
    wrong = any(each.severity is Severity.ERROR for each in findings) or any(each.matches is False for each in outcomes)
    return Exit.REFUSED if wrong else Exit.DONE


def _print(name: str, year: str, findings: list[Finding], outcomes: list[worked.Outcome]) -> None:
    print(f"{name}, {year}")
    for severity, heading in (
        (Severity.ERROR, "Contradictions and faults"),
        (Severity.WARNING, "Questions the agreement leaves open"),
        (Severity.NOTE, "Worth knowing"),
    ):
        found = [each for each in findings if each.severity is severity]
        if found:
            print(f"\n{heading} ({len(found)})")
            for each in found:
                print(f"  - {each}".removeprefix(f"  - {severity}: ") if False else f"  - {each}")
    if outcomes:
        print("\nWorked examples")
        for outcome in outcomes:
            print("\n".join(f"  {line}" for line in show.lines(outcome)))
    if not findings and not outcomes:
        print("nothing to say: every check passes")
