"""What came out of one worked case, whatever its kind.

Source: docs/reference/worked-examples.md, "What comes out".
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from poolbook.findings import Finding, Severity

#: Findings of one sort, in one case, past which they are counted and not told.
NAMED = 50


@dataclass(frozen=True)
class Outcome:
    """One case tried. A settlement has ``sources`` (pence), every other kind a ``result``; a case that is refused has
    neither. ``matches`` is None where the case says nothing to compare with. Each of ``steps`` is plain data with a
    ``sentence``; ``differences`` say in words what was expected and what came out."""

    id: str
    kind: str
    matches: bool | None
    sources: Mapping[str, int] | None = None
    result: Mapping[str, Any] | None = None
    steps: tuple[Mapping[str, Any], ...] = ()
    findings: tuple[Finding, ...] = ()
    rejected_decisions: tuple[str, ...] = ()
    differences: tuple[str, ...] = ()

    @property
    def refused(self) -> bool:
        """Whether the case could not be worked at all."""
        return self.sources is None and self.result is None

    @property
    def errors(self) -> tuple[Finding, ...]:
        """The findings that are faults of the case."""
        return tuple(found for found in self.findings if found.severity is Severity.ERROR)

    def as_json(self) -> dict[str, Any]:
        """The outcome as ``poolbook try --json`` prints it; a case with a fault also says which."""
        came_out = {"sources": self.sources} if self.kind == "settlement" else {"result": self.result}
        faults = {"findings": [_finding(found) for found in self.errors]} if self.errors else {}
        head = {"id": self.id, "kind": self.kind, "matches": self.matches}
        return {**head, **came_out, "steps": list(self.steps), **faults}


def refused(id_: str, kind: str, findings: list[Finding]) -> Outcome:
    """The outcome of a case that could not be worked: it does not match."""
    return Outcome(id=id_, kind=kind, matches=False, findings=tuple(findings))


def few(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The first of each sort, and how many more there are: nobody mends the fiftieth before the first."""
    seen: Counter[str] = Counter()
    told: list[Finding] = []
    more: dict[str, Finding] = {}
    for found in findings:
        seen[found.code] += 1
        if seen[found.code] <= NAMED:
            told.append(found)
        else:
            more.setdefault(found.code, found)
    return (*told, *(replace(more[code], message=f"and {seen[code] - NAMED:,} more of the same sort") for code in more))


def _finding(found: Finding) -> dict[str, Any]:
    return {
        "code": found.code,
        "severity": found.severity.value,
        "message": found.message,
        "where": str(found.where),
        "line": found.where.line,
    }
