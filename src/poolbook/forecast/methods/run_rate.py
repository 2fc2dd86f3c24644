"""Actual to date, and the months to come at the pace of the last three."""

from __future__ import annotations

from poolbook.forecast.history import MONTHS_IN_YEAR, History, nearest

LAST = 3


def outturn(history: History) -> int:
    """What was spent, and each remaining month at the average of the last three (of those elapsed, while
    fewer are), to the nearest penny; the budget where no period has elapsed.

    Worked figure: £700.00 spent by September (period 6), £450.00 of it from July: £700.00 + 6 x £150.00.

    >>> outturn(History(6, 1_200_00, (), (250_00, 0, 0, 100_00, 150_00, 200_00, *[0] * 9)))
    160000

    From period 12 on it is the actual: the year is over. Source: docs/reference/forecast.md.
    """
    if history.over:
        return history.actual
    if history.period == 0:
        return history.budget
    months = min(LAST, history.period)
    recent = sum(history.spend[history.period - months : history.period])
    return history.actual + nearest(recent * (MONTHS_IN_YEAR - history.period), months)
