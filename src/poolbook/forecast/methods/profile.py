"""Actual to date, and the budget of the months to come."""

from __future__ import annotations

from poolbook.forecast.history import History


def outturn(history: History) -> int:
    """What was spent, and the remaining months at their budget: by month where the budget was entered month
    by month, else in twelfths, to the nearest penny.

    Worked figure: a budget of £1,200.00, £700.00 spent by September (period 6): £700.00 + £600.00.

    >>> outturn(History(6, 1_200_00, (), (700_00, *[0] * 14)))
    130000

    From period 12 on it is the actual: the year is over. Source: docs/reference/forecast.md.
    """
    if history.over:
        return history.actual
    return history.actual + history.budget - history.profile_to_date
