"""What the formats have in common: headings with their unit, cells in words, and what no cell may carry.

Source: docs/reference/reports.md, "Formats".
"""

from __future__ import annotations

import re
from datetime import date

from poolbook import findings, money
from poolbook.findings import Severity
from poolbook.reports.model import Cell, Column, Kind

MARK = "illustrative"
MARK_HEADING = "Marked"

#: What a finding asks of whoever reads a report.
WEIGHTS = {Severity.ERROR: "To put right", Severity.WARNING: "To answer", Severity.NOTE: "To know"}

_UNITS = {Kind.PENCE: " (£)", Kind.PERCENT: " (%)"}
#: Control characters, which could drive a terminal, and marks that turn text about; a line feed and a tab are
#: text.
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
#: How a cell begins that a spreadsheet would run.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def heading(column: Column) -> str:
    """A column's heading with its unit.

    >>> heading(Column("Variance", Kind.PERCENT))
    'Variance (%)'
    """
    return column.heading + _UNITS.get(column.kind, "")


def clean(text: str) -> str:
    """Text without what could drive a terminal or break a file; carriage returns become line feeds.

    >>> clean("a\\x1b[31mb")
    'a?[31mb'
    """
    return _CONTROL.sub("?", text.replace("\r\n", "\n").replace("\r", "\n"))


def sentence(text: str) -> str:
    """A finding's message as a sentence of a report.

    >>> sentence("the agreement is silent")
    'The agreement is silent.'
    """
    return findings.sentence(clean(text).strip())


def runs(text: str) -> bool:
    """Whether a spreadsheet that opens this text would take it for a formula.

    >>> runs("=cmd"), runs("Age 18+")
    (True, False)
    """
    return text.startswith(_FORMULA)


def plain(cell: Cell, kind: Kind) -> str:
    """A cell as a program reads it: pounds with two decimals and no sign of the currency, percent with one, ISO dates.

    >>> plain(-123450, Kind.PENCE), plain(-73, Kind.PERCENT), plain(None, Kind.COUNT)
    ('-1234.50', '-7.3', '')
    """
    if cell is None:
        return ""
    if isinstance(cell, date):
        return cell.isoformat()
    if kind is Kind.PENCE and isinstance(cell, int):
        return money.plain(cell)
    if kind is Kind.PERCENT and isinstance(cell, int):
        return _tenths(cell)
    return clean(str(cell))


def shown(cell: Cell, kind: Kind) -> str:
    """A cell as a person reads it: commas in numbers, dates as 31 Oct 2009.

    >>> shown(-123450, Kind.PENCE), shown(73, Kind.PERCENT), shown(date(2009, 10, 1), Kind.DATE)
    ('-1,234.50', '7.3', '1 Oct 2009')
    """
    if isinstance(cell, date):
        return f"{cell.day} {cell:%b %Y}"
    if kind is Kind.PENCE and isinstance(cell, int):
        return money.show(cell).replace("£", "")
    if kind is Kind.COUNT and isinstance(cell, int):
        return f"{cell:,}"
    return plain(cell, kind)


def _tenths(tenths: int) -> str:
    whole, part = divmod(abs(tenths), 10)
    return f"{'-' if tenths < 0 else ''}{whole}.{part}"
