"""Financial years, quarters and periods.

Source: docs/reference/terms.md, "How values are written" (a year, 1 April to 31 March, as ``2009-10``);
docs/reference/ledger.md, "The two records" (periods). Quarter 1 is April to June. Periods 1 to 12 are April to March;
13 to 15 are adjustment periods after the year end, which finance systems keep for closing entries and which belong to
quarter 4.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date

PERIODS = range(1, 16)
MONTHS = range(1, 13)
QUARTERS = range(1, 5)

#: The months of the calendar, 1 (January) to 12, by their names and by the short forms of these, in lower case.
MONTHS_BY_NAME = {name.casefold(): number for number, name in enumerate(calendar.month_abbr) if name}
MONTHS_BY_NAME |= {name.casefold(): number for number, name in enumerate(calendar.month_name) if name} | {"sept": 9}


@dataclass(frozen=True, order=True, slots=True)
class FinancialYear:
    """The year that begins on 1 April of ``start``.

    >>> str(FinancialYear(2009)), FinancialYear(2009).last
    ('2009-10', datetime.date(2010, 3, 31))
    """

    start: int

    def __str__(self) -> str:
        return f"{self.start}-{(self.start + 1) % 100:02d}"

    @property
    def first(self) -> date:
        """1 April."""
        return date(self.start, 4, 1)

    @property
    def last(self) -> date:
        """31 March of the following calendar year."""
        return date(self.start + 1, 3, 31)

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last

    @property
    def next(self) -> FinancialYear:
        """The year after."""
        return FinancialYear(self.start + 1)

    @property
    def previous(self) -> FinancialYear:
        """The year before."""
        return FinancialYear(self.start - 1)


def year_of(day: date) -> FinancialYear:
    """The financial year a day falls in.

    >>> str(year_of(date(2010, 3, 31)))
    '2009-10'
    """
    return FinancialYear(day.year if day.month >= 4 else day.year - 1)


def parse_year(label: str) -> FinancialYear:
    """A year from its label, ``2009-10``; raises ``ValueError`` for any other form.

    >>> parse_year("2009-10").start
    2009
    """
    found = re.fullmatch(r"((?:19|20)[0-9]{2})-([0-9]{2})", label)
    if found is None or (int(found[1]) + 1) % 100 != int(found[2]):
        raise ValueError(f"{label!r} is not a financial year: write it as 2009-10")
    return FinancialYear(int(found[1]))


def date_words(day: date) -> str:
    """A day as sentences say it.

    >>> date_words(date(2009, 10, 1))
    '1 October 2009'
    """
    return f"{day.day} {day:%B %Y}"


def period_of(day: date) -> int:
    """The period, 1 (April) to 12 (March), of a day.

    >>> period_of(date(2009, 4, 30)), period_of(date(2010, 3, 1))
    (1, 12)
    """
    return (day.month - 4) % 12 + 1


def period_end(year: FinancialYear, period: int) -> date:
    """The last day of a period; an adjustment period ends with the year.

    >>> period_end(FinancialYear(2011), 11), period_end(FinancialYear(2011), 13)
    (datetime.date(2012, 2, 29), datetime.date(2012, 3, 31))
    """
    month = (min(period, 12) + 2) % 12 + 1
    calendar_year = year.start + (1 if month <= 3 else 0)
    return date(calendar_year, month, calendar.monthrange(calendar_year, month)[1])


def quarter_of(period: int) -> int:
    """The quarter a period reports in.

    >>> [quarter_of(period) for period in (1, 3, 4, 12, 15)]
    [1, 1, 2, 4, 4]
    """
    return (min(period, 12) + 2) // 3


def quarter_words(quarter: int) -> str:
    """A quarter as people say it, with its months.

    >>> quarter_words(2), quarter_words(4)
    ('Quarter 2: July to September', 'Quarter 4: January to March')
    """
    first = quarter * 3 % 12 + 1
    return f"Quarter {quarter}: {calendar.month_name[first]} to {calendar.month_name[first + 2]}"


def last_period(quarter: int) -> int:
    """The last period a quarter's report covers: 3, 6, 9, and 15 for the fourth, which takes in the adjustments."""
    return 15 if quarter == 4 else quarter * 3


def month_name(year: FinancialYear, period: int) -> str:
    """A period as people say it.

    >>> month_name(FinancialYear(2009), 12), month_name(FinancialYear(2009), 13)
    ('March 2010', 'adjustment period 13')
    """
    if period > 12:
        return f"adjustment period {period}"
    end = period_end(year, period)
    return f"{calendar.month_name[end.month]} {end.year}"
