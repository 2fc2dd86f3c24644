"""Strict YAML 1.2 with the line of every key: a file becomes a Document, or is refused with every fault at once.

People write terms, rules and worked cases by hand, so a fault must say file, line and key. Core schema: ``on``,
``off``, ``yes``, ``no`` and dates are texts; a decimal becomes an exact fraction of its text, never a float. Duplicate
keys, tabs, tags, merge keys and anchors that explode are refused. What only looks like a number (``00123``, ``1_000``,
``0x1F``) stays the text it is, so that no code loses its noughts.

Source: docs/reference/worked-examples.md, "The file"; YAML 1.2.2 core schema (chapter 10.3).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Any, Self

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    NodeEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from poolbook.findings import Finding, Refused, Where, error

Path_ = tuple[str | int, ...]

#: A hand-written file is small; anything past these bounds is a mistake or an attack.
MAX_BYTES = 5_000_000
MAX_NODES = 200_000
MAX_DEPTH = 60
MAX_TEXT = 100_000

_INT = re.compile(r"[-+]?(?:0|[1-9][0-9]{0,29})")
_DECIMAL = re.compile(
    r"""[-+]?(?: (?:0|[1-9][0-9]{0,29})\.[0-9]{0,30} | \.[0-9]{1,30}
               | (?:0|[1-9][0-9]{0,14})(?:\.[0-9]{1,15})?[eE][-+]?[0-9]{1,2} )""",
    re.VERBOSE,
)
_NULLS = {"", "~", "null", "Null", "NULL"}
_BOOLS = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
_PUNCTUATION = re.compile(r"""[\n,:#"'\[\]{}]""")
_UNPRINTABLE = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")


class Written(Fraction):
    """A decimal number, exact, that remembers how it was written: clause 6.10 is not clause 6.1."""

    text: str

    @classmethod
    def read(cls, text: str) -> Self:
        """The number in a text that :data:`_DECIMAL` matches.

        >>> Written.read("6.10") == Fraction(61, 10), Written.read("6.10").text
        (True, '6.10')
        """
        number = cls(text)
        number.text = text
        return number


@dataclass(frozen=True)
class Document:
    """Plain data (mappings, lists, texts, ints, fractions, booleans, None) and the line of every key and item.

    ``faults`` are those of the YAML itself, each with its place, when the reader was asked to keep them.
    """

    name: str
    data: Any
    lines: dict[Path_, int] = field(default_factory=dict)
    faults: tuple[tuple[Path_, Finding], ...] = ()

    def where(self, path: Path_ = ()) -> Where:
        """The place of a key: its own line, or that of the nearest thing around it."""
        for length in range(len(path), -1, -1):
            if (line := self.lines.get(path[:length])) is not None:
                return Where(file=self.name, line=line, key=key_of(path))
        return Where(file=self.name, key=key_of(path))


def read(path: Path, *, name: str = "", keep_faults: bool = False) -> Document:
    """The document in a file. Raises :class:`Refused` when it is missing, too large or not YAML."""
    name = name or path.name
    try:
        if path.stat().st_size > MAX_BYTES:
            raise Refused([error("yaml.too_large", f"the file is over {MAX_BYTES:,} bytes", Where(file=name))])
        return parse(path.read_bytes(), name=name, keep_faults=keep_faults)
    except OSError as problem:
        reason = "there is no such file" if isinstance(problem, FileNotFoundError) else str(problem.strerror)
        raise Refused([error("yaml.unreadable", f"{name} cannot be read: {reason}", Where(file=name))]) from None


def parse(text: bytes | str, *, name: str, keep_faults: bool = False) -> Document:
    """The document in a text; see :func:`read`. Duplicate keys, tags and the like are all reported at once; with
    ``keep_faults`` they come with the document, so that a good case beside a faulty one is not lost."""
    text = _decoded(text, name)
    builder = _Builder(name)
    try:
        yaml = YAML(typ="safe", pure=True)
        yaml.version = (1, 2)
        root = builder.build(yaml.parse(text))
    except MarkedYAMLError as problem:
        mark = problem.problem_mark or problem.context_mark
        line = mark.line + 1 if mark is not None else None
        message = f"this is not YAML: {problem.problem or problem.context}. {_hint(text, line)}".rstrip()
        raise Refused([error("yaml.syntax", message, Where(file=name, line=line))]) from None
    except (YAMLError, ValueError, RecursionError) as problem:
        first = str(problem).splitlines()[0] if str(problem) else "it is nested too deeply"
        raise Refused([error("yaml.syntax", f"this is not YAML: {first}", Where(file=name))]) from None
    reader = _Reader(name)
    data = reader.value(root, ()) if root is not None else None
    if data is None and not reader.faults:
        raise Refused([error("yaml.empty", "the file is empty", Where(file=name))])
    if reader.faults and not keep_faults:
        raise Refused(found for _, found in reader.faults)
    return Document(name, data, reader.lines, tuple(reader.faults))


def key_of(path: Path_) -> str:
    """A path as people point at it.

    >>> key_of(("settlement", "rules", 1, "limit"))
    'settlement.rules[2].limit'
    """
    text = ""
    for step in path:
        text += f"[{step + 1}]" if isinstance(step, int) else f".{step}" if text else str(step)
    return text


@dataclass(slots=True)
class _Node:
    """One node of the file. ``value`` is a text, a list of nodes, or a list of pairs of nodes; ``size`` counts the
    nodes it becomes once anchors are written out, so that an explosion is seen before it happens."""

    line: int
    value: Any
    size: int = 1
    depth: int = 1
    plain: bool = True
    kind: str = "text"
    tag: str = ""
    open: bool = False


class _Builder:
    """Events to nodes, stopping at the first thing that is too deep, too long or too many."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.stack: list[_Node] = []
        self.anchors: dict[str, _Node] = {}
        self.root: _Node | None = None

    def build(self, events: Iterable[Event]) -> _Node | None:
        for event in events:
            if isinstance(event, DocumentStartEvent):
                self.start(event)
            elif isinstance(event, NodeEvent):
                self.node(event)
            elif isinstance(event, SequenceEndEvent | MappingEndEvent):
                closed = self.stack.pop()
                closed.open = False
                self.put(closed)
        return self.root

    def start(self, event: DocumentStartEvent) -> None:
        line = event.start_mark.line + 1
        if self.root is not None:
            raise self.stop(error("yaml.several", "the file holds several documents: keep one (no `---` within)"), line)
        if event.version is not None and tuple(event.version) != (1, 2):
            raise self.stop(error("yaml.syntax", "this is read as YAML 1.2: take the %YAML line out"), line)

    def node(self, event: NodeEvent) -> None:
        line = event.start_mark.line + 1
        if isinstance(event, AliasEvent):
            self.put(self.alias(str(event.anchor), line))
            return
        node = _Node(line, [], tag=str(getattr(event, "tag", None) or ""))
        if event.anchor:
            self.anchors[str(event.anchor)] = node
        if isinstance(event, ScalarEvent):
            node.value, node.plain = str(event.value), event.style is None
            if len(node.value) > MAX_TEXT:
                raise self.too_large(line, f"a text of {len(node.value):,} characters is too long")
            self.put(node)
            return
        node.kind = "mapping" if isinstance(event, MappingStartEvent) else "list"
        assert isinstance(event, MappingStartEvent | SequenceStartEvent)
        node.open = True
        self.stack.append(node)
        if len(self.stack) > MAX_DEPTH:
            raise self.too_large(line, f"things are nested more than {MAX_DEPTH} deep")

    def alias(self, anchor: str, line: int) -> _Node:
        target = self.anchors.get(anchor)
        if target is None:
            message = f"*{anchor} refers to nothing: there is no &{anchor} before it"
            raise self.stop(error("yaml.syntax", message), line)
        if target.open:
            raise self.stop(error("yaml.syntax", f"*{anchor} stands inside what it refers to"), line)
        return target

    def put(self, node: _Node) -> None:
        """Into the list or mapping that is open, counting what it holds."""
        if not self.stack:
            self.root = node
            return
        parent = self.stack[-1]
        parent.value.append(node)
        parent.size += node.size
        parent.depth = max(parent.depth, node.depth + 1)
        if parent.size > MAX_NODES or len(self.stack) + node.depth > MAX_DEPTH + 1:
            message = "the file holds far more than anyone writes by hand (do anchors repeat each other?)"
            raise self.too_large(node.line, message)

    def too_large(self, line: int, message: str) -> Refused:
        return self.stop(error("yaml.too_large", message), line)

    def stop(self, found: Finding, line: int) -> Refused:
        return Refused([found.at(Where(file=self.name, line=line))])


class _Reader:
    """Nodes to plain data, gathering lines and faults."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.lines: dict[Path_, int] = {}
        self.faults: list[tuple[Path_, Finding]] = []

    def value(self, node: _Node, path: Path_) -> Any:
        self.lines.setdefault(path, node.line)
        if node.tag:
            self.report(error("yaml.tag", f"{node.tag} is not read here: take the tag out"), path, node.line)
        if node.kind == "mapping":
            return self.mapping(node, path)
        if node.kind == "list":
            return [self.value(each, (*path, i)) for i, each in enumerate(node.value)]
        if not node.plain and (found := _UNPRINTABLE.search(node.value)):
            self.report(_unprintable(found), path, node.line)
        return _scalar(node.value) if node.plain else node.value

    def mapping(self, node: _Node, path: Path_) -> dict[str, Any]:
        result: dict[str, Any] = {}
        for key_node, value_node in zip(node.value[::2], node.value[1::2], strict=True):
            line, key = key_node.line, key_node.value
            if key_node.kind != "text" or key_node.tag or not key or _UNPRINTABLE.search(key):
                self.report(error("yaml.key", "a key must be a plain word"), path, line)
                continue
            here = (*path, key)
            if key == "<<" and key_node.plain:
                self.report(error("yaml.key", "merge keys (<<) are not read here: write the keys out"), here, line)
            elif key in result:
                self.report(error("yaml.duplicate_key", f"{key} is given twice: keep one"), here, line)
            else:
                self.lines[here] = line
                result[key] = self.value(value_node, here)
        return result

    def report(self, found: Finding, path: Path_, line: int) -> None:
        self.faults.append((path, found.at(Where(file=self.name, line=line, key=key_of(path)))))


def _scalar(text: str) -> Any:
    """What a text without quotes is."""
    if text in _NULLS:
        return None
    if text in _BOOLS:
        return _BOOLS[text]
    if _INT.fullmatch(text):
        return int(text)
    if _DECIMAL.fullmatch(text):
        return Written.read(text)
    return text


def _decoded(text: bytes | str, name: str) -> str:
    """The text of the file, or a refusal: not UTF-8, or a character that no editor shows."""
    if isinstance(text, bytes):
        try:
            text = text.decode("utf-8-sig")
        except UnicodeDecodeError as problem:
            where = Where(file=name, line=problem.object[: problem.start].count(b"\n") + 1)
            raise Refused([error("yaml.encoding", "the file is not UTF-8: save it as UTF-8", where)]) from None
    if found := _UNPRINTABLE.search(text):
        raise Refused([_unprintable(found).at(Where(file=name, line=text.count("\n", 0, found.start()) + 1))])
    for place, piece in enumerate(_PUNCTUATION.split(text)) if len(text) > MAX_TEXT else ():
        if len(piece) > MAX_TEXT:  # seen here at once, where the scanner would take it letter by letter
            before = _PUNCTUATION.split(text, maxsplit=place)[-1]
            line = text.count("\n", 0, len(text) - len(before)) + 1
            message = f"a text of more than {MAX_TEXT:,} characters is too long"
            raise Refused([error("yaml.too_large", message, Where(file=name, line=line))])
    return text


def _unprintable(found: re.Match[str]) -> Finding:
    return error("yaml.encoding", f"there is a character that cannot be printed ({ord(found[0]):#06x}): take it out")


def _hint(text: str, line: int | None) -> str:
    rows = text.splitlines()
    if line is not None and line <= len(rows) and "\t" in rows[line - 1]:
        return "The line has a tab: use spaces."
    return ""
