"""The year at the average pace so far."""

from __future__ import annotations

from poolbook.forecast.history import MONTHS_IN_YEAR, History, nearest


def outturn(history: History) -> int:
    """What was spent, divided by the periods elapsed, times twelve, to the nearest penny; the budget where no
    period has elapsed, for there is no pace yet.

    Worked figure: £700.00 spent by September (period 6): £700.00 x 12 / 6.

    >>> outturn(History(6, 1_200_00, (), (700_00, *[0] * 14)))
    140000

    From period 12 on it is the actual: the year is over. Source: docs/reference/forecast.md.
    """
    if history.over:
        return history.actual
    if history.period == 0:
        return history.budget
    return nearest(history.actual * MONTHS_IN_YEAR, history.period)
