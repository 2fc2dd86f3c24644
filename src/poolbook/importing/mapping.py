"""Codings to schemes: the rules, run once for each distinct combination of codes, never for each line.

Rules are looked up by shape (which columns they name, and how long the text before or after a star is), so 28,000
codings against 1,700 rules are 28,000 look-ups a shape. The first rule of the file that fits decides.

Source: docs/reference/rules.md, "How a line finds its rule".
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum

import polars as pl

from poolbook.importing.rules import Rule, Rules, plain


class Answer(IntEnum):
    """What the rules say of a coding."""

    MAPPED = 0
    ELSEWHERE = 1
    IGNORED = 2
    UNMAPPED = 3


@dataclass(frozen=True, order=True)
class Target:
    """Where the money of a coding goes: dimensions and account."""

    scheme: str
    account: str
    contract: str
    partner: str


@dataclass(frozen=True)
class _Part:
    """One column of a rule: how its text is compared. ``cut`` is the length compared, from the end named."""

    column: str
    how: str
    text: str

    @classmethod
    def of(cls, column: str, text: str) -> _Part:
        """
        >>> _Part.of("type", "Jcs*").how, _Part.of("type", "*** No Description ***").how, _Part.of("type", "*").how
        ('start', 'whole', 'any')
        """
        text = plain(text)
        first = text.startswith("*") and not text.startswith("**")
        last = text.endswith("*") and not text.endswith("**")
        if text == "*":
            return cls(column, "any", "")
        if first and last:
            return cls(column, "inside", text[1:-1])
        if last:
            return cls(column, "start", text[:-1])
        return cls(column, "end", text[1:]) if first else cls(column, "whole", text)

    @property
    def shape(self) -> tuple[str, str, int | str]:
        """What the look-up key of a coding depends on."""
        size: int | str = self.text if self.how == "inside" else len(self.text) if self.how != "whole" else 0
        return (self.column, self.how, size)


def _key(shape: tuple[tuple[str, str, int | str], ...], codes: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(_cut(codes.get(column, ""), how, size) for column, how, size in shape)


def _cut(text: str, how: str, size: int | str) -> str:
    if how == "whole":
        return text
    if isinstance(size, str):
        return size if size in text else "\0"
    if how == "start":
        return text[:size]
    return text[-size:] if how == "end" and size else ""


class Codebook:
    """The codings of one source: what the rules answer, and the numbers they are stored under."""

    def __init__(self, name: str, rules: Rules, columns: Sequence[str], known: Mapping[str, int], next_coding: int) -> None:
        """``columns`` are the codes as the rules name them; ``known`` the numbers of codings stored earlier, by their
        fields as JSON; ``next_coding`` the first number free."""
        self.name, self.columns = name, tuple(columns)
        self.targets: list[Target] = []
        self.used: Counter[int] = Counter()
        self.added: list[tuple[int, str]] = []
        self.unmapped: dict[tuple[str, ...], list[int]] = {}
        self._known, self._next = dict(known), next_coding
        self._answers: dict[tuple[str, ...], tuple[int, Answer, int]] = {}
        self._places: dict[Target, int] = {}
        self._rules = rules.rules
        self._shapes: dict[tuple[tuple[str, str, int | str], ...], dict[tuple[str, ...], int]] = {}
        for number, rule in enumerate(rules.rules):
            if rule.source in ("", name) and set(rule.when) <= set(self.columns):
                parts = [_Part.of(column, text) for column, text in sorted(rule.when.items())]
                shape = tuple(part.shape for part in parts)
                self._shapes.setdefault(shape, {}).setdefault(_key(shape, {p.column: p.text for p in parts}), number)

    @property
    def next_coding(self) -> int:
        """The first coding number still free."""
        return self._next

    def continue_at(self, number: int) -> None:
        """Number further codings from here on, when other sources have taken numbers meanwhile."""
        self._next = max(self._next, number)

    def answers(self, codes: pl.DataFrame) -> pl.DataFrame:
        """The codes of lines (one column each, texts) with the columns ``coding``, ``answer`` and ``target``."""
        distinct = codes.unique(maintain_order=True)
        rows = [self._answer(row) for row in distinct.iter_rows()]
        schema = {"coding": pl.Int32, "answer": pl.UInt8, "target": pl.Int32}
        table = distinct.hstack(pl.DataFrame(rows, schema=schema, orient="row"))
        return codes.join(table, on=codes.columns, how="left", maintain_order="left", nulls_equal=True).select(schema)

    def _answer(self, row: tuple[str, ...]) -> tuple[int, Answer, int]:
        if row not in self._answers:
            number = self.find(dict(zip(self.columns, map(plain, row), strict=True)))
            rule = None if number is None else self._rules[number]
            if number is not None:
                self.used[number] += 1
            self._answers[row] = self._decide(row, rule)
        return self._answers[row]

    def find(self, codes: Mapping[str, str]) -> int | None:
        """The number (from 0) of the first rule that fits plain codes by column, or None."""
        hits = (table.get(_key(shape, codes)) for shape, table in self._shapes.items())
        return min((number for number in hits if number is not None), default=None)

    def _decide(self, row: tuple[str, ...], rule: Rule | None) -> tuple[int, Answer, int]:
        if rule is None:
            return 0, Answer.UNMAPPED, -1
        if rule.elsewhere:
            return 0, Answer.ELSEWHERE, -1
        if rule.ignore:
            return 0, Answer.IGNORED, -1
        place = Target(rule.scheme, rule.account or "spend", rule.contract, rule.partner)
        target = self._places.setdefault(place, len(self.targets))
        if target == len(self.targets):
            self.targets.append(place)
        return self._number(row), Answer.MAPPED, target

    def _number(self, row: tuple[str, ...]) -> int:
        fields = json.dumps(dict(zip(self.columns, row, strict=True)), ensure_ascii=False)
        number = self._known.get(fields)
        if number is None:
            number = self._known[fields] = self._next
            self._next += 1
            self.added.append((number, fields))
        return number

    def take_added(self) -> pl.DataFrame:
        """The codings numbered since the last call, for storing with the entry."""
        rows = [(number, self.name, fields) for number, fields in self.added]
        self.added = []
        return pl.DataFrame(rows, schema={"coding": pl.Int32, "source": pl.String, "fields": pl.String}, orient="row")
