"""The nodes of a file, made from the parser's events, up to the first thing that is too deep, too long or too many.

Source: docs/reference/worked-examples.md, "The file".
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

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
from poolbook.yamlfile.text import MAX_TEXT

#: A hand-written file is small, and one that a program wrote holds a few thousand cases; anything past these bounds is
#: a mistake or an attack. ``MAX_REPEATED`` bounds what anchors add to what is written.
MAX_NODES = 2_000_000
MAX_REPEATED = 200_000
MAX_DEPTH = 60


@dataclass(slots=True)
class Node:
    """One node of the file. ``value`` is a text, or a list of nodes (of a mapping: keys and values in turn); ``size``
    counts the nodes it becomes once anchors are written out, so that an explosion is seen before it happens."""

    line: int
    value: Any
    size: int = 1
    depth: int = 1
    plain: bool = True  #: a text without quotation marks; a list or mapping in brackets
    kind: str = "text"
    tag: str = ""
    open: bool = False


class Builder:
    """Events to nodes."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.stack: list[Node] = []
        self.anchors: dict[str, Node] = {}
        self.root: Node | None = None
        self.written = 0
        self.repeated = 0

    def build(self, events: Iterable[Event]) -> Node | None:
        """The root of the document, None where there is nothing; :class:`Refused` past a bound."""
        for event in events:
            if isinstance(event, NodeEvent):
                self._node(event)
            elif isinstance(event, SequenceEndEvent | MappingEndEvent):
                closed = self.stack.pop()
                closed.open = False
                self._put(closed)
            elif isinstance(event, DocumentStartEvent):
                self._start(event)
        return self.root

    def _start(self, event: DocumentStartEvent) -> None:
        line = event.start_mark.line + 1
        if self.root is not None:
            raise self._stop(
                error("yaml.several", "the file holds several documents: keep one (no `---` within)"), line
            )
        if event.version is not None and tuple(event.version) != (1, 2):
            raise self._stop(error("yaml.syntax", "this is read as YAML 1.2: take the %YAML line out"), line)

    def _node(self, event: NodeEvent) -> None:
        line = event.start_mark.line + 1
        if isinstance(event, AliasEvent):
            self._put(self._alias(str(event.anchor), line))
            return
        self.written += 1
        if self.written > MAX_NODES:
            raise self._too_large(line, f"the file holds more than {MAX_NODES:,} values: divide it")
        node = Node(line, [], tag=_tag(event))
        if event.anchor:
            self.anchors[str(event.anchor)] = node
        if isinstance(event, ScalarEvent):
            node.value, node.plain = event.value, event.style is None
            if len(node.value) > MAX_TEXT:
                raise self._too_large(line, f"a text of {len(node.value):,} characters is too long")
            self._put(node)
            return
        assert isinstance(event, MappingStartEvent | SequenceStartEvent)
        node.kind = "mapping" if isinstance(event, MappingStartEvent) else "list"
        node.plain = bool(event.flow_style)
        node.open = True
        self.stack.append(node)
        if len(self.stack) > MAX_DEPTH:
            raise self._too_deep(line)

    def _alias(self, anchor: str, line: int) -> Node:
        target = self.anchors.get(anchor)
        if target is None:
            message = f"*{anchor} refers to nothing: there is no &{anchor} before it"
            raise self._stop(error("yaml.syntax", message), line)
        if target.open:
            raise self._stop(error("yaml.syntax", f"*{anchor} stands inside what it refers to"), line)
        self.repeated += target.size
        if self.repeated > MAX_REPEATED:
            message = f"what & and * repeat comes to more than {MAX_REPEATED:,} values: write less by anchors"
            raise self._too_large(line, message)
        return target

    def _put(self, node: Node) -> None:
        """Into the list or mapping that is open."""
        if not self.stack:
            self.root = node
            return
        parent = self.stack[-1]
        parent.value.append(node)
        parent.size += node.size
        parent.depth = max(parent.depth, node.depth + 1)
        if len(self.stack) + node.depth > MAX_DEPTH + 1:
            raise self._too_deep(node.line)

    def _too_deep(self, line: int) -> Refused:
        return self._too_large(line, f"things are nested more than {MAX_DEPTH} deep")

    def _too_large(self, line: int, message: str) -> Refused:
        return self._stop(error("yaml.too_large", message), line)

    def _stop(self, found: Finding, line: int) -> Refused:
        return Refused([found.at(Where(file=self.name, line=line))])


def _tag(event: NodeEvent) -> str:
    """A tag as its author wrote it."""
    tag = getattr(event, "ctag", None)
    if tag is None:
        return ""
    return f"!<{tag.suffix}>" if tag.handle is None else f"{tag.handle}{tag.suffix}"
