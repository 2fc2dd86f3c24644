"""The import, complete, against polars merely copying the same file: how much the accounting costs."""

from __future__ import annotations

import sys

from bench.measure import Command, ratio
from bench.setting import Setting, shown
from bench.table import Goal, Row

TITLE = "Import against a bare copy of the same columns by polars"
GIB = 1024**3


def rows(setting: Setting) -> list[Row]:
    """Wall against wall, and the peak of memory."""
    world = setting.world()
    copy = [sys.executable, "-m", "bench.baseline", str(world.listing), str(setting.folder / "copy.parquet")]
    measured = setting.in_turn({"ours": world.first_import(), "bare": Command(copy)})
    ours, bare = measured["ours"], measured["bare"]
    lines = shown(world.count)
    return [
        Row.of(f"polars copies {lines} lines", bare),
        Row.of(f"poolbook imports {lines} lines", ours, ratio(ours, bare), setting.goal(Goal(at_most=5))),
        Row("its peak of memory", value=ours.peak / GIB, goal=Goal(at_most=1, unit=" GiB")),
    ]
