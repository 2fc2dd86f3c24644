"""What the command line prints: findings, JSON, progress on a terminal and silence in a pipe."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from enum import IntEnum
from typing import Any

from poolbook.findings import Finding, Refused, Severity


class Exit(IntEnum):
    """What the exit code of ``poolbook`` tells a script."""

    DONE = 0
    REFUSED = 1
    WAITS = 2
    USAGE = 64
    STOPPED = 130


_MEANINGS = {
    Exit.DONE: "done; or everything compared holds",
    Exit.REFUSED: "refused, or something compared does not hold; nothing was stored",
    Exit.WAITS: "waits for a person: codes to map, rows to accept, or a settlement left undecided",
    Exit.USAGE: "the command line itself is wrong",
    Exit.STOPPED: "stopped by Ctrl-C",
}


def exit_codes() -> str:
    """The exit codes as the help prints them."""
    return "\n".join(f"  {code.value:>3}  {meaning}" for code, meaning in _MEANINGS.items())


#: How many findings are shown to a person; a program gets them all.
SHOWN = 200

_CONTROLS = dict.fromkeys((*range(32), *range(127, 160), *range(8234, 8239)), "�")


def show(findings: Sequence[Finding]) -> None:
    """Findings for a person, on the error stream so that what was asked for stays clean."""
    for found in findings[:SHOWN]:
        print(harmless(str(found)), file=sys.stderr)
    if len(findings) > SHOWN:
        print(f"and {len(findings) - SHOWN:,} more: mend these first, or read them all with --json", file=sys.stderr)


def harmless(text: str) -> str:
    """A text on one line, without what a terminal would obey: a finding may quote what somebody put into a file."""
    return text.translate(_CONTROLS)


def sentence(found: Finding) -> str:
    """A finding under a heading that already says how much it weighs."""
    return str(found).removeprefix(f"{found.severity}: ")


def answer(found: Sequence[Finding], holds: str, *, as_json: bool) -> int:
    """One line where everything holds, otherwise every difference; the exit code of the check."""
    wrong = any(each.severity is Severity.ERROR for each in found)
    if as_json:
        write_json({"holds": not wrong, "findings": [finding(each) for each in found]})
    else:
        show(found)
        print("it does not hold: see above" if wrong else holds)
    return Exit.REFUSED if wrong else Exit.DONE


def refused(refusal: Refused, *, as_json: bool) -> None:
    """A refusal, with every reason at once."""
    if as_json:
        write_json({"refused": [finding(each) for each in refusal.findings]})
    show(refusal.findings)


def finding(found: Finding) -> dict[str, Any]:
    """A finding as JSON, without what is empty."""
    where = {key: value for key, value in asdict(found.where).items() if value not in ("", None)}
    return {
        "code": found.code,
        "severity": str(found.severity),
        "message": found.message,
        **({"where": where} if where else {}),
        **({"source": found.source} if found.source else {}),
    }


def as_json(value: Any) -> str:
    """A value for a program to read."""
    return json.dumps(value, indent=2, ensure_ascii=False, default=str)


def write_json(value: Any) -> None:
    """The same, to standard output."""
    print(as_json(value))


class Progress:
    """One line on a terminal that says how far long work has come; nothing in a pipe."""

    def __init__(self, label: str) -> None:
        self.label, self.shown = label, sys.stderr.isatty()

    def lines(self, what: str, done: int) -> None:
        """So many lines of ``what`` are behind us."""
        if self.shown:
            sys.stderr.write(f"\r\x1b[K{self.label} {what}: {done:,} lines")
            sys.stderr.flush()

    def end(self) -> None:
        """Clear the line."""
        if self.shown:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()
