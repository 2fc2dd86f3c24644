"""Bring files into a pack: ledger listings, spend files, trial balances, spreadsheets and journals.

The rules (rules.yaml of the pack, or --rules) say what each layout's columns mean and where each code goes. Several
files and layouts may come at once: either all of it is posted, or nothing. A file that came before is reported and adds
nothing; its lines in another file are recognised. Codes that no rule answers, and rows that cannot be read, stop the
whole import and are listed; --accept-rejected posts around the faulty rows and keeps them raw."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from poolbook import money
from poolbook.cli import output, packs, who
from poolbook.cli.output import Exit, Progress
from poolbook.folder import receive
from poolbook.importing import FileResult, ImportResult, Outcome

EXAMPLES = """\
examples:
  poolbook import my-fund 2025-04.csv 2025-05.csv
  poolbook import my-fund extract.xlsx --rules new-rules.yaml --json

exit codes: 0 posted, or nothing new; 1 refused; 2 waits: codes to map, or rows to accept (nothing is stored)"""


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    packs.argument(parser)
    parser.add_argument("files", metavar="FILE", type=Path, nargs="+", help="the files, in any order")
    parser.add_argument("--rules", type=Path, metavar="FILE", help="mapping rules (default: rules.yaml of the pack)")
    parser.add_argument("--source", default="", help="a source of the rules, where files could be of several")
    parser.add_argument("--accept-rejected", action="store_true", help="post around rows that cannot be read")
    parser.add_argument("--json", action="store_true", help="what each file brought, and the total, as JSON")
    who.arguments(parser)


def run(given: argparse.Namespace) -> int:
    """Import, print what came of each file, and tell by the exit code."""
    by, at = who.by(given), who.at(given)
    progress = Progress("importing")
    try:
        result = receive.receive(
            given.pack,
            given.files,
            rules=given.rules,
            accept_rejected=given.accept_rejected,
            source=given.source,
            by=by,
            at=at,
            progress=progress.lines,
        )
    finally:
        progress.end()
    if given.json:
        output.write_json(_as_json(result))
    else:
        _print(result)
    output.show(result.findings)
    return Exit.WAITS if result.outcome is Outcome.WAITING else Exit.DONE


def _as_json(result: ImportResult) -> dict[str, Any]:
    """What a program reads: file by file, the total, what waits."""
    return {
        "outcome": str(result.outcome),
        "files": [_file(each) for each in result.files],
        "total": result.total,
        "unmapped": [
            {"source": each.source, "codes": dict(each.codes), "lines": each.lines, "pence": each.pence}
            for each in result.unmapped
        ],
        "findings": [output.finding(each) for each in result.findings],
    }


def _file(each: FileResult) -> dict[str, Any]:
    return {
        "file": each.file,
        "sha256": each.sha256,
        "same_as": each.same_as,
        "source": each.source,
        "layout": each.layout,
        **each.tally.as_dict(),
        "control_total_pence": each.control_total,
        "entries": list(each.entries),
        "by_period": {str(period): pence for period, pence in sorted(each.by_period.items())},
        "by_scheme": [
            {"scheme": scheme, "account": account, "pence": pence}
            for (scheme, account), pence in sorted(each.by_scheme.items())
        ],
    }


def _print(result: ImportResult) -> None:
    for each in result.files:
        print(f"{each.file}: {_line(each.tally.as_dict())}")
    print(f"total: {_line(result.total)}")
    if result.outcome is not Outcome.WAITING:
        print(f"{result.outcome}")
    elif result.unmapped:
        print("nothing was stored; rules for the codes that wait, to answer and add to rules.yaml:\n")
        print(result.snippet())
    else:
        print("nothing was stored; --accept-rejected posts around the rows that cannot be read")


def _line(counts: dict[str, int]) -> str:
    """The counts that are not nil, and the money of the new lines."""
    ends = ", ".join(
        f"{count:,} {end}" for end, count in counts.items() if count and not end.endswith("_pence") and end != "lines"
    )
    net, negative = money.show(counts["net_pence"]), money.show(counts["credits_pence"])
    lines = "1 line" if counts["lines"] == 1 else f"{counts['lines']:,} lines"
    return f"{lines} ({ends or 'none'}), net {net}, of it credits {negative}"
