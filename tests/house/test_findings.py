"""Every finding that Poolbook can make has a row in the reference: the core's in docs/reference/findings.md, those that
only the site makes in site-findings.md. And every row has its finding."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house.source import CORE, ROOT, SITE, modules, tables

OF_THE_CORE, OF_THE_SITE = (ROOT / "docs" / "reference" / name for name in ("findings.md", "site-findings.md"))
PACKAGES = {OF_THE_CORE: CORE, OF_THE_SITE: SITE}
CODE = re.compile(r"[a-z][a-z0-9_]*(\.[a-z0-9_]+)+")


def makers() -> dict[str, int]:
    """What is given a finding's code, and as which argument: Finding, and each function of the core with a ``code``."""
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


def codes_made(package: Path) -> Iterator[str]:
    """Every code that is given to one of the makers."""
    places = makers()
    for module in modules(package):
        for name, call in module.calls:
            place = places.get(name.rpartition(".")[2])
            if place is not None:
                by_name = [word.value for word in call.keywords if word.arg == "code"]
                for argument in [*call.args[place : place + 1], *by_name]:
                    yield from codes_in(argument)


def codes_explained(page: Path) -> list[str]:
    """The codes in the first column of every table of a page."""
    return [code for column in tables(page).values() for code in column if CODE.fullmatch(code)]


def test_every_finding_has_a_row_in_the_reference() -> None:
    core, site = set(codes_made(CORE)), set(codes_made(SITE))
    assert not sorted(core - set(codes_explained(OF_THE_CORE))), "add a row to docs/reference/findings.md for each"
    here = set(codes_explained(OF_THE_SITE))
    assert not sorted(site - core - here), "add a row to docs/reference/site-findings.md for each"


@pytest.mark.parametrize("page", PACKAGES, ids=lambda page: page.name)
def test_every_row_of_the_reference_is_a_finding_once(page: Path) -> None:
    explained, made = codes_explained(page), set(codes_made(PACKAGES[page]))
    stale = sorted({code for code in explained if code not in made or explained.count(code) > 1})
    assert not stale, "no code makes these, or they have two rows"
