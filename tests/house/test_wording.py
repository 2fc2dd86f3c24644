"""Everything public says what it means; every test says what it proves; nothing is left half said."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from tests.house.source import CORE, ROOT, TESTS, Module, modules, project_files

WORDS_OF_A_SENTENCE = 4
NOT_TEXT = {".parquet", ".xlsx", ".xls", ".ods", ".png", ".pdf", ".docx", ".woff2", ".ico"}

#: What a file of the project may not hold, and why. Written so that no pattern matches itself.
NOT_HERE = {
    "a note to do it later: do it, or write an issue": r"\b(?:TO[D]O|FIX[M]E)\b",
    "the address of a package registry: people use mirrors": (
        r"py[p]i\.org|python[h]osted\.org|registry\.npm[j]s|registry\.yarn[p]kg|deb\.deb[i]an\.org|crates\.i[o]\b"
    ),
    "a path of somebody's machine": r"(?<![\w.$}-])/(?:wor[k]|roo[t]|hom[e]|User[s])/|\b[A-Z]:\\User[s]",
}


def public(module: Module) -> Iterator[ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef]:
    """The module, its public classes and functions, and the public methods of those classes."""
    waiting: list[ast.stmt] = list(module.tree.body)
    if not module.path.name.startswith("_") or module.path.name == "__init__.py":
        yield module.tree
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) and node.name[0] != "_":
            yield node
            if isinstance(node, ast.ClassDef):
                waiting.extend(node.body)


def test_everything_public_has_a_docstring() -> None:
    silent = [
        f"{module}:{getattr(node, 'lineno', 1)} {getattr(node, 'name', 'the module')}"
        for module in modules(CORE)
        for node in public(module)
        if not ast.get_docstring(node)
    ]
    assert not silent


def test_every_test_has_a_name_that_reads_as_a_sentence() -> None:
    curt = [
        f"{module}:{function.lineno} {function.name}"
        for module in modules(TESTS)
        for function in module.functions()
        if function.name.startswith("test") and len(function.name.split("_")[1:]) < WORDS_OF_A_SENTENCE
    ]
    assert not curt, "say what it proves, as in test_a_loan_is_repaid_in_order"


def test_no_file_holds_what_does_not_belong_here() -> None:
    found = []
    for path in project_files():
        if path.suffix not in NOT_TEXT:
            text = path.read_text(encoding="utf-8", errors="replace")
            for why, pattern in NOT_HERE.items():
                if hit := re.search(pattern, text):
                    line = text.count("\n", 0, hit.start()) + 1
                    found.append(f"{path.relative_to(ROOT).as_posix()}:{line} {hit[0]!r} is {why}")
    assert not found
