"""Findings: what is wrong or worth knowing, as data, all at once.

Every check of Poolbook answers with findings; nothing stops at the first. A finding has a code (a row of
docs/reference/findings.md), the user's own words for what is wrong and what to do, where it is, and the clause,
regulation or paper it rests on.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum


class Severity(StrEnum):
    """How much a finding weighs."""

    ERROR = "error"  #: refused: nothing is stored while it stands
    WARNING = "warning"  #: allowed, and somebody should answer it
    NOTE = "note"  #: worth knowing when reading the figures


@dataclass(frozen=True, slots=True)
class Where:
    """A place a person can go to: a file, and within it a sheet, row, column, line or key."""

    file: str = ""
    sheet: str = ""
    row: int | None = None
    column: str = ""
    line: int | None = None
    key: str = ""

    def __str__(self) -> str:
        parts = [
            self.file,
            f"sheet {self.sheet}" if self.sheet else "",
            f"row {self.row}" if self.row is not None else "",
            f"column {self.column}" if self.column else "",
            f"line {self.line}" if self.line is not None else "",
            self.key,
        ]
        return ", ".join(part for part in parts if part)


NOWHERE = Where()


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found. ``code`` is dotted (``terms.basis_not_stated``); ``message`` says what is wrong and what to
    do about it; ``source`` is the clause, regulation or paper that makes it matter."""

    code: str
    severity: Severity
    message: str
    where: Where = NOWHERE
    source: str = ""

    def __str__(self) -> str:
        place = f"{self.where}: " if str(self.where) else ""
        source = f" ({self.source})" if self.source else ""
        return f"{self.severity}: {place}{self.message}{source} [{self.code}]"

    def at(self, where: Where) -> Finding:
        """The same finding, placed."""
        return replace(self, where=where)


def error(code: str, message: str, where: Where = NOWHERE, source: str = "") -> Finding:
    """A finding that refuses."""
    return Finding(code, Severity.ERROR, message, where, source)


def warning(code: str, message: str, where: Where = NOWHERE, source: str = "") -> Finding:
    """A finding that asks."""
    return Finding(code, Severity.WARNING, message, where, source)


def note(code: str, message: str, where: Where = NOWHERE, source: str = "") -> Finding:
    """A finding that informs."""
    return Finding(code, Severity.NOTE, message, where, source)


class Refused(Exception):
    """What was asked is not done, for these reasons; nothing was stored."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = tuple(findings)
        super().__init__("\n".join(str(found) for found in self.findings))


def sentence(text: str) -> str:
    """What is wrong, as a sentence: messages are written so that they can stand after a colon.

    >>> sentence("the agreement is silent"), sentence("Did you mean May?")
    ('The agreement is silent.', 'Did you mean May?')
    """
    return text[:1].upper() + text[1:] + ("" if text.endswith((".", "?", "!")) else ".")


def refuse_if(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Raise :class:`Refused` with all the findings if any of them is an error; otherwise hand them back."""
    found = tuple(findings)
    if any(each.severity is Severity.ERROR for each in found):
        raise Refused(found)
    return found
