"""Cells as a spreadsheet copies them."""

from __future__ import annotations

import csv
import io


def rows(text: str) -> list[tuple[int, list[str]]]:
    """Every row that is not empty, with its number, counted from 1.

    >>> rows("Amount\\tWhat\\n\\n 5 \\tBudget moved")
    [(1, ['Amount', 'What']), (3, ['5', 'Budget moved'])]
    """
    read = csv.reader(io.StringIO(text), delimiter="\t")
    stripped = [(number, [cell.strip() for cell in row]) for number, row in enumerate(read, start=1)]
    return [(number, row) for number, row in stripped if any(row)]
