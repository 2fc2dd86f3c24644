"""The example packs: read with all their files, told as well as counted, their worked examples tried."""

from __future__ import annotations

import pytest

from poolbook import folder, worked, yamlfile
from tests.worlds import birmingham, oxfordshire
from tests.worlds.build import EXAMPLES

PACKS = [
    birmingham.BEFORE,
    birmingham.MENTAL_HEALTH_BEFORE,
    birmingham.EXAMPLE,
    birmingham.MENTAL_HEALTH,
    oxfordshire.EXAMPLE,
]
LIVE = PACKS[2:]


@pytest.mark.parametrize("name", PACKS)
def test_a_pack_is_read_with_all_its_files(name: str) -> None:
    assert folder.read(EXAMPLES / name).terms.fund.code == name[: -len("-2009-10")]


@pytest.mark.parametrize("name", LIVE)
def test_two_quarters_of_a_live_pack_are_told_as_well_as_counted(name: str) -> None:
    book = folder.read(EXAMPLES / name).book()
    schemes = {each.code for each in book.terms.schemes}
    for quarter in (1, 2):
        kinds = {record.kind for record in book.records if record.quarter == quarter}
        assert {"lead_commissioning", "prepared", "checked", "risk"} <= kinds
        assert any(measure.quarter == quarter for measure in book.measures)
        assert any(each.quarter == quarter for each in book.explanations)
        assert any(each.period == quarter * 3 for each in book.comments)
    assert {each.scheme for each in book.comments} | {each.scheme for each in book.explanations} <= schemes
    assert {each.scheme for each in book.activity} | {each.scheme for each in book.forecasts} <= schemes
    assert all(measure.illustrative for measure in book.measures)


@pytest.mark.parametrize("name", LIVE)
def test_the_instalments_of_a_live_pack_sum_to_its_contributions(name: str) -> None:
    book = folder.read(EXAMPLES / name).book()
    opened = folder.opening(book.terms, book.dues)
    assert not [each for each in opened.findings if each.code in ("opening.dues_differ", "opening.no_due_dates")]


@pytest.mark.parametrize("name", LIVE)
def test_the_worked_examples_in_an_agreement_come_out_as_it_expects(name: str) -> None:
    document = yamlfile.read(EXAMPLES / name / "terms.yaml")
    outcomes = worked.run(worked.read(document, at=("worked_examples",)))
    assert outcomes
    assert {outcome.id: outcome.matches for outcome in outcomes} == {outcome.id: True for outcome in outcomes}
