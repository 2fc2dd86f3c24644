"""The library and an independent reading of the vocabulary agree to the penny on random cases."""

from __future__ import annotations

import os

import pytest

from poolbook.settlement.model import Settlement
from poolbook.settlement.settle import settle
from poolbook.worked.settlements import SettlementCase
from tests.poolbook.settlement import random_cases
from tests.poolbook.settlement.oracle import Oracle

#: More for a long run: POOLBOOK_EXAMPLES=100000.
EXAMPLES = int(os.environ.get("POOLBOOK_EXAMPLES", "600"))
BATCH = 200


@pytest.mark.parametrize("start", range(0, EXAMPLES, BATCH))
def test_random_cases_come_out_the_same_as_from_the_oracle(start: int) -> None:
    for seed in range(start, min(start + BATCH, EXAMPLES)):
        written = random_cases.case(seed)
        oracle = Oracle(written)
        expected = oracle.settle()
        settlement = settle(SettlementCase.model_validate(written).case())
        assert {source: pence for source, pence in settlement.sources.items() if pence} == expected, (seed, written)
        assert list(settlement.rejected_decisions) == oracle.rejected, (seed, written)
        assert {name: oracle.reserves.get(name, 0) for name in settlement.reserves} == settlement.reserves, seed
        check_that_it_adds_up(settlement)


def check_that_it_adds_up(settlement: Settlement) -> None:
    """The sums that hold for every settlement, whatever its rules."""
    assert sum(settlement.sources.values()) == sum(settlement.variance.values())
    assert sum(settlement.netted.values()) == 0
    for unit, variance in settlement.variance.items():
        assert sum(settlement.by_unit[unit].values()) + settlement.netted[unit] == variance
    for source, pence in settlement.sources.items():
        assert sum(by.get(source, 0) for by in settlement.by_unit.values()) == pence
    for source in settlement.sources:
        moved = sum(move.pence for step in settlement.steps for move in step.moves if move.source == source)
        assert moved == settlement.sources[source]
    assert all(pence == 0 for pence in settlement.steps[-1].remaining.values()) if settlement.steps else True
