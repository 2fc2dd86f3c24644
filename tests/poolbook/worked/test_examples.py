"""The worked examples of the repository come out as they say: settlements and clocks."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from poolbook import worked, yamlfile
from poolbook.terms.waterfall import MODIFIERS
from poolbook.worked import show
from poolbook.worked.reading import WorkedCase

ROOT = Path(__file__).resolve().parents[3]
EXAMPLES = ROOT / "examples" / "worked"
CASES = [case for path in sorted(EXAMPLES.glob("*.yaml")) for case in worked.read(path)]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_a_worked_example_comes_out_as_expected(case: WorkedCase) -> None:
    outcome = worked.run([case])[0]
    assert outcome.matches, [*outcome.differences, *map(str, outcome.findings)]


def test_the_examples_use_every_verb_and_every_modifier() -> None:
    rules = [rule for case in CASES for rule in case.document.data.get("rules", [])]
    used = {key for rule in rules for key in rule}
    assert used == {*MODIFIERS, *(modifier for taken in MODIFIERS.values() for modifier in taken), "clause"}


def test_the_readme_of_the_examples_names_every_file() -> None:
    text = (EXAMPLES / "README.md").read_text(encoding="utf-8")
    assert all(f"`{path.name}`" in text for path in EXAMPLES.glob("*.yaml"))


def test_the_example_of_the_reference_page_comes_out_as_it_says() -> None:
    page = (ROOT / "docs" / "reference" / "worked-examples.md").read_text(encoding="utf-8")
    (block,) = re.findall(r"```yaml\n(.*?)```", page, flags=re.DOTALL)
    shown = show.lines(worked.run(worked.read(yamlfile.parse(block, name="page")))[0])
    printed = " ".join(page.split())
    assert all(" ".join(line.split()) in printed for line in shown[:-1])  # the last is the finding


def test_examples_within_terms_are_read_with_their_lines() -> None:
    text = "name: terms\nworked_examples:\n  - id: one\n    kind: clock\n    starts: today\n"
    outcome = worked.run(worked.read(yamlfile.parse(text, name="terms.yaml")))[0]
    assert [(found.where.line, found.where.key) for found in outcome.errors] == [(5, "starts"), (3, "")]
