"""Strict YAML 1.2 with line numbers, and typed records read from it.

People write terms, rules and worked cases by hand, so a fault must say file, line and key, and all faults come at
once. Core schema: ``on``, ``off``, ``yes``, ``no`` and dates are texts; a decimal becomes an exact fraction of its
text, never a float. Duplicate keys, tabs, tags and anchors that explode are refused.

Source: docs/reference/worked-examples.md, "The file"; YAML 1.2.2 core schema (chapter 10.3).
"""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from poolbook.findings import Finding, Refused, Where, error

Path_ = tuple[str | int, ...]
T = TypeVar("T")

#: A hand-written file is small; anything past these bounds is a mistake or an attack.
MAX_BYTES = 5_000_000
MAX_NODES = 200_000
MAX_DEPTH = 60

_INT = re.compile(r"[-+]?[0-9]{1,30}")
_DECIMAL = re.compile(r"[-+]?(?:[0-9]{1,30}\.[0-9]{0,30}|\.[0-9]{1,30})")
_NULLS = {"", "~", "null", "Null", "NULL"}
_BOOLS = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}


class Strict(BaseModel):
    """A record read from a file: frozen, closed to unknown keys, no silent conversion between types."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, arbitrary_types_allowed=True)


@dataclass(frozen=True)
class Document:
    """Plain data (mappings, lists, texts, ints, fractions, booleans, None) and the line of every key and item."""

    name: str
    data: Any
    lines: dict[Path_, int] = field(default_factory=dict)

    def where(self, path: Path_ = ()) -> Where:
        """The place of a key: its own line, or that of the nearest thing around it."""
        for length in range(len(path), -1, -1):
            if (line := self.lines.get(path[:length])) is not None:
                return Where(file=self.name, line=line, key=key_of(path))
        return Where(file=self.name, key=key_of(path))


def read(path: Path, *, name: str = "") -> Document:
    """The document in a file. Raises :class:`Refused` when it is missing, too large or not YAML."""
    name = name or path.name
    try:
        if path.stat().st_size > MAX_BYTES:
            raise Refused([error("yaml.too_large", f"the file is over {MAX_BYTES:,} bytes", Where(file=name))])
        return parse(path.read_bytes(), name=name)
    except OSError as problem:
        reason = "there is no such file" if isinstance(problem, FileNotFoundError) else str(problem.strerror)
        raise Refused([error("yaml.unreadable", f"{name} cannot be read: {reason}", Where(file=name))]) from None


def parse(text: bytes | str, *, name: str) -> Document:
    """The document in a text; see :func:`read`."""
    if isinstance(text, bytes):
        try:
            text = text.decode("utf-8-sig")
        except UnicodeDecodeError as problem:
            line = text[: problem.start].count(b"\n") + 1  # type: ignore[arg-type]
            raise Refused(
                [error("yaml.encoding", "the file is not UTF-8: save it as UTF-8", Where(file=name, line=line))]
            ) from None
    try:
        yaml = YAML(typ="rt", pure=True)
        yaml.version = (1, 2)  # type: ignore[assignment]
        node = yaml.compose(text)
    except MarkedYAMLError as problem:
        mark = problem.problem_mark or problem.context_mark
        line = mark.line + 1 if mark is not None else None
        message = f"this is not YAML: {problem.problem or problem.context}. {_hint(text, line)}".rstrip()
        raise Refused([error("yaml.syntax", message, Where(file=name, line=line))]) from None
    except (YAMLError, ValueError, RecursionError) as problem:
        first = str(problem).splitlines()[0] if str(problem) else "it is nested too deeply"
        raise Refused([error("yaml.syntax", f"this is not YAML: {first}", Where(file=name))]) from None
    if node is None:
        raise Refused([error("yaml.empty", "the file is empty", Where(file=name))])
    reader = _Reader(name)
    data = reader.value(node, ())
    if reader.findings:
        raise Refused(reader.findings)
    return Document(name, data, reader.lines)


def typed(document: Document, model: type[T], *, at: Path_ = ()) -> T:
    """The part of the document at ``at`` as ``model``; raises :class:`Refused` with every fault and its line."""
    data = document.data
    for step in at:
        data = data[step]
    try:
        return TypeAdapter(model).validate_python(data)
    except ValidationError as problem:
        raise Refused(_finding(document, at, each) for each in problem.errors()) from None


def key_of(path: Path_) -> str:
    """A path as people point at it.

    >>> key_of(("settlement", "rules", 1, "limit"))
    'settlement.rules[2].limit'
    """
    text = ""
    for step in path:
        text += f"[{step + 1}]" if isinstance(step, int) else f".{step}" if text else str(step)
    return text


class _Reader:
    """Nodes to plain data, gathering lines and findings, within the bounds above."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.lines: dict[Path_, int] = {}
        self.findings: list[Finding] = []
        self.count = 0

    def value(self, node: Node, path: Path_) -> Any:
        self.lines.setdefault(path, node.start_mark.line + 1)
        self.count += 1
        if self.count > MAX_NODES or len(path) > MAX_DEPTH:
            message = "the file holds far more than anyone writes by hand (do anchors repeat each other?)"
            raise Refused([error("yaml.too_large", message, Where(file=self.name, line=node.start_mark.line + 1))])
        if isinstance(node, MappingNode):
            return self.mapping(node, path)
        if isinstance(node, SequenceNode):
            return [self.value(each, (*path, i)) for i, each in enumerate(node.value)]
        assert isinstance(node, ScalarNode)
        return self.scalar(node, path)

    def mapping(self, node: MappingNode, path: Path_) -> dict[str, Any]:
        result: dict[str, Any] = {}
        for key_node, value_node in node.value:
            line = key_node.start_mark.line + 1
            if not isinstance(key_node, ScalarNode):
                self.report("yaml.key", "a key must be a plain word", path, line)
                continue
            key = str(key_node.value)
            here = (*path, key)
            if key in result:
                self.report("yaml.duplicate_key", f"{key} is given twice: keep one", here, line)
                continue
            self.lines[here] = line
            result[key] = self.value(value_node, here)
        return result

    def scalar(self, node: ScalarNode, path: Path_) -> Any:
        text = str(node.value)
        if node.style is not None:  # quoted, or a block of text
            return text
        if text in _NULLS:
            return None
        if text in _BOOLS:
            return _BOOLS[text]
        if _INT.fullmatch(text):
            return int(text)
        if _DECIMAL.fullmatch(text):
            return Fraction(text)
        return text

    def report(self, code: str, message: str, path: Path_, line: int) -> None:
        self.findings.append(error(code, message, Where(file=self.name, line=line, key=key_of(path))))


