"""The site's import against a bare insert of the very rows that it stores, its memory, and the proof of its books."""

from __future__ import annotations

from bench.setting import Setting, shown
from bench.site.places import Place
from bench.site.runs import brought, on_each, program, ratio, row, said
from bench.table import Goal, Row

TITLE = "The site: an upload into the books, against a bare insert of the same rows"
STEPS = {"receive": "keeping the file", "read": "reading it for review", "post": "posting it"}
GIB = 1024**3


def rows(setting: Setting) -> list[Row]:
    """On SQLite and on PostgreSQL."""
    return on_each(setting, _rows)


def _rows(setting: Setting, place: Place) -> list[Row]:
    world = setting.world()
    ready, lines = setting.folder / f"{world.count}-ready.arrow", shown(world.count)
    if not ready.exists():
        setting.in_turn({"": brought(place, world, "--ready", str(ready))}, 1)
    measured = setting.in_turn({"bare": program("bare", place, str(ready)), "site": brought(place, world)})
    bare, site, proof = (
        said(measured["bare"], "insert"),
        said(measured["site"], "import"),
        said(measured["site"], "prove"),
    )
    used = said(measured["site"], "cpu"), said(measured["bare"], "cpu")
    return [
        row(f"{place.name}: {place.bare}, {lines} lines", bare),
        row("the site, from the upload to the books", site, ratio(site, bare), setting.goal(Goal(at_most=3))),
        *(row(f"  of that: {words}", said(measured["site"], name)) for name, words in STEPS.items()),
        *([Row("  the same in processor seconds", value=ratio(*used))] if place.within else []),
        Row("its peak of memory", value=measured["site"].peak / GIB, goal=Goal(at_most=1, unit=" GiB")),
        row("prove", proof, ratio(proof, site), setting.goal(Goal(at_most=0.1))),
    ]
