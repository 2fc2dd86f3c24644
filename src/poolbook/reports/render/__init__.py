"""How a report is written: one small file a format, and this table.

A renderer lays out; it works nothing out. Each marks illustrative rows and prints units, totals and the findings.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from poolbook.reports.model import Report
from poolbook.reports.render import csv, json, text, xlsx

Renderer = Callable[[Report], bytes]

FORMATS: Mapping[str, Renderer] = {
    "text": text.render,
    "csv": csv.render,
    "xlsx": xlsx.render,
    "json": json.render,
}
