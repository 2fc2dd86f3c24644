"""Worked cases from a file, from terms or from a text: one bad case never hides the others.

Source: docs/reference/worked-examples.md, "The file".
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from poolbook import yamlfile
from poolbook.findings import Finding, Refused, Where, error
from poolbook.yamlfile import Document, Path_, key_of

#: Kept for people who read the case, and not worked on; so is any key that ends in ``_expected``.
CARRIED = ("source", "basis", "term", "proof", "triggers", "note")


@dataclass(frozen=True)
class WorkedCase:
    """One case as written: where it stands, its id and kind, and the faults of its YAML."""

    document: Document
    at: Path_
    id: str
    kind: str
    faults: tuple[Finding, ...] = ()

    @property
    def data(self) -> Any:
        """What is written."""
        return yamlfile.part(self.document, self.at)

    def where(self, *path: str | int) -> Where:
        """The place of a key of the case."""
        return self.document.where((*self.at, *path))

    def place(self, found: Finding) -> Finding:
        """A finding that names a key of the case (``rules[2].limit``), at its line."""
        depth, key = len(self.at), found.where.key
        keys = {key_of(path[depth:]): path for path in self.document.lines if path[:depth] == self.at}
        while key and key not in keys:
            key = key[: max(key.rfind("."), key.rfind("["), 0)]
        return found.at(self.document.where(keys[key] if key else self.at))


def read(source: Path | Document, *, at: Path_ = ()) -> list[WorkedCase]:
    """The cases of a file or of a part of a document: a list of cases, or one.

    Raises :class:`~poolbook.findings.Refused` where there is nothing to read at all: no file, no YAML, no cases. A
    fault within a case comes out with that case when it is run.
    """
    document = source if isinstance(source, Document) else yamlfile.read(source, keep_faults=True)
    data = yamlfile.part(document, at)
    if isinstance(data, dict):
        return [_case(document, at)]
    if not isinstance(data, list) or not data:
        message = "a file of worked cases is a list of cases, each beginning `- id: …`"
        raise Refused([error("worked.no_cases", message, document.where(at)), *(found for _, found in document.faults)])
    return _once([_case(document, (*at, i)) for i in range(len(data))])


def of_list(cases: list[dict[str, Any]], *, name: str) -> list[WorkedCase]:
    """Cases that were read already, as the ``worked_examples`` of terms are; ``name`` says where they are from."""
    return read(Document(name, cases)) if cases else []


def without_carried(data: Mapping[str, Any]) -> dict[str, Any]:
    """A case without the keys that are only carried."""
    return {key: value for key, value in data.items() if key not in CARRIED and not key.endswith("_expected")}


def _case(document: Document, at: Path_) -> WorkedCase:
    data = yamlfile.part(document, at)
    faults = tuple(found for path, found in document.faults if path[: len(at)] == at)
    if not isinstance(data, dict):
        message = "a case is keys with values, beginning with its id"
        faults = (*faults, error("worked.not_a_case", message, document.where(at)))
        return WorkedCase(document, at, _place(at), "settlement", faults)
    named = data.get("id")
    known = isinstance(named, str | int) and not isinstance(named, bool) and str(named).strip()
    return WorkedCase(document, at, str(named) if known else _place(at), _kind(data), faults)


def _kind(data: Mapping[str, Any]) -> str:
    kind = data.get("kind", "settlement")
    return kind if isinstance(kind, str) else str(kind)


def _place(at: Path_) -> str:
    return f"case {at[-1] + 1}" if at and isinstance(at[-1], int) else "case"


def _once(cases: list[WorkedCase]) -> list[WorkedCase]:
    """An id that is given twice is a fault of the second: nobody could say which one was meant."""
    seen: dict[str, WorkedCase] = {}
    once = []
    for case in cases:
        if case.id in seen:
            message = f"{case.id} is the id of two cases: see line {seen[case.id].where().line}"
            again = error("worked.repeated_id", message, case.where("id"))
            once.append(WorkedCase(case.document, case.at, case.id, case.kind, (*case.faults, again)))
        else:
            once.append(seen.setdefault(case.id, case))
    return once
