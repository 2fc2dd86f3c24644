"""A report, its sections and its typed tables as HTML: what every page of figures is made of.

A cell is written as every other format writes it (:mod:`poolbook.reports.render.cells`); templates only lay out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import template
from django.utils.text import slugify

from poolbook.findings import Finding, Severity
from poolbook.reports.model import Kind, Row, Section, Table
from poolbook.reports.render import cells
from poolbook_web.base.charts.pictures import Shown
from poolbook_web.base.export import slug

register = template.Library()

_NUMBERS = (Kind.PENCE, Kind.PERCENT, Kind.COUNT)
_TAGS = {
    Severity.ERROR: "govuk-tag--red",
    Severity.WARNING: "govuk-tag--yellow",
    Severity.NOTE: "govuk-tag--grey",
}


@register.inclusion_tag("base/report/table.html")
def table(
    shown: Table, files: str = "", links: Sequence[str] | None = None, drills: Sequence[Sequence[str]] | None = None
) -> dict[str, Any]:
    """A typed table. ``files`` is the address before the table's own name, for downloads; ``links`` are addresses for
    the first cell of each row, ``drills`` for each cell of each row ("" for none): what a figure is made of."""
    heads = [
        {"text": cells.heading(column), "number": column.kind in _NUMBERS, "words": column.kind is Kind.TEXT}
        for column in shown.columns
    ]
    none = [""] * len(shown.columns)
    rows = [
        _row(shown, row, [links[place], *none[1:]] if links else drills[place] if drills else none)
        for place, row in enumerate(shown.rows)
    ]
    return {"table": shown, "heads": heads, "rows": rows, "name": slug(shown), "files": files}


def _row(shown: Table, row: Row, links: Sequence[str]) -> dict[str, Any]:
    said = [
        {
            "link": link,
            "text": cells.shown(cell, column.kind),
            "number": column.kind in _NUMBERS,
            "day": column.kind is Kind.DATE,
            "long": column.kind is Kind.TEXT and isinstance(cell, str) and len(cell) > 60,
        }
        for cell, column, link in zip(row.cells, shown.columns, links, strict=True)
    ]
    first, *rest = said
    return {"first": first, "rest": rest, "total": row.total, "illustrative": row.illustrative}


@register.inclusion_tag("base/report/figure.html")
def figure(chart: Shown | None) -> dict[str, Any]:
    """A chart, if there is one."""
    return {"chart": chart}


@register.inclusion_tag("base/report/section.html")
def section(
    shown: Section, charts: Mapping[str, Shown], files: str = "", drills: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """A part of a report: its sentences, and its tables, each beneath its chart where it has one. ``drills`` are, by a
    table's title, the addresses behind its cells."""
    parts = [(each, charts.get(each.title), (drills or {}).get(each.title)) for each in shown.tables]
    return {"section": shown, "parts": parts, "files": files, "id": slugify(shown.title)}


@register.inclusion_tag("base/report/findings.html")
def findings(found: Iterable[Finding], heading: str = "What to know about these figures") -> dict[str, Any]:
    """Findings in order of weight, each with its tag."""
    order = list(_TAGS)
    shown = [
        {"tag": _TAGS[each.severity], "weight": cells.WEIGHTS[each.severity], "finding": each}
        for each in sorted(found, key=lambda each: order.index(each.severity))
    ]
    return {"shown": shown, "heading": heading}


@register.inclusion_tag("base/report/said.html")
def record_said(shown: Table) -> dict[str, Any]:
    """A table of one row as a list of what it says; what is empty is left out."""
    row = shown.rows[0]
    pairs = [
        (cells.heading(column), cells.shown(cell, column.kind))
        for cell, column in zip(row.cells, shown.columns, strict=True)
        if cell not in (None, "")
    ]
    return {"said": pairs}
