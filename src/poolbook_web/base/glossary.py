"""The glossary: what each term means here, read once from ``glossary.toml``."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FILE = Path(__file__).with_name("glossary.toml")


@dataclass(frozen=True)
class Term:
    """One term, what it means, and the other words that papers use for it."""

    key: str
    term: str
    meaning: str
    also: tuple[str, ...] = ()
    source: str = ""


@cache
def terms() -> tuple[Term, ...]:
    """Every term, by the alphabet."""
    given = tomllib.loads(FILE.read_text(encoding="utf-8"))
    found = (
        Term(key, each["term"], each["meaning"], tuple(each.get("also", ())), each.get("source", ""))
        for key, each in given.items()
    )
    return tuple(sorted(found, key=lambda each: each.term.lower()))
