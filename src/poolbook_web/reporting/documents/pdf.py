"""PDF/UA-1, tagged for those who listen to it, by Typst.

The report goes in as data: the template never reads a word of it as its own language. The typeface comes with the
package and no other is looked for, and the date is the report's own, so that the same report gives the same bytes on
every machine. Source: ISO 14289-1; docs/reference/reports.md, "The site's documents".
"""

from __future__ import annotations

import json
import logging
import re
from dataclasses import asdict
from datetime import UTC, datetime
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import typst

from poolbook.reports import Report
from poolbook.reports.render.cells import WEIGHTS, clean, sentence
from poolbook_web.base.charts import Chart
from poolbook_web.base.charts.pen import Broken
from poolbook_web.base.charts.pictures import drawn
from poolbook_web.reporting.documents import layout
from poolbook_web.reporting.documents.layout import Pictures

log = logging.getLogger("poolbook.reporting")

_HERE = Path(__file__).resolve().parent
TYPEFACE = "Liberation Sans"
#: The letters of a chart, whose picture on a screen is free to take the nearest that the machine has.
_LETTERS = re.compile(r'font-family="[^"]*"')

#: A chart by itself, for a format that takes no drawing.
_ALONE = b"""
#set page(width: auto, height: auto, margin: 0pt)
#image(bytes(sys.inputs.svg), format: "svg")
"""


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(_HERE / "fonts")])


def render(report: Report, pictures: Pictures) -> bytes:
    """The report as a PDF."""
    made = typst.compile(
        (_HERE / "report.typ").read_bytes(),
        format="pdf",
        font_paths=_fonts(),
        pdf_standards=["ua-1"],
        sys_inputs={"report": json.dumps(_data(report, pictures))},
        timestamp=datetime(report.as_at.year, report.as_at.month, report.as_at.day, tzinfo=UTC),
    )
    assert isinstance(made, bytes)
    return made


def _data(report: Report, pictures: Pictures) -> dict[str, Any]:
    """What the template lays out, every word of it clean."""
    lying = layout.lies(report)
    return {
        "typeface": TYPEFACE,
        "lying": lying,
        "short": layout.SHORT,
        "fund": clean(report.fund),
        "title": clean(report.title),
        "subtitle": clean(report.subtitle),
        "header": [[clean(label), clean(value)] for label, value in report.header],
        "conventions": [clean(each) for each in report.conventions],
        "findings": [f"{WEIGHTS[each.severity]}: {sentence(each.message)}" for each in report.findings],
        "sections": [
            {
                "title": layout.title_of(section),
                "paragraphs": [clean(each) for each in section.paragraphs],
                "tables": [
                    asdict(layout.grid(table, lying=lying)) | {"picture": _picture(pictures.get((place, number)))}
                    for number, table in enumerate(section.tables)
                ],
            }
            for place, section in enumerate(report.sections)
        ],
    }


def _picture(chart: Chart | None) -> dict[str, str] | None:
    svg = svg_of(chart)
    return {"svg": svg, "says": chart.says} if chart is not None and svg else None


def svg_of(chart: Chart | None) -> str:
    """A chart in the letters of the report; nothing where it cannot be drawn: its table has the figures."""
    try:
        return _LETTERS.sub(f'font-family="{TYPEFACE}"', drawn(chart)) if chart is not None else ""
    except Broken as fault:
        log.error("chart not drawn", extra={"said": {"fault": str(fault)}})  # noqa: TRY400 - what broke is another process
        return ""


@lru_cache(maxsize=64)
def png_of(chart: Chart) -> bytes:
    """The same as a PNG; nothing where it cannot be drawn."""
    svg = svg_of(chart)
    made = typst.compile(_ALONE, format="png", ppi=200, font_paths=_fonts(), sys_inputs={"svg": svg}) if svg else b""
    assert isinstance(made, bytes)
    return made
