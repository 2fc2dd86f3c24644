"""What the site's benches share: one listing through the site, on each database that there is, and what it said."""

from __future__ import annotations

import json
import statistics
import sys
from collections.abc import Callable, Iterator, Sequence

from bench.measure import Command, Figures
from bench.setting import Setting
from bench.site.places import Place, places
from bench.table import Goal, Row, not_measured
from bench.world import World


def on_each(setting: Setting, measure: Callable[[Setting, Place], list[Row]]) -> list[Row]:
    """The rows of every database, and the reason where one is not to be had."""
    with places(setting.folder) as found:
        return [row for place in found for row in _rows(setting, place, measure)]


def _rows(setting: Setting, place: Place, measure: Callable[[Setting, Place], list[Row]]) -> Iterator[Row]:
    if place.reason:
        yield not_measured(place.name, place.reason)
    else:
        yield from measure(setting, place)


def program(name: str, place: Place, *words: str) -> Command:
    """A program of these benches, on an empty database."""
    command = [sys.executable, "-m", f"bench.site.{name}", *words]
    return Command(command, place.fresh, environment=place.environment)


def brought(place: Place, world: World, *options: str) -> Command:
    """All the lines through the site into a fresh fund; right when every penny of them is in the books."""
    command = program("bring", place, str(world.listing), *options)
    return Command(
        command.words,
        command.prepare,
        lambda printed: json.loads(printed)["pence"] == world.pence,
        command.environment,
    )


def said(figures: Figures, name: str) -> list[float]:
    """One figure of each run."""
    return [json.loads(run.output)[name] for run in figures.runs]


def ratio(one: Sequence[float], other: Sequence[float]) -> float:
    """The median of what one is of the other, round by round: both met the same machine."""
    return statistics.median(each / than for each, than in zip(one, other, strict=True))


def row(what: str, seconds: Sequence[float], value: float | None = None, goal: Goal | None = None) -> Row:
    """A row of seconds that programs told of themselves."""
    return Row(what, statistics.median(seconds), value=value, goal=goal)
