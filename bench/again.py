"""The second import of what is already in the books, against the first."""

from __future__ import annotations

from bench.measure import Command, ratio
from bench.setting import Setting, shown
from bench.table import Goal, Row
from bench.world import import_words

TITLE = "Importing again what the books already hold"


def rows(setting: Setting) -> list[Row]:
    """The same file (known by its hash), and the same lines in another file (known one by one)."""
    world = setting.world()
    fresh, full = world.folder / f"{world.count}-work.pack", world.imported()
    measured = setting.in_turn(
        {
            "first": Command(import_words(fresh, world.listing), world.fresh),
            "file": Command(import_words(full, world.listing)),
            "lines": Command(import_words(full, world.resaved)),
        }
    )
    first, file, lines = (measured[name] for name in ("first", "file", "lines"))
    return [
        Row.of(f"poolbook imports {shown(world.count)} lines", first),
        Row.of("the same file again", file, ratio(file, first), Goal(at_most=0.25)),
        Row.of("the same lines, saved again as another file", lines, ratio(lines, first), Goal(at_most=0.75)),
    ]
