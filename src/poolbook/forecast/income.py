"""What income the fund will have had by the year's end, beside its contributions: client charges and the rest.

A shortfall of income is as much an overspend as a dearer placement, and falls to the same rules.

Source: docs/reference/forecast.md, "Income"; SI 2000/617 reg 7(4) (the fund's income is reported with its expenditure).
"""

from __future__ import annotations

from poolbook.forecast.figures import Figures
from poolbook.forecast.history import MONTHS_IN_YEAR, nearest
from poolbook.ledger.model import Layer

ACCOUNTS = ("client_income", "other_income")


def income(figures: Figures, period: int) -> dict[str, int]:
    """Pence by scheme ("" for the whole fund) of the year's income, as at the end of a period: what was received and
    the budget of the months to come, in twelfths; once the year is over, what was received. Only schemes with a budget
    or a receipt are there."""
    outturn: dict[str, int] = {}
    for account in ACCOUNTS:
        for scheme in figures.scheme_codes(account):
            budget = -figures.scheme(Layer.BUDGET, account, scheme)
            received = -figures.scheme(Layer.ACTUAL, account, scheme, to=period)
            to_come = budget - nearest(budget * min(period, MONTHS_IN_YEAR), MONTHS_IN_YEAR)
            outturn[scheme] = outturn.get(scheme, 0) + received + to_come
    return outturn
