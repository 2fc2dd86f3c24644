"""Dates and periods as finance systems write them: each distinct text is read once.

A file of a million lines has some hundred distinct dates, so they are read by plain Python, one text at a time, and
joined back by the column. Days come before months: this is England.

Source: docs/reference/imports.md, "Reading".
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, timedelta

import polars as pl

from poolbook.dates.years import MONTHS_BY_NAME, FinancialYear

_TIME = r"(?:[ T][0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?)?"
_ISO = re.compile(rf"([0-9]{{4}})-([0-9]{{2}})-([0-9]{{2}}){_TIME}Z?")
_NUMBERS = re.compile(rf"([0-9]{{1,2}})[/.-]([0-9]{{1,2}})[/.-]([0-9]{{4}}|[0-9]{{2}}){_TIME}")
_NAMED = re.compile(rf"([0-9]{{1,2}})[- /]([A-Za-z]{{3,9}})[- /]([0-9]{{4}}|[0-9]{{2}}){_TIME}")
_SERIAL = re.compile(r"[0-9]{5}")
_EPOCH = date(1899, 12, 30)  #: day 0 of a spreadsheet

#: The forms a source may name under ``dates`` in its rules.
FORMS = ("yyyy-mm-dd", "dd/mm/yyyy", "dd-mon-yyyy", "excel")


def day(text: str, forms: tuple[str, ...] = FORMS) -> date | None:
    """One date; None where it is not one of the forms, or no day of the calendar.

    >>> [str(day(text)) for text in ("11-Apr-2012", "9/5/12", "2012-04-11 00:00:00", "31/02/2012", "41010")]
    ['2012-04-11', '2012-05-09', '2012-04-11', 'None', '2012-04-11']
    """
    text = text.strip()
    if len(text) > 40:
        return None
    try:
        if "yyyy-mm-dd" in forms and (found := _ISO.fullmatch(text)):
            return date(int(found[1]), int(found[2]), int(found[3]))
        if "dd/mm/yyyy" in forms and (found := _NUMBERS.fullmatch(text)):
            return date(_century(found[3]), int(found[2]), int(found[1]))
        if "dd-mon-yyyy" in forms and (found := _NAMED.fullmatch(text)):
            return date(_century(found[3]), MONTHS_BY_NAME.get(found[2].casefold(), 0), int(found[1]))
        if "excel" in forms and _SERIAL.fullmatch(text):
            return _EPOCH + timedelta(days=int(text))
    except ValueError:
        return None
    return None


def _century(text: str) -> int:
    return int(text) if len(text) == 4 else 2000 + int(text)


_PERIOD = re.compile(r"(?:p|m|per|period|month)?[ .-]?0{0,2}([0-9]{1,2})")
_FISCAL = re.compile(r"((?:19|20)[0-9]{2})/?([0-9]{2})")
_MONTH = re.compile(r"([a-z]{3,9})[ -]?((?:19|20)?[0-9]{2})?")
_ADJUSTMENT = re.compile(r"adj(?:ustment)?(?:[ -]?((?:19|20)?[0-9]{2}))??(?:[ -]?((?:19|20)?[0-9]{2}))?")


def period(
    text: str, year: FinancialYear, *, named_by: str = "start", known: Mapping[str, int] | None = None
) -> int | None:
    """A period, 1 to 15, of the year; None where the text is none of this year.

    ``named_by`` says whether a fiscal ``2025`` in ``202501`` is the year that starts or ends then; ``known`` are the
    names that the source's rules give. An adjustment is named by the year's end (``ADJ-26``), or by both its years.

    >>> year = FinancialYear(2025)
    >>> [period(text, year) for text in ("001", "13", "APR-25", "MAR-26", "202501", "P07", "016", "APR-24", "ADJ-26")]
    [1, 13, 1, 12, 1, 7, None, None, 13]
    """
    plain = " ".join(text.split()).lower()
    if known and plain in known:
        return known[plain]
    if found := _PERIOD.fullmatch(plain):
        number = int(found[1])
    elif found := _FISCAL.fullmatch(plain):
        starts = int(found[1]) - (1 if named_by == "end" else 0)
        number = int(found[2]) if starts == year.start else 0
    elif found := _ADJUSTMENT.fullmatch(plain):
        first, last = (_century(text) if text else None for text in found.groups())
        number = 13 if first in (None, year.start) and last in (None, year.start + 1) else 0
    elif (found := _MONTH.fullmatch(plain)) and found[1] in MONTHS_BY_NAME:
        number = (MONTHS_BY_NAME[found[1]] - 4) % 12 + 1
        calendar_year = year.start + (1 if number > 9 else 0)
        if found[2] and _century(found[2]) != calendar_year:
            return None
    else:
        return None
    return number if 1 <= number <= 15 else None


def another_year(text: str, year: FinancialYear, *, named_by: str = "start") -> bool:
    """Whether a text that is no period of the year is one of another.

    >>> [another_year(text, FinancialYear(2025)) for text in ("202413", "ADJ-19", "016", "x")]
    [True, True, False, False]
    """
    others = (FinancialYear(start) for start in range(year.start - 40, year.start + 41))
    return any(period(text, each, named_by=named_by) is not None for each in others)


def once(cells: pl.Series, read: Callable[[str], object], dtype: pl.DataType | type[pl.DataType]) -> pl.Series:
    """A column read text by distinct text; null where ``read`` says None."""
    texts = cells.unique()
    values = pl.Series("value", [None if text is None else read(text) for text in texts.to_list()], dtype=dtype)
    pairs = pl.DataFrame({"text": texts, "value": values})
    column = pl.DataFrame({"text": cells})
    return column.join(pairs, on="text", how="left", maintain_order="left", nulls_equal=True)["value"]
