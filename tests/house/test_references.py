"""What a docstring refers to in the documentation is there: the page, and each heading that it quotes."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from tests.house.source import ROOT, TESTS, Module, modules

#: ``docs/reference/terms.md``, alone or with the headings quoted after it: ``, "Codes" and "Gross and net"``.
REFERENCE = re.compile(r'(docs/[\w./-]*\w)((?:,? (?:and )?"[^"]+")*)')


def docstrings(module: Module) -> Iterator[str]:
    """Every docstring of a module, on one line."""
    for node in module.nodes:
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            yield " ".join((ast.get_docstring(node) or "").split())


@cache
def headings(page: Path) -> set[str]:
    """The headings of a page, of every level."""
    return set(re.findall(r"^#+ +(.*\S)", page.read_text(encoding="utf-8"), flags=re.MULTILINE))


def false_references(text: str, root: Path = ROOT) -> Iterator[str]:
    """What a text refers to that is not a page, or not a heading of it."""
    for name, quoted in REFERENCE.findall(text):
        page = root / name
        if page.suffix != ".md" or not page.is_file():
            yield f"{name} is not a page"
        else:
            there = headings(page)
            yield from (f'{name} has no "{each}"' for each in re.findall(r'"([^"]+)"', quoted) if each not in there)


def test_every_page_and_heading_that_a_docstring_names_exists() -> None:
    found = [
        f"{module}: {fault}"
        for module in (*modules(ROOT / "src"), *modules(TESTS), *modules(ROOT / "bench"))
        for text in docstrings(module)
        for fault in false_references(text)
    ]
    assert not found, "name the page and its heading as they are, or add them"


def test_a_false_page_or_a_false_heading_is_found_among_true_ones(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "a.md").write_text("# Title\n\n## One\n\n### Two three\n", encoding="utf-8")
    text = 'Source: docs/a.md, "One", "Two" and "Two three"; docs/b.md, "One"; docs (all); docs/a.md.'
    assert list(false_references(text, tmp_path)) == ['docs/a.md has no "Two"', "docs/b.md is not a page"]
