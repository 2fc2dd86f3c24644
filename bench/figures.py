"""Position and settlement with few and with many lines behind them, and the proof of the books."""

from __future__ import annotations

import json
import sys

from bench.measure import Command, ratio
from bench.setting import Setting, shown
from bench.table import Goal, Row
from bench.world import POOLBOOK

TITLE = "Figures from a pack once read, and the proof of the books"
FEW = 10_000


def rows(setting: Setting) -> list[Row]:
    """Milliseconds with few lines and with all of them; then ``prove`` against the import."""
    few, many = setting.world(FEW), setting.world()
    commands = {
        name: Command([sys.executable, "-m", "bench.inside", str(world.imported())])
        for name, world in (("few", few), ("many", many))
    }
    measured = setting.in_turn(commands)
    times = {name: [json.loads(run.output) for run in figures.runs] for name, figures in measured.items()}
    result = []
    for what in ("position", "settlement"):
        one, other = (sorted(run[what] for run in times[name])[len(times[name]) // 2] for name in ("few", "many"))
        result += [
            Row(
                f"{what}, {shown(few.count)} lines behind it",
                one / 1000,
                value=one,
                goal=Goal(at_most=50, unit=" ms"),
            ),
            Row(
                f"{what}, {shown(many.count)} lines behind it",
                other / 1000,
                value=other / one,
                goal=Goal(at_most=1.2),
            ),
        ]
    return [*result, *_proof(setting)]


def _proof(setting: Setting) -> list[Row]:
    world = setting.world()
    measured = setting.in_turn(
        {
            "import": world.first_import(),
            "prove": Command([str(POOLBOOK), "prove", str(world.imported())]),
        }
    )
    proof = ratio(measured["prove"], measured["import"])
    return [
        Row.of(f"poolbook imports {shown(world.count)} lines", measured["import"]),
        Row.of("poolbook prove, line by line", measured["prove"], proof, setting.goal(Goal(at_most=0.33))),
    ]
