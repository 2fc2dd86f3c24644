"""How the tests of settlement write a case: as YAML, as people do."""

from __future__ import annotations

from poolbook import worked, yamlfile
from poolbook.findings import Finding
from poolbook.settlement.model import Settlement
from poolbook.settlement.settle import settle
from poolbook.worked.settlements import SettlementCase

#: Two schemes, three partners, £100.00 from each to each: variances are read off ``actual``.
THREE = """
    partners: [A, B, C]
    level: scheme
    contrib: {X: {A: 10000, B: 10000, C: 10000}, Y: {A: 10000, B: 10000, C: 10000}}
"""
#: One pool of the same three.
POOL = """
    partners: [A, B, C]
    level: pool
    contrib: {P: {A: 10000, B: 10000, C: 10000}}
"""


def settled(*parts: str) -> Settlement:
    """The settlement of a case."""
    document = yamlfile.parse("\n".join(_level(part) for part in ("id: case", *parts)), name="case.yaml")
    return settle(yamlfile.typed(document, SettlementCase).case())


def sources(*parts: str) -> dict[str, int]:
    """Who bears what in a case, what is nil left out."""
    return {source: pence for source, pence in settled(*parts).sources.items() if pence}


def refusals(*parts: str) -> list[Finding]:
    """The faults of a case that must be refused."""
    document = yamlfile.parse("\n".join(_level(part) for part in ("id: case", *parts)), name="case.yaml")
    outcome = worked.run(worked.read(document))[0]
    assert outcome.refused, f"settled as {outcome.sources}"
    return list(outcome.errors)


def codes(*parts: str) -> list[str]:
    """Only the codes of the faults."""
    return [found.code for found in refusals(*parts)]


def _level(part: str) -> str:
    """A part of a case without the indentation of the test it stands in."""
    lines = [line for line in part.splitlines() if line.strip()]
    margin = min((len(line) - len(line.lstrip()) for line in lines), default=0)
    return "\n".join(line[margin:] for line in lines)
