"""How the values of an agreement are written: money, dates, years, codes.

Each type reads the text that a person wrote, refuses what is not exactly that, and says how to write it.
Each also carries the JSON Schema by which an editor checks it while the person types.

Source: docs/reference/terms.md, "How values are written".
"""

from __future__ import annotations

import re
from datetime import date
from enum import StrEnum
from typing import Annotated, TypeVar

from pydantic import BeforeValidator, Field, WithJsonSchema

from poolbook import money
from poolbook.dates.years import FinancialYear, parse_year
from poolbook.yamlfile import Words

T = TypeVar("T")


def _pounds(value: object) -> int:
    if isinstance(value, str) and "£" in value:
        return money.parse(value)
    raise ValueError("write money in pounds with the sign, as £1,234.50")


def _from_nil(pence: int) -> int:
    if pence < 0:
        raise ValueError("this sum cannot be negative")
    return pence


def _day(value: object) -> date:
    if isinstance(value, str) and len(value) == 10:
        try:
            return date.fromisoformat(value)
        except ValueError:
            pass
    raise ValueError("write a date as 2009-04-01")


def _year(value: object) -> FinancialYear:
    if isinstance(value, str):
        return parse_year(value)
    raise ValueError("write a financial year as 2009-10")


def _code(value: object) -> object:
    if isinstance(value, str) and not re.fullmatch(_CODE, value):
        raise ValueError("write a code without spaces: letters, digits, - _ or . (40 at most, a letter or digit first)")
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _text(value: object) -> object:
    if isinstance(value, str) and not value.strip():
        raise ValueError("this is empty: write the words, or leave the key out")
    return value


def _items(value: object) -> object:
    """A list of the file becomes a tuple: terms never change once read."""
    return tuple(value) if isinstance(value, list) else value


def one_of(kind: type[StrEnum]) -> BeforeValidator:
    """Reads one of the words of an enumeration, and lists them all when it is another."""

    def choose(value: object) -> StrEnum:
        if isinstance(value, str) and value in set(kind):
            return kind(value)
        raise ValueError(f"write one of: {', '.join(kind)}")

    return BeforeValidator(choose)


_CODE = r"^[A-Za-z0-9][A-Za-z0-9_.-]{0,39}$"
_MONEY = WithJsonSchema({"type": "string", "pattern": "£", "description": "pounds with the sign, as £1,234.50"})

#: Pence, written in pounds with the sign: ``£1,234.50``; a negative is ``-£1,234.50``.
Pounds = Annotated[int, BeforeValidator(_pounds), _MONEY]
#: Pence, never negative, written the same way.
PoundsFromNil = Annotated[int, BeforeValidator(lambda value: _from_nil(_pounds(value))), _MONEY]
#: A date, written ``2009-04-01``.
Day = Annotated[date, BeforeValidator(_day), WithJsonSchema({"type": "string", "format": "date"})]
#: A financial year, written ``2009-10``.
Year = Annotated[
    FinancialYear,
    BeforeValidator(_year),
    WithJsonSchema({"type": "string", "pattern": "^(19|20)[0-9]{2}-[0-9]{2}$"}),
]
#: A short name without spaces that other keys refer to.
Code = Annotated[str, BeforeValidator(_code), Field(pattern=_CODE)]
#: Words for people, not left empty.
Text = Annotated[Words, BeforeValidator(_text), Field(max_length=4000)]
#: Any number of items, kept in the order of the file.
Items = Annotated[tuple[T, ...], BeforeValidator(_items)]
