"""The pages about terms: every key is explained, and the guide's agreement is one that nothing is wrong with."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from poolbook import money, worked, yamlfile
from poolbook.terms import model, read
from poolbook.terms.check import check
from poolbook.yamlfile import Strict

DOCS = Path(__file__).resolve().parents[3] / "docs"
REFERENCE = (DOCS / "reference" / "terms.md").read_text(encoding="utf-8")

RECORDS = [
    each
    for each in vars(model).values()
    if isinstance(each, type) and issubclass(each, Strict) and each.__module__ == model.__name__
]


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.__name__)
def test_every_key_of_the_terms_is_in_the_reference(record: type[Strict]) -> None:
    keys = [each.alias or name for name, each in record.model_fields.items()]
    assert [key for key in keys if f"`{key}`" not in REFERENCE] == []


def test_every_topic_mode_and_kind_is_in_the_reference() -> None:
    words = [*model.Topic, *model.Mode, *model.Kind, *model.Basis, *model.Side, *model.PartnerKind, *model.Held]
    assert [word.value for word in words if f"`{word}`" not in REFERENCE] == []


def test_the_agreement_in_the_guide_is_read_and_has_nothing_to_find() -> None:
    document = yamlfile.parse(_yaml_of_the_guide(), name="terms.yaml")
    assert [str(each) for each in check(read.of(document), document)] == []


def test_the_worked_example_in_the_guide_comes_out_as_it_says() -> None:
    document = yamlfile.parse(_yaml_of_the_guide(), name="terms.yaml")
    outcomes = worked.run(worked.read(document, at=("worked_examples",)))
    assert [outcome.matches for outcome in outcomes] == [True]


def test_the_sum_that_the_guide_names_is_the_one_between_birminghams_two_what_ifs() -> None:
    path = DOCS.parent / "examples" / "birmingham-learning-disability-2009-10" / "terms.yaml"
    outcomes = {each.id: each.sources for each in worked.run(worked.read(yamlfile.read(path), at=("worked_examples",)))}
    gross, net = outcomes["what-if-gross"], outcomes["what-if-net"]
    assert gross is not None
    assert net is not None
    guide = (DOCS / "guide" / "agreement.md").read_text(encoding="utf-8")
    assert f"moves {money.show(gross['AC'] - net['AC'])} of a" in guide


def _yaml_of_the_guide() -> str:
    """The one agreement that the guide shows."""
    guide = (DOCS / "guide" / "agreement.md").read_text(encoding="utf-8")
    found = re.findall(r"```yaml\n(.*?)```", guide, flags=re.DOTALL)
    assert len(found) == 1
    return str(found[0])
