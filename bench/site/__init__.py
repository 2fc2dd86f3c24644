"""The site's import against a bare insert of the same rows, on SQLite and on PostgreSQL, and what it leaves others.

Each run is a process of its own that says what it took: starting Python and Django does not count on either side.
"""

from __future__ import annotations

import json
import statistics
import sys
from collections.abc import Sequence

from bench.measure import Command, Figures
from bench.setting import Setting, shown
from bench.site.places import Place, places
from bench.table import Goal, Row, not_measured
from bench.world import World

TITLE = "The site: an upload into the books, against a bare insert of the same rows"
FEW, TIMES = 10_000, 5
GIB = 1024**3


def rows(setting: Setting) -> list[Row]:
    """The import, the proof, those who save meanwhile, and a position with few and with many lines behind it."""
    result = []
    with places(setting.folder) as found:
        for place in found:
            if place.reason:
                result.append(not_measured(place.name, place.reason))
            else:
                result += [*_import(setting, place), *_waits(setting, place), *_positions(setting, place)]
    return result


def _program(name: str, place: Place, *words: str) -> Command:
    command = [sys.executable, "-m", f"bench.site.{name}", *words]
    return Command(command, place.fresh, environment=place.environment)


def _said(figures: Figures, name: str) -> list[float]:
    """One figure of each run."""
    return [json.loads(run.output)[name] for run in figures.runs]


def _ratio(one: Sequence[float], other: Sequence[float]) -> float:
    """The median of what one is of the other, round by round: both met the same machine."""
    return statistics.median(each / than for each, than in zip(one, other, strict=True))


def _brought(place: Place, world: World, *options: str) -> Command:
    """All the lines through the site into a fresh fund; right when every penny of them is in the books."""
    command = _program("bring", place, str(world.listing), *options)
    return Command(
        command.words,
        command.prepare,
        lambda printed: json.loads(printed)["pence"] == world.pence,
        command.environment,
    )


def _row(what: str, seconds: Sequence[float], value: float | None = None, goal: Goal | None = None) -> Row:
    return Row(what, statistics.median(seconds), value=value, goal=goal)


def _import(setting: Setting, place: Place) -> list[Row]:
    world, ready = setting.world(), setting.folder / "ready.arrow"
    if not ready.exists():
        setting.in_turn({"": _brought(place, world, "--ready", str(ready))}, 1)
    measured = setting.in_turn({"bare": _program("bare", place, str(ready)), "site": _brought(place, world)})
    bare, site = _said(measured["bare"], "insert"), _said(measured["site"], "import")
    lines = shown(world.count)
    steps = [
        _row(f"  of that: {words}", _said(measured["site"], name))
        for name, words in (("receive", "keeping the file"), ("read", "reading it"), ("post", "posting"))
    ]
    proof = _said(measured["site"], "prove")
    return [
        _row(f"{place.name}: {place.bare} of {lines} lines", bare),
        _row("the site, from the upload to the books", site, _ratio(site, bare), setting.goal(Goal(at_most=3))),
        *steps,
        Row("its peak of memory", value=measured["site"].peak / GIB, goal=Goal(at_most=1, unit=" GiB")),
        _row("prove", proof, _ratio(proof, site), setting.goal(Goal(at_most=0.1))),
    ]


def _waits(setting: Setting, place: Place) -> list[Row]:
    """Somebody else saves a record of the same fund every 50 ms while the lines come in."""
    measured = setting.in_turn({"": _brought(place, setting.world(), "--saves")})[""]
    longest, site = _said(measured, "longest_save"), _said(measured, "import")
    return [
        _row("the import while another saves", site),
        _row("the longest of those saves", longest, _ratio(longest, site), setting.goal(Goal(at_most=0.5))),
    ]


def _positions(setting: Setting, place: Place) -> list[Row]:
    """The Book out of the database with the report made of it, and the page, behind few and many lines."""
    counts = (FEW, setting.lines * TIMES)
    commands = {shown(count): _brought(place, setting.world(count), "--position") for count in counts}
    measured = setting.in_turn(commands, 1)
    result = []
    for name, words in (("position", "position out of the database"), ("page", "its page")):
        few, many = (_said(figures, name)[0] for figures in measured.values())
        one, other = commands
        result += [
            Row(f"{words}, {one} lines behind it", few / 1000, value=few, unit=" ms"),
            Row(f"{words}, {other} lines", many / 1000, value=many / few, goal=setting.goal(Goal(at_most=1.5))),
        ]
    return result
