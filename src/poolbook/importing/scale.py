"""Figures in thousands: refused, because read as pounds they would be wrong a thousand times over.

A listing carries pounds and pence; one in thousands has been rounded on its way, so no reading makes it whole again.
Source: docs/reference/imports.md, "Files".
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from poolbook.findings import Finding, Where, error

_MARK = "['’‘]?"
#: "£000", "£'000s", "(000s)", "£k", "£m", "in thousands", "millions of pounds"; not "over £25,000".
_SCALED = re.compile(
    rf"(?:£|\bgbp)\s?{_MARK}\s?(?:000s?|k|m|mn|thousands?|millions?)\b"
    rf"|\({_MARK}000s\)|['’‘]000s?\b|\bin (?:thousands|millions)\b|\b(?:thousands|millions) of pounds\b",
    re.IGNORECASE,
)


def refused(rows: Sequence[Sequence[str]], where: Where) -> Finding | None:
    """What is said of a file whose title or heading rows say that its figures are in thousands; None where none does.

    >>> refused([["Spend over £25,000"], ["Date", "Amount (£)"]], Where()) is None
    True
    >>> refused([["All figures in £'000"], ["Date", "Amount"]], Where()).where.row
    1
    """
    for number, row in enumerate(rows, start=1):
        for cell in row:
            if _SCALED.search(cell):
                message = (
                    f"{cell.strip()[:60]!r} says that the figures are not in pounds, and they would be read so: "
                    "extract the listing again in pounds and pence"
                )
                return error("import.scaled", message, Where(file=where.file, sheet=where.sheet, row=number))
    return None
