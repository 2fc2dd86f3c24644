"""A verb, a report, a format, a method, a command, a kind of worked case: each is one line in a visible table
of the code, one row of a reference page, and named in a test."""

from __future__ import annotations

import importlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import pytest

from tests.house.source import ROOT, TESTS, tables


@dataclass(frozen=True)
class Registry:
    """A table of the code, and the page with a row for each of its names: in the table under a heading that
    ends in the same word ("The commands", for COMMANDS)."""

    module: str
    table: str
    page: str

    def names(self) -> list[str]:
        """The names in the code's table: the keys of a dict, or what the members of a tuple are called."""
        table = getattr(importlib.import_module(self.module), self.table)
        return list(table) if isinstance(table, Mapping) else [getattr(each, "name", each) for each in table]


REGISTRIES = [
    Registry("poolbook.settlement.verbs", "VERBS", "settlement.md"),
    Registry("poolbook.importing.formats", "FORMATS", "imports.md"),
    Registry("poolbook.reports", "REPORTS", "reports.md"),
    Registry("poolbook.forecast.methods", "METHODS", "forecast.md"),
    Registry("poolbook.cli", "COMMANDS", "commands.md"),
    Registry("poolbook.worked", "KINDS", "worked-examples.md"),
    Registry("poolbook.export", "EXPORTS", "ledger.md"),
]

each_registry = pytest.mark.parametrize("registry", REGISTRIES, ids=lambda registry: registry.table.lower())


@cache
def words_of_the_tests() -> frozenset[str]:
    """Every word in the tests and in their files' names, but for the house rules themselves."""
    texts = [
        path.stem.removeprefix("test_") + " " + path.read_text(encoding="utf-8")
        for path in TESTS.rglob("*")
        if path.suffix in (".py", ".yaml", ".md", ".txt") and path.parent.name != "house"
    ]
    return frozenset(re.findall(r"[\w-]+", " ".join(texts)))


@each_registry
def test_every_name_has_one_row_in_its_reference_page(registry: Registry) -> None:
    headings = tables(ROOT / "docs" / "reference" / registry.page)
    rows = [names for heading, names in headings.items() if heading.lower().endswith(registry.table.lower())]
    assert rows, f"docs/reference/{registry.page} needs a table under a heading that ends in that word"
    assert sorted(rows[0]) == sorted(registry.names())


@each_registry
def test_every_name_is_named_in_a_test(registry: Registry) -> None:
    untested = [name for name in registry.names() if not words_of_the_tests().issuperset(name.split())]
    assert not untested
