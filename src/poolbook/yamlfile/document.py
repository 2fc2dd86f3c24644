"""Strict YAML 1.2 with the line of every key: a file becomes a Document, or is refused with every fault at once.

People write terms, rules and worked cases by hand, so a fault must say file, line and key. Core schema: ``on``,
``off``, ``yes``, ``no`` and dates are texts; a decimal becomes an exact fraction of its text, never a float. Duplicate
keys, tabs, tags, merge keys and anchors that explode are refused. What only looks like a number (``00123``, ``1_000``,
``0x1F``) stays the text it is, so that no code loses its noughts.

Source: docs/reference/worked-examples.md, "The file"; YAML 1.2.2 core schema (chapter 10.3).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Any, Self

from ruamel.yaml.error import MarkedYAMLError, YAMLError

from poolbook.findings import Finding, Refused, Where, error
from poolbook.yamlfile.nodes import Builder, Node
from poolbook.yamlfile.scanning import yaml_1_2
from poolbook.yamlfile.syntax import explained
from poolbook.yamlfile.text import decoded, escaped, in_one_line, unseen

Path_ = tuple[str | int, ...]

MAX_BYTES = 20_000_000

_INT = re.compile(r"[-+]?(?:0|[1-9][0-9]{0,29})")
_DECIMAL = re.compile(
    r"""[-+]?(?: (?:0|[1-9][0-9]{0,29})\.[0-9]{0,30} | \.[0-9]{1,30}
               | (?:0|[1-9][0-9]{0,14})(?:\.[0-9]{1,15})?[eE][-+]?[0-9]{1,2} )""",
    re.VERBOSE,
)
_NULLS = {"", "~", "null", "Null", "NULL"}
_BOOLS = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
#: The rest of a sum of which a comma in braces ended the first part.
_CUT_OFF = re.compile(r"[0-9]{3}(?:\.[0-9]{0,2})?")


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
    text = decoded(text, name)
    try:
        root = Builder(name).build(yaml_1_2().parse(text))
    except MarkedYAMLError as problem:
        raise Refused([explained(problem, text, name)]) from None
    except (YAMLError, ValueError, RecursionError):  # the library's own, without a place
        message = "this is not YAML: a number of its first lines has no end, or it is nested too deeply"
        raise Refused([error("yaml.syntax", message, Where(file=name))]) from None
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


class _Reader:
    """Nodes to plain data, gathering lines and faults."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.lines: dict[Path_, int] = {}
        self.faults: list[tuple[Path_, Finding]] = []

    def value(self, node: Node, path: Path_) -> Any:
        self.lines.setdefault(path, node.line)
        if node.tag:
            self.report(error("yaml.tag", f"{node.tag} is not read here: take the tag out"), path, node.line)
        if node.kind == "mapping":
            return self.mapping(node, path)
        if node.kind == "list":
            return [self.value(each, (*path, i)) for i, each in enumerate(node.value)]
        if node.plain:
            return _scalar(node.value)
        if (found := unseen(node.value)) is None:
            return str(node.value)
        self.report(found, path, node.line)
        return escaped(node.value)

    def mapping(self, node: Node, path: Path_) -> dict[str, Any]:
        result: dict[str, Any] = {}
        for key_node, value_node in zip(node.value[::2], node.value[1::2], strict=True):
            line, key = key_node.line, key_node.value
            if key_node.kind != "text" or key_node.tag or not key or not in_one_line(key):
                hidden = unseen(key) if key_node.kind == "text" else None
                self.report(hidden or error("yaml.key", "a key must be a plain word"), path, line)
                continue
            here = (*path, key)
            if node.plain and value_node.plain and value_node.value == "" and _CUT_OFF.fullmatch(key):
                example = f'"£1,{key}"'
                message = f"the comma before {key} ends a value: in braces put quotation marks round it, {example}"
                self.report(error("yaml.value", message), path, line)
            elif key == "<<" and key_node.plain:
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
