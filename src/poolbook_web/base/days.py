"""Days that people type, held to what they can be: a slip is told before it is printed, or posted for good."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from poolbook.dates.years import FinancialYear, date_words
from poolbook.findings import Finding, Where, error


def refused(
    day: date | None, year: FinancialYear, key: str, *, since: date | None = None, today: date | None = None
) -> Iterator[Finding]:
    """An error for a day before the year that precedes ``year``, or after the one that follows it. What was done is
    not still to come, so its last day is ``today``; and it may be as old as the agreement, in force ``since`` then.

    >>> year = FinancialYear(2025)
    >>> [each.message for each in refused(date(1990, 4, 1), year, "on")]
    ['1 April 1990 is too far from the year 2025-26: give a day from 1 April 2024 to 31 March 2027']
    >>> list(refused(date(2026, 10, 1), year, "on"))
    []
    """
    first = min(since or year.previous.first, year.previous.first)
    last = today or year.next.last
    if day is not None and not first <= day <= last:
        far = "is still to come" if today and day > today else f"is too far from the year {year}"
        message = f"{date_words(day)} {far}: give a day from {date_words(first)} to {date_words(last)}"
        yield error("text.day", message, Where(key=key))
