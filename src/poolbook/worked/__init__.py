"""Worked examples: cases with the answer the partners expect, tried one by one.

Partners write them into their agreement, so that what a clause means in money is settled before it matters.
:func:`read` takes them from a file, :func:`run` works each and compares; a new kind is a new file and a line in
:data:`KINDS`.

Source: docs/reference/worked-examples.md.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from poolbook import yamlfile
from poolbook.findings import Refused, error
from poolbook.worked import clock, settlements
from poolbook.worked.outcome import Outcome, few, refused
from poolbook.worked.reading import WorkedCase, of_list, read

__all__ = ["KINDS", "Outcome", "WorkedCase", "of_list", "read", "run", "sources_of"]

Kind = Callable[[WorkedCase], Outcome]

KINDS: Mapping[str, Kind] = {
    "settlement": settlements.run,
    "clock": clock.run,
}


def run(cases: Iterable[WorkedCase]) -> list[Outcome]:
    """Every case worked, in order; a bad one comes out refused, with its faults, beside the others."""
    outcomes = [_one(case) for case in cases]
    return [replace(outcome, findings=few(outcome.findings)) for outcome in outcomes]


def _one(case: WorkedCase) -> Outcome:
    if not isinstance(case.document.data, dict):
        return refused(case.id, case.kind, list(case.faults))
    kind = KINDS.get(case.kind)
    if kind is None:
        near = yamlfile.nearest(case.kind, list(KINDS))
        message = f"{case.kind[:40]} is not a kind of case that is known here ({', '.join(KINDS)}){near}"
        unknown = error("worked.unknown_kind", message, case.document.where(("kind",)))
        return refused(case.id, case.kind, [*case.faults, unknown])
    return kind(case)


def sources_of(text: str) -> dict[str, int]:
    """Who bears what, in pence, in one settlement case given as text; raises ``Refused`` if it cannot be settled."""
    document = yamlfile.parse(text, name="example")
    document.data.setdefault("id", "example")
    outcome = run(read(document))[0]
    if outcome.sources is None:
        raise Refused(outcome.findings)
    return dict(outcome.sources)