def _hint(text: str, line: int | None) -> str:
    rows = text.splitlines()
    if line is not None and line <= len(rows) and "\t" in rows[line - 1]:
        return "The line has a tab: indent with spaces."
    return ""


def _finding(document: Document, at: Path_, problem: Any) -> Finding:
    """A validation error of pydantic in the words of the person who wrote the file."""
    loc: Path_ = (*at, *(step for step in problem["loc"] if _is_in(document, step)))
    kind, given = problem["type"], problem.get("input")
    if kind == "extra_forbidden":
        return error("yaml.unknown_key", f"{loc[-1]} is not a key that is known here", document.where(loc))
    if kind == "missing":
        return error("yaml.missing_key", f"{problem['loc'][-1]} is missing", document.where(loc))
    message = str(problem["msg"]).removeprefix("Value error, ")
    shown = f", not {given!r}" if isinstance(given, str | int | bool | Fraction) and kind != "value_error" else ""
    return error("yaml.value", f"{message}{shown[:80]}", document.where(loc))


def _is_in(document: Document, step: str | int) -> bool:
    """Pydantic puts the names of union members into its paths; only the document's own keys are kept."""
    return any(step in path for path in document.lines)


def nearest(word: str, known: list[str]) -> str:
    """``: did you mean x?`` where a known word is near, else nothing."""
    near = difflib.get_close_matches(word, known, n=1)
    return f": did you mean {near[0]}?" if near else ""
