"""How long somebody else's saves wait while an import goes on: a record of the same fund, every 50 ms."""

from __future__ import annotations

from bench.setting import Setting
from bench.site.places import Place
from bench.site.runs import brought, on_each, ratio, row, said
from bench.table import Goal, Row

TITLE = "The site: what others wait for while an import goes on"


def rows(setting: Setting) -> list[Row]:
    """On SQLite and on PostgreSQL."""
    return on_each(setting, _rows)


def _rows(setting: Setting, place: Place) -> list[Row]:
    measured = setting.in_turn({"": brought(place, setting.world(), "--saves")})[""]
    longest, site = said(measured, "longest_save"), said(measured, "import")
    return [
        row(f"{place.name}: the import, while another saves", site),
        row("the longest of those saves", longest, ratio(longest, site), setting.goal(Goal(at_most=0.5))),
    ]
