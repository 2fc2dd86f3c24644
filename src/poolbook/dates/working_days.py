"""Working days in England: Monday to Friday, not a bank holiday.

Bank holidays come from the ``holidays`` package (England); a day that is proclaimed later, or that the partners agree
to leave out, comes as data.

Source: Banking and Financial Dealings Act 1971, section 1 and schedule 1; docs/reference/clocks.md.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta
from functools import cache

import holidays

#: The years for which bank holidays are known by law, or can be foreseen.
FIRST_YEAR, LAST_YEAR = 1972, 2100

_ONE_DAY = timedelta(days=1)


@cache
def bank_holidays(year: int) -> frozenset[date]:
    """The bank holidays of England in a calendar year; ``ValueError`` outside :data:`FIRST_YEAR` to :data:`LAST_YEAR`.

    >>> sorted(bank_holidays(2009))[-1]
    datetime.date(2009, 12, 28)
    """
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValueError(f"the bank holidays of {year} are not known: give a date from {FIRST_YEAR} to {LAST_YEAR}")
    return frozenset(holidays.country_holidays("GB", subdiv="ENG", years=year))


def is_working_day(day: date, closures: Collection[date] = ()) -> bool:
    """Whether offices are open: Monday to Friday, no bank holiday, none of the further ``closures``.

    >>> is_working_day(date(2011, 4, 29)), is_working_day(date(2011, 4, 28)), is_working_day(date(2011, 4, 30))
    (False, True, False)
    """
    return day.weekday() < 5 and day not in closures and day not in bank_holidays(day.year)


def next_working_day(day: date, closures: Collection[date] = ()) -> date:
    """The day itself if it is a working day, else the first one after it.

    >>> next_working_day(date(2009, 12, 25))
    datetime.date(2009, 12, 29)
    """
    while not is_working_day(day, closures):
        day += _ONE_DAY
    return day


def add_working_days(day: date, number: int, closures: Collection[date] = ()) -> date:
    """The day that is ``number`` working days later; the day itself is day 0, whatever day it is.

    >>> add_working_days(date(2015, 4, 2), 10)
    datetime.date(2015, 4, 20)
    """
    for _ in range(number):
        day = next_working_day(day + _ONE_DAY, closures)
    return day
