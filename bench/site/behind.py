"""A fund's position with few and with many lines behind it: the Book out of the database with its report, and the
page."""

from __future__ import annotations

from bench.setting import Setting, shown
from bench.site.places import Place
from bench.site.runs import brought, on_each, said
from bench.table import Goal, Row

TITLE = "The site: a position, with few and with many lines behind it"
FEW, TIMES = 10_000, 5
ASKED = {"position": "out of the database", "page": "as a page"}


def rows(setting: Setting) -> list[Row]:
    """On SQLite and on PostgreSQL."""
    return on_each(setting, _rows)


def _rows(setting: Setting, place: Place) -> list[Row]:
    counts = (FEW, setting.lines * TIMES)
    commands = {shown(count): brought(place, setting.world(count), "--position") for count in counts}
    measured = setting.in_turn(commands, 1)  # each is asked many times in its process
    result = []
    for name, words in ASKED.items():
        few, many = (said(figures, name)[0] for figures in measured.values())
        one, other = commands
        result += [
            Row(f"{place.name}: {words}, {one} lines behind it", few / 1000, value=few, unit=" ms"),
            Row(f"{words}, {other} lines", many / 1000, value=many / few, goal=setting.goal(Goal(at_most=1.5))),
        ]
    return result
