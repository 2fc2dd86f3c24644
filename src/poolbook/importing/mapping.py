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
from json.encoder import encode_basestring

import polars as pl

from poolbook.importing.rules import Rules, plain
from poolbook.importing.table import filled


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


_ANSWER: dict[str, type[pl.DataType]] = {"coding": pl.Int32, "answer": pl.UInt8, "target": pl.Int32}


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
        size: int | str = self.text if self.how == "inside" else len(self.text) if self.how in ("start", "end") else 0
        return (self.column, self.how, size)


_Shape = tuple[tuple[str, str, int | str], ...]


def _key(column: str, how: str, size: int | str) -> pl.Expr:
    """What of a code is compared with the text of a rule; null where nothing can be equal."""
    code = pl.col(column)
    match how, size:
        case "start", int():
            return code.str.head(size)
        case "end", int():
            return code.str.tail(size)
        case "inside", str():
            return pl.when(code.str.contains(size, literal=True)).then(pl.lit(size))
        case "any", _:
            return code.str.head(0)
        case _:
            return code


class Numbering:
    """The numbers of new codings, which all sources of a command share, and those not yet stored."""

    def __init__(self, first: int) -> None:
        self.next = first
        self._added: list[tuple[int, str, str]] = []

    def number(self, source: str, fields: str) -> int:
        """The number of a coding met for the first time."""
        self._added.append((self.next, source, fields))
        self.next += 1
        return self._added[-1][0]

    def take(self) -> pl.DataFrame:
        """The codings numbered since the last call, for storing with an entry."""
        schema = {"coding": pl.Int32, "source": pl.String, "fields": pl.String}
        added, self._added = pl.DataFrame(self._added, schema=schema, orient="row"), []
        return added


class Codebook:
    """The codings of one source: what the rules answer, and the numbers they are stored under."""

    def __init__(
        self, name: str, rules: Rules, columns: Sequence[str], known: Mapping[str, int], numbering: Numbering
    ) -> None:
        """``columns`` are the codes as the rules name them; ``known`` the numbers of codings stored earlier, by their
        fields as JSON; ``numbering`` gives the others theirs."""
        self.name, self.columns = name, tuple(columns)
        self._keys = [f"{encode_basestring(column)}: " for column in self.columns]
        self.targets: list[Target] = []
        self.used: Counter[int] = Counter()
        self.unmapped: dict[tuple[str, ...], list[int]] = {}
        self._known, self._numbering = dict(known), numbering
        self._table = pl.DataFrame()
        self._places: dict[Target, int] = {}
        self._targets: dict[int, int] = {}
        self._rules = rules.rules
        self._shapes: dict[_Shape, dict[tuple[str, ...], int]] = {}
        for number, rule in enumerate(rules.rules):
            if rule.source in ("", name) and set(rule.when) <= set(self.columns):
                parts = [_Part.of(column, text) for column, text in sorted(rule.when.items())]
                table = self._shapes.setdefault(tuple(part.shape for part in parts), {})
                table.setdefault(tuple(part.text for part in parts), number)

    def named(self, coding: int) -> str:
        """A coding in words, by its number."""
        fields = next(fields for fields, number in self._known.items() if number == coding)
        return ", ".join(f"{name} {text!r}" for name, text in json.loads(fields).items() if text) or "without any code"

    def answers(self, codes: pl.DataFrame) -> pl.DataFrame:
        """The codes of lines (one column each, texts) with the columns ``coding``, ``answer`` and ``target``."""
        found = self._look_up(codes, self._table)
        if (unknown := found["answer"].is_null()).any():
            missing = codes.filter(unknown)
            distinct = missing.unique(maintain_order=True)
            found_rules = self.find(distinct.rename(dict(zip(distinct.columns, self.columns, strict=True))))
            rows = [self._decide(*each) for each in zip(distinct.iter_rows(), found_rules, strict=True)]
            answered = distinct.hstack(pl.DataFrame(rows, schema=_ANSWER, orient="row"))
            self._table = pl.concat([self._table, answered]) if len(self._table) else answered
            at, late = unknown.arg_true(), self._look_up(missing, answered)
            found = found.select(column.scatter(at, late[column.name]) for column in found)
        return found

    @staticmethod
    def _look_up(codes: pl.DataFrame, table: pl.DataFrame) -> pl.DataFrame:
        if not len(table):
            return pl.DataFrame({name: filled(None, len(codes), kind) for name, kind in _ANSWER.items()})
        return codes.join(table, on=codes.columns, how="left", maintain_order="left").select(*_ANSWER)

    def find(self, codes: pl.DataFrame) -> list[int | None]:
        """For each coding (a column of texts for each code) the number, from 0, of the first rule that fits."""
        plainly = codes.select(pl.all().str.replace_all(r"\s+", " ").str.strip_chars().str.to_lowercase())
        hits = [self._hits(plainly, shape, table) for shape, table in self._shapes.items()]
        if not hits:
            return [None] * len(codes)
        return pl.DataFrame(hits).select(pl.min_horizontal(pl.all()).alias("rule"))["rule"].to_list()

    @staticmethod
    def _hits(codes: pl.DataFrame, shape: _Shape, table: dict[tuple[str, ...], int]) -> pl.Series:
        """The first rule of one shape that fits each coding, null where none does."""
        names = [f"part{at}" for at in range(len(shape))]
        keys = codes.select(_key(*part).alias(name) for part, name in zip(shape, names, strict=True))
        rules = pl.DataFrame(list(table), schema=dict.fromkeys(names, pl.String), orient="row")
        rules = rules.with_columns(rule=pl.Series(list(table.values()), dtype=pl.Int32))
        found = keys.join(rules, on=names, how="left", maintain_order="left")["rule"]
        return found.alias(str(shape))

    def _decide(self, row: tuple[str, ...], number: int | None) -> tuple[int, Answer, int]:
        if number is None:
            return 0, Answer.UNMAPPED, -1
        self.used[number] += 1
        rule = self._rules[number]
        if rule.elsewhere or rule.ignore:
            return 0, Answer.ELSEWHERE if rule.elsewhere else Answer.IGNORED, -1
        target = self._targets.get(number)
        if target is None:
            place = Target(rule.scheme, rule.account or "spend", rule.contract, rule.partner)
            target = self._targets[number] = self._places.setdefault(place, len(self.targets))
            if target == len(self.targets):
                self.targets.append(place)
        return self._number(row), Answer.MAPPED, target

    def _number(self, row: tuple[str, ...]) -> int:
        # What json.dumps writes of them, at an eighth of its time: there are tens of thousands.
        said = [key + encode_basestring(text) for key, text in zip(self._keys, row, strict=True)]
        fields = f"{{{', '.join(said)}}}"
        number = self._known.get(fields)
        if number is None:
            number = self._known[fields] = self._numbering.number(self.name, fields)
        return number
