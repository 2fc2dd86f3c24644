"""Say what an agreement leaves open, what contradicts itself or the law, and whether its worked examples come out.

PACK is a fund's folder: its rules and other hand-written files are read too. TERMS is a terms.yaml on its own. Errors
refuse; warnings wait for somebody's answer; notes are worth knowing when reading the figures."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from poolbook import worked
from poolbook.cli import output
from poolbook.cli.output import Exit
from poolbook.findings import Finding, Refused, Severity
from poolbook.terms import read, schema
from poolbook.worked import Outcome, show

EXAMPLES = """\
examples:
  poolbook check my-fund
  poolbook check my-fund/terms.yaml --json
  poolbook check --schema > terms.schema.json

exit codes: 0 nothing contradicts; 1 something does, or a worked example comes out otherwise"""

_HEADINGS = {
    Severity.ERROR: "What contradicts itself or the law",
    Severity.WARNING: "Questions that wait for an answer",
    Severity.NOTE: "Worth knowing",
}


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("path", metavar="PACK|TERMS", type=Path, nargs="?", help="a fund's folder, or a terms.yaml")
    what.add_argument("--schema", action="store_true", help="print the JSON Schema of terms, for an editor")
    parser.add_argument("--json", action="store_true", help="findings and worked examples as JSON")


def run(given: argparse.Namespace) -> int:
    """Check, print, and tell by the exit code."""
    if given.schema:
        output.write_json(schema.schema())
        return Exit.DONE
    path: Path = given.path
    file = path / "terms.yaml" if path.is_dir() else path
    terms, findings = read.read_and_check(file)
    outcomes = worked.run(worked.of_list(terms.worked_examples, name=file.name))
    if path.is_dir():
        findings = [*findings, *_beside(path)]
    if given.json:
        examples = [each.as_json() for each in outcomes]
        output.write_json({"findings": [output.finding(each) for each in findings], "worked_examples": examples})
    else:
        _print(f"{terms.fund.name}, {terms.year}", findings, outcomes)
    wrong = any(each.severity is Severity.ERROR for each in findings) or any(each.matches is False for each in outcomes)
    return Exit.REFUSED if wrong else Exit.DONE


def _beside(path: Path) -> Sequence[Finding]:
    """What is wrong in the files beside the terms."""
    from poolbook import folder  # noqa: PLC0415 - terms alone need no books, and polars takes its time to load
    from poolbook.folder import receive  # noqa: PLC0415 - likewise

    try:
        pack = folder.read(path)
        if pack.rules_path.exists():
            receive.rules_of(path)
    except Refused as refusal:
        return refusal.findings
    return pack.findings


def _print(title: str, findings: Sequence[Finding], outcomes: Sequence[Outcome]) -> None:
    print(title)
    for severity, heading in _HEADINGS.items():
        found = [each for each in findings if each.severity is severity]
        if found:
            print(f"\n{heading} ({len(found)})")
            print("\n".join(f"  - {output.sentence(each)}" for each in found))
    if outcomes:
        print(f"\nWorked examples: {show.summary(outcomes)}")
        print("\n".join(f"  {line}" for outcome in outcomes for line in show.lines(outcome)))
    if not findings:
        print("nothing contradicts itself, and nothing is left open")
