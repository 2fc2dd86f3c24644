"""The second import of what is already in the books, against the first."""

from __future__ import annotations

from bench.measure import ratio
from bench.setting import Setting, shown
from bench.table import Goal, Row

TITLE = "Importing again what the books already hold"


def rows(setting: Setting) -> list[Row]:
    """The same file (known by its hash, and read again: the rules may be others by now), and the same lines in another
    file (known one by one)."""
    world = setting.world()
    measured = setting.in_turn(
        {
            "first": world.first_import(),
            "file": world.again(world.listing),
            "lines": world.again(world.resaved),
        }
    )
    first, file, lines = (measured[name] for name in ("first", "file", "lines"))
    return [
        Row.of(f"poolbook imports {shown(world.count)} lines", first),
        Row.of("the same file again", file, ratio(file, first), setting.goal(Goal(at_most=1))),
        Row.of(
            "the same lines, saved again as another file", lines, ratio(lines, first), setting.goal(Goal(at_most=1))
        ),
    ]
