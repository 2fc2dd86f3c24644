"""What an import did: counts and money by how each line ended, file by file and in all.

Every line ends once: new, seen, elsewhere, unmapped, ignored or rejected. The counts add up to the rows read and the
money to the money read; that is proved before anything is stored.

Source: docs/reference/imports.md, "What becomes of a line".
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from poolbook import money
from poolbook.findings import Finding, Refused, error
from poolbook.ledger.model import Transfer

ENDS = ("new", "seen", "elsewhere", "unmapped", "rejected", "ignored")


class Outcome(StrEnum):
    """How the command ended."""

    POSTED = "posted"
    NOTHING_NEW = "nothing new"
    WAITING = "waiting"  #: codes that no rule answers, or faulty rows that nobody accepted: nothing stored


def proved(one: int, other: int, what: str, against: str) -> None:
    """Two counts of the same thing agree. Raises :class:`Refused`: a fault of Poolbook, which stores nothing by it."""
    if one != other:
        message = f"{one:,} {what}, {other:,} {against}: a fault of Poolbook; nothing is stored, please report it"
        raise Refused([error("import.not_proved", message)])


def described(pence: int, lines: int) -> str:
    """Lines and money for a message.

    >>> described(-1, 2)
    '2 lines, -£0.01'
    """
    return f"{lines:,} line{'s' if lines != 1 else ''}, {money.show(pence)}"


@dataclass
class Tally:
    """Lines and pence by end, and of the new lines those that are credits (nil or less)."""

    lines: dict[str, int] = field(default_factory=lambda: dict.fromkeys(ENDS, 0))
    pence: dict[str, int] = field(default_factory=lambda: dict.fromkeys(ENDS, 0))
    credits: int = 0
    read: int = 0  #: data lines read
    read_pence: int = 0  #: money read, of every line whose amount can be read

    def add(self, end: str, lines: int, pence: int) -> None:
        """Count lines that ended so."""
        self.lines[end] += lines
        self.pence[end] += pence

    def include(self, other: Tally) -> None:
        """Count another tally's lines too."""
        for end in ENDS:
            self.add(end, other.lines[end], other.pence[end])
        self.credits += other.credits
        self.read += other.read
        self.read_pence += other.read_pence

    def prove(self) -> None:
        """Rows in are the sum of rows out, and money in of money out. Raises :class:`Refused` where they are not."""
        proved(self.read, sum(self.lines.values()), "lines read", "lines accounted for")
        proved(self.read_pence, sum(self.pence.values()), "pence read", "pence accounted for")

    def as_dict(self) -> dict[str, int]:
        """The figures that the command line shows: lines by end, and pence of the new ones."""
        return {
            "lines": self.read,
            **self.lines,
            "net_pence": self.pence["new"],
            "credits_pence": self.credits,
        }


def sealed(transfers: Iterable[Transfer], *, incurred_by: str = "") -> str:
    """The SHA-256 of what transfers come to by everything that they say, whatever their order and line numbers; ""
    where there are none. ``incurred_by`` is who paid the lines beneath them.

    >>> sealed([])
    ''
    """
    sums: defaultdict[tuple[str | int, ...], list[int]] = defaultdict(lambda: [0, 0])
    for each in transfers:
        key = (each.layer.value, each.debit, each.credit, each.scheme, each.partner, each.contract, each.period)
        sums[key][0] += each.amount
        sums[key][1] += 0 if each.first_line is None or each.last_line is None else each.last_line - each.first_line + 1
    said = [incurred_by, sorted([*key, *of] for key, of in sums.items())]
    return hashlib.sha256(json.dumps(said).encode()).hexdigest() if sums else ""


@dataclass(frozen=True)
class FileResult:
    """What one file brought. ``same_as`` names the earlier file with the very same bytes: what is posted of it already
    is seen, and only what was left then can be new. ``sealed`` is of all that its transfers say."""

    file: str
    sha256: str
    source: str = ""
    layout: str = ""
    sheet: str = ""
    tally: Tally = field(default_factory=Tally)
    control_total: int | None = None
    subtotals: int = 0
    same_as: str = ""
    entries: tuple[int, ...] = ()
    by_scheme: Mapping[tuple[str, str], int] = field(default_factory=dict)
    by_period: Mapping[int, int] = field(default_factory=dict)
    sealed: str = ""


@dataclass(frozen=True)
class Unmapped:
    """A coding that no rule answers."""

    source: str
    codes: Mapping[str, str]
    lines: int
    pence: int

    def __str__(self) -> str:
        said = ", ".join(f"{column} {text!r}" for column, text in self.codes.items() if text)
        return f"{said or 'lines without any code'}: {described(self.pence, self.lines)}"


@dataclass(frozen=True)
class ImportResult:
    """What a command of one or more files did."""

    outcome: Outcome
    files: tuple[FileResult, ...]
    findings: tuple[Finding, ...] = ()
    unmapped: tuple[Unmapped, ...] = ()

    @property
    def total(self) -> dict[str, int]:
        """The figures over all files."""
        tally = Tally()
        for each in self.files:
            tally.include(each.tally)
        return tally.as_dict()

    def snippet(self) -> str:
        """Rules to paste into rules.yaml and to answer, for the codings that wait ("" when none does)."""
        lines: list[str] = []
        for each in self.unmapped:
            when = ", ".join(f"{column}: {quoted(text)}" for column, text in each.codes.items())
            lines += [f"  - when: {{{when}}}", f"    source: {each.source}"]
            lines += [f"    scheme: ?          # {described(each.pence, each.lines)}"]
        return "\n".join(["rules:", *lines, ""]) if lines else ""


def quoted(text: str) -> str:
    """A text as YAML takes it back.

    >>> quoted('3" pipe')
    '"3\\\\" pipe"'
    """
    plain = (
        text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\r", "\\r").replace("\t", "\\t")
    )
    return f'"{plain}"'
