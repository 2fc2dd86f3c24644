"""The demonstration's pages: how long the server takes for each kind, and how much it asks the database."""

from __future__ import annotations

import json
import statistics
import sys

from bench.measure import Command
from bench.setting import Setting
from bench.table import Goal, Row

TITLE = "The demonstration's pages, as its pool managers see them"
SLOWEST = 5


def rows(setting: Setting) -> list[Row]:
    """The median page, the slowest, and the one that asks most. No network and no browser is in these times."""
    environment = {
        "DJANGO_SETTINGS_MODULE": "poolbook_web.settings.demo",
        "POOLBOOK_DATA": str(setting.folder / "demonstration"),
    }
    visits = Command([sys.executable, "-m", "bench.site.visits"], environment=environment)
    found = json.loads(setting.in_turn({"": visits}, 1)[""].runs[0].output)
    slowest = sorted(found, key=lambda each: -each["ms"])
    most = max(found, key=lambda each: each["queries"])
    median, least = statistics.median(each["ms"] for each in found), Goal(at_most=100, unit=" ms")
    return [
        Row(f"the median of {len(found)} pages", value=median, goal=least),
        *(Row(f"  slow: {each['path']}", value=each["ms"], goal=least) for each in slowest[:SLOWEST]),
        Row(f"most queries: {most['path']}", value=most["queries"], goal=Goal(at_most=15, unit=" queries")),
    ]
