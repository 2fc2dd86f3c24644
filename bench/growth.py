"""Processor time a line at one size and at five times the size: a straight line has the ratio 1."""

from __future__ import annotations

from bench.measure import ratio
from bench.setting import Setting, shown
from bench.table import Goal, Row

TITLE = "Processor time a line as the listing grows"
TIMES = 5


def rows(setting: Setting) -> list[Row]:
    """The import of N and of 5 N lines, each into an empty pack."""
    small, large = setting.world(), setting.world(setting.lines * TIMES)
    commands = {shown(world.count): world.first_import() for world in (small, large)}
    measured = setting.in_turn(commands)
    one, five = measured.values()
    a_line = ratio(five, one, "cpu") / TIMES
    return [
        Row.of(f"poolbook imports {shown(small.count)} lines", one),
        Row.of(f"poolbook imports {shown(large.count)} lines", five, a_line, setting.goal(Goal(at_most=1.1))),
        Row("processor a line, once the listing is long", value=five.cpu / large.count * 1e6, unit=" us"),
    ]
