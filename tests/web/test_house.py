"""The house rules of the site: what the layers in pyproject.toml cannot see."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Iterator

from poolbook_web.agreements.actions import funds, parties, versions
from poolbook_web.audit import actions as audit
from poolbook_web.imports.actions import orders as imports
from poolbook_web.imports.actions import work as worker
from poolbook_web.ledger.actions import answers, proposals
from poolbook_web.ledger.actions import books as ledger
from poolbook_web.monitoring.actions import packs, records, years
from poolbook_web.partners import actions as partners
from poolbook_web.people import actions as people
from poolbook_web.reporting import actions as reporting
from tests.house.source import ROOT, Module, modules
from tests.house.test_boundaries import ASKS_THE_TIME, found
from tests.house.test_wording import public

SITE = ROOT / "src" / "poolbook_web"
TEMPLATES = sorted(SITE.rglob("*.html"))

#: Where the clock may be read, and why.
CLOCKS = {
    "src/poolbook_web/base/requests.py": "the one moment of a request",
    "src/poolbook_web/base/mail.py": "Django hands over an email without saying when",
}


def code() -> list[Module]:
    """Every module that people wrote."""
    return [module for module in modules(SITE) if module.text and "migrations" not in module.path.parts]


def actions() -> Iterator[tuple[str, inspect.Signature]]:
    """Every verb of the site."""
    money = (ledger, answers, proposals, packs, records, years, reporting)
    for module in (audit, funds, parties, versions, imports, partners, people, worker, *money):
        for name, each in vars(module).items():
            if inspect.isfunction(each) and each.__module__ == module.__name__ and not name.startswith("_"):
                yield f"{module.__name__}.{name}", inspect.signature(each)


def test_every_action_says_who_and_when_by_name() -> None:
    kinds = inspect.Parameter
    for name, signature in actions():
        given = signature.parameters
        assert given["by"].kind is given["at"].kind is kinds.KEYWORD_ONLY, name
        assert given["by"].default is given["at"].default is kinds.empty, name


def test_nothing_beneath_a_view_reads_the_clock() -> None:
    beneath = [module for module in code() if "management" not in module.path.parts and str(module) not in CLOCKS]
    assert not found((*ASKS_THE_TIME, "timezone.now"), beneath), "take `at` as an argument"


def test_everything_public_of_the_site_has_a_docstring() -> None:
    silent = [
        f"{module}:{getattr(node, 'lineno', 1)} {getattr(node, 'name', 'the module')}"
        for module in code()
        for node in public(module)
        if not ast.get_docstring(node) and getattr(node, "name", "") != "Meta"
    ]
    assert not silent


def test_no_template_does_arithmetic_or_trusts_what_was_typed() -> None:
    for path in TEMPLATES:
        text = path.read_text(encoding="utf-8")
        for word in (
            "|add",
            "widthratio",
            "|safe",
            "autoescape off",
            "mark_safe",
            "<script>",
            "javascript:",
            " style=",
        ):
            assert word not in text, f"{path.name}: {word}"


def test_every_form_that_is_posted_carries_its_token() -> None:
    for path in TEMPLATES:
        text = path.read_text(encoding="utf-8")
        assert text.count('method="post"') == text.count("{% csrf_token %}"), path.name
