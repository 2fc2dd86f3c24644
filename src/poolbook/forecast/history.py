"""What a forecast method may look at: one scheme's budget and its spend by period, nothing else.

Source: docs/reference/forecast.md.
"""

from __future__ import annotations

from dataclasses import dataclass

MONTHS_IN_YEAR = 12


@dataclass(frozen=True, slots=True)
class History:
    """One scheme as at the end of ``period`` (0: nothing has elapsed; 13 to 15: adjustment periods).

    ``budget`` is the year's, in pence. ``months`` is the budget by month where it was entered month by month,
    else empty: the budget is then taken in twelfths. ``spend`` is pence by period, 1 to 15; what lies after
    ``period`` is not looked at.
    """

    period: int
    budget: int
    months: tuple[int, ...]
    spend: tuple[int, ...]

    @property
    def over(self) -> bool:
        """Whether the twelve months are over: the outturn is then what was spent."""
        return self.period >= MONTHS_IN_YEAR

    @property
    def actual(self) -> int:
        """Spent to the end of the period, in pence; negative where credits are larger."""
        return sum(self.spend[: self.period])

    @property
    def profile_to_date(self) -> int:
        """The part of the budget that belongs to the elapsed months, in pence, to the nearest penny.

        >>> History(7, 100_00, (), (0,) * 15).profile_to_date
        5833
        """
        elapsed = min(self.period, MONTHS_IN_YEAR)
        return sum(self.months[:elapsed]) if self.months else nearest(self.budget * elapsed, MONTHS_IN_YEAR)


def nearest(numerator: int, denominator: int) -> int:
    """The whole penny nearest to an exact fraction; a half goes away from nil, so a credit rounds as its debit does.

    >>> nearest(5, 2), nearest(-5, 2), nearest(7, 3)
    (3, -3, 2)
    """
    whole, rest = divmod(abs(numerator), denominator)
    rounded = whole + (2 * rest >= denominator)
    return rounded if numerator >= 0 else -rounded
