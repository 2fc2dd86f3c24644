"""Every finding that Poolbook can make has a row in docs/reference/findings.md, and every row its finding."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from tests.house.source import CORE, ROOT, modules, tables

PAGE = ROOT / "docs" / "reference" / "findings.md"
CODE = re.compile(r"[a-z][a-z0-9_]*(\.[a-z0-9_]+)+")


def makers() -> dict[str, int]:
    """What is given a finding's code, and as which argument: Finding, and each function with a ``code``."""
    places = {"Finding": 0}
    for module in modules(CORE):
        for function in module.functions():
            names = [argument.arg for argument in function.args.args if argument.arg not in ("self", "cls")]
            if "code" in names:
                places[function.name] = names.index("code")
    return places


def codes_in(argument: ast.expr) -> Iterator[str]:
    """The codes written in an argument; there are two in ``"a.over" if over else "a.under"``."""
    for node in ast.walk(argument):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and CODE.fullmatch(node.value):
            yield node.value


def codes_made() -> Iterator[str]:
    """Every code that is given to one of the makers."""
    places = makers()
    for module in modules(CORE):
        for name, call in module.calls:
            place = places.get(name.rpartition(".")[2])
            if place is not None:
                by_name = [word.value for word in call.keywords if word.arg == "code"]
                for argument in [*call.args[place : place + 1], *by_name]:
                    yield from codes_in(argument)


def codes_explained() -> list[str]:
    """The codes in the first column of every table of the page."""
    return [code for column in tables(PAGE).values() for code in column if CODE.fullmatch(code)]


def test_every_finding_has_a_row_in_the_reference() -> None:
    unexplained = sorted(set(codes_made()) - set(codes_explained()))
    assert not unexplained, "add a row to docs/reference/findings.md for each"


def test_every_row_of_the_reference_is_a_finding_once() -> None:
    explained, made = codes_explained(), set(codes_made())
    stale = sorted({code for code in explained if code not in made or explained.count(code) > 1})
    assert not stale, "no code of src/poolbook makes these, or they have two rows"
