"""Worked cases from a file, from terms or from a text: one bad case never hides the others.

Source: docs/reference/worked-examples.md, "The file".
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

from poolbook import yamlfile
from poolbook.findings import Finding, Refused, error
from poolbook.yamlfile import Document, Path_, key_of, tried

T = TypeVar("T")

#: Kept for people who read the case, and not worked on; so is any key that ends in ``_expected``.
CARRIED = ("source", "basis", "term", "proof", "triggers", "note")


@dataclass(frozen=True)
class WorkedCase:
    """One case as written: a document of its own (with the lines of its file), its id and kind, and the faults of its
    YAML."""

    document: Document
    id: str
    kind: str
    faults: tuple[Finding, ...] = ()

    def tried(self, model: type[T]) -> tuple[T | None, list[tuple[Path_, Finding]]]:
        """The case as a record of its kind, without the keys that are only carried; or every fault of form."""
        return tried(self.worked_on, model)

    @property
    def worked_on(self) -> Document:
        """The case without the keys that are only carried."""
        data = self.document.data
        kept = {key: value for key, value in data.items() if key not in CARRIED and not key.endswith("_expected")}
        return Document(self.document.name, kept, self.document.lines)

    def place(self, found: Finding) -> Finding:
        """A finding that names a key of the case (``rules[2].limit``), at its line."""
        key = found.where.key
        while key and key not in self._paths:
            key = key[: max(key.rfind("."), key.rfind("["), 0)]
        return found.at(replace(self.document.where(self._paths.get(key, ())), key=found.where.key))

    @cached_property
    def _paths(self) -> dict[str, Path_]:
        return {key_of(path): path for path in self.document.lines}


def read(source: Path | Document, *, at: Path_ = ()) -> list[WorkedCase]:
    """The cases of a file or of a part of a document: a list of cases, one case, or terms that hold worked examples.

    Raises :class:`~poolbook.findings.Refused` where there is nothing to read at all: no file, no YAML, no cases. A
    fault within a case comes out with that case when it is run.
    """
    document = source if isinstance(source, Document) else yamlfile.read(source, keep_faults=True)
    data = yamlfile.part(document, at)
    if isinstance(data, dict) and "worked_examples" in data:
        return read(document, at=(*at, "worked_examples"))
    if isinstance(data, dict) and "poolbook" not in data:
        lines = {path[len(at) :]: line for path, line in document.lines.items() if path[: len(at)] == at}
        return [_case(Document(document.name, data, lines, document.faults), "case")]
    outside = [found for path, found in document.faults if len(path) <= len(at) and path == at[: len(path)]]
    if not isinstance(data, list) or not data or outside:
        message = "there are no worked cases here: write a list of cases, each beginning `- id: …`"
        raise Refused(outside or [error("worked.no_cases", message, document.where(at))])
    return _once([_case(part, f"case {i}") for i, part in enumerate(_apart(document, data, at), start=1)])


def of_list(cases: Sequence[Mapping[str, Any]], *, name: str) -> list[WorkedCase]:
    """Cases that were read already, as the ``worked_examples`` of terms are; ``name`` says where they are from."""
    return read(Document(name, [dict(case) for case in cases])) if cases else []


def _apart(document: Document, cases: list[Any], at: Path_) -> list[Document]:
    """Each case as a document of its own, with its lines and faults."""
    depth = len(at)
    parts = [Document(document.name, data, {}) for data in cases]
    faults: list[list[tuple[Path_, Finding]]] = [[] for _ in cases]
    for path, line in document.lines.items():
        if len(path) > depth and path[:depth] == at:
            parts[_index(path, depth)].lines[path[depth + 1 :]] = line
    for path, found in document.faults:
        if len(path) > depth and path[:depth] == at:
            own = path[depth + 1 :]
            faults[_index(path, depth)].append((own, found.at(replace(found.where, key=key_of(own)))))
    return [replace(part, faults=tuple(found)) for part, found in zip(parts, faults, strict=True)]


def _index(path: Path_, depth: int) -> int:
    index = path[depth]
    assert isinstance(index, int)
    return index


def _case(document: Document, place: str) -> WorkedCase:
    data, faults = document.data, tuple(found for _, found in document.faults)
    if not isinstance(data, dict):
        message = "a case is keys with values, beginning with its id"
        return WorkedCase(
            document, place, "settlement", (*faults, error("worked.not_a_case", message, document.where()))
        )
    named, kind = data.get("id"), data.get("kind", "settlement")
    known = isinstance(named, str | int) and not isinstance(named, bool) and str(named).strip()
    return WorkedCase(document, _one_line(named) if known else place, _one_line(kind), faults)


def _one_line(value: object) -> str:
    return " ".join(str(value).split())


def _once(cases: list[WorkedCase]) -> list[WorkedCase]:
    """An id that is given twice is a fault of the second: nobody could say which one was meant."""
    seen: dict[str, WorkedCase] = {}
    once = []
    for case in cases:
        first = seen.setdefault(case.id, case)
        if first is not case:
            line = first.document.where().line
            message = f"{case.id} is the id of an earlier case{f' (line {line})' if line else ''}: give each its own"
            again = error("worked.repeated_id", message, case.document.where(("id",)))
            once.append(replace(case, faults=(*case.faults, again)))
        else:
            once.append(case)
    return once
