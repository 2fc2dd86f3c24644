"""The glossary: what each term means here, read once from ``glossary.toml``; and which terms each page uses."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FILE = Path(__file__).with_name("glossary.toml")

#: The terms that the pages of a year use, by the page's name in the menu: each page explains its own.
ON_PAGES: Mapping[str, tuple[str, ...]] = {
    "position": ("position", "scheme", "budget", "actual", "commitment", "forecast", "variance", "exposure"),
    "settlement": ("settlement", "risk-share", "overspend", "cause", "fact", "carry-forward", "undecided"),
    "ledger": ("entry", "transfer", "payment-line", "reversal", "period", "virement"),
    "reports": ("quarterly-report", "annual-return", "certifier", "receipt", "evidence-pack"),
    "imports": ("import", "extract", "coding", "control-total", "payment-line"),
    "terms": ("terms", "agreement", "contribution", "contributor-unit", "gross-and-net", "delegation", "risk-share"),
    "records": ("fact", "cause", "forecast", "commentary", "reserve", "adjustment-period"),
    "year": ("financial-year", "period", "contribution", "trial-balance"),
    "commentary": ("commentary", "scheme-lead", "scheme", "variance", "forecast"),
    "questions": ("question",),
}


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


@cache
def by_key() -> Mapping[str, Term]:
    """Every term by its key."""
    return {each.key: each for each in terms()}


def on_page(name: str) -> tuple[Term, ...]:
    """The terms that a page of a year uses."""
    return tuple(by_key()[key] for key in ON_PAGES.get(name, ()))
