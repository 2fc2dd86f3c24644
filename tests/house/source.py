"""What the house rules look at: the project's files, its Python read once, its reference pages' tables."""

from __future__ import annotations

import ast
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CORE = ROOT / "src" / "poolbook"
SITE = ROOT / "src" / "poolbook_web"
TESTS = ROOT / "tests"

# Besides these, every folder whose name ends in _cache.
MADE_BY_TOOLS = {".git", ".hypothesis", ".venv", "__pycache__", "build", "dist", "node_modules"}


@dataclass(frozen=True)
class Module:
    """One Python file, parsed."""

    path: Path
    text: str
    tree: ast.Module

    def __str__(self) -> str:
        return self.path.relative_to(ROOT).as_posix()

    @property
    def is_cli(self) -> bool:
        """Whether it belongs to the command line, which alone prints and reads the clock."""
        return "cli" in self.path.relative_to(ROOT).with_suffix("").parts

    @cached_property
    def nodes(self) -> tuple[ast.AST, ...]:
        """Everything in it, at any depth."""
        return tuple(ast.walk(self.tree))

    def functions(self) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
        """Every function in it, at any depth."""
        for node in self.nodes:
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield node

    @cached_property
    def calls(self) -> tuple[tuple[str, ast.Call], ...]:
        """Every call in it, with the name that is called as it is written: ``print``, ``datetime.now``."""
        return tuple((dotted(node.func), node) for node in self.nodes if isinstance(node, ast.Call))


def dotted(node: ast.expr) -> str:
    """A name as it is written, from where its dots begin: ``().now`` of ``clock().now``."""
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}"
    return node.id if isinstance(node, ast.Name) else "()"


@cache
def module_of(path: Path) -> Module:
    """One Python file, read once."""
    text = path.read_text(encoding="utf-8")
    return Module(path, text, ast.parse(text))


@cache
def modules(folder: Path) -> tuple[Module, ...]:
    """Every Python file beneath a folder."""
    return tuple(module_of(path) for path in sorted(folder.rglob("*.py")))


def project_files() -> Iterator[Path]:
    """Every file of the project that people wrote."""
    for folder, folders, names in os.walk(ROOT):
        folders[:] = [name for name in folders if name not in MADE_BY_TOOLS and not name.endswith("_cache")]
        yield from (Path(folder) / name for name in names)


def first_column(table: list[str]) -> list[str]:
    """What each row of a table is about: ``check`` in "| `check PACK` or `check TERMS` | says ... |"."""
    about = (re.match(r"\|\s*`?([a-z0-9_.-]+(?: [a-z0-9_.-]+)*)?", line) for line in table[2:])
    return [(row and row[1]) or "" for row in about]


def tables(page: Path) -> dict[str, list[str]]:
    """The first column of the first table under each heading of a page; a missing page has none."""
    found: dict[str, list[str]] = {}
    if not page.exists():
        return found
    for section in re.split(r"^#+ ", page.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]:
        heading, _, body = section.partition("\n")
        table = re.search(r"(?:^\|.*\n?)+", body, flags=re.MULTILINE)
        if table:
            found[heading.strip()] = first_column(table[0].splitlines())
    return found
