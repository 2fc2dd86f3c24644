"""The values that people write, wherever they write them: names, words, numbers and sums of money.

Source: docs/reference/worked-examples.md, "The file".
"""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Annotated

from pydantic import BeforeValidator, WithJsonSchema

from poolbook import money
from poolbook.yamlfile.document import Written
from poolbook.yamlfile.text import in_one_line

_LONG = re.compile(r"[-+]?(?=[0-9.]{30})(?P<whole>[0-9]*)\.?[0-9]*")


def instead(value: object) -> str:
    """The end of a message: what was found where something else is needed.

    >>> instead("x"), instead(None), instead([1])
    (", not 'x'", ': nothing is given', ', not a list')
    """
    if value is None:
        return ": nothing is given"
    if isinstance(value, list | tuple | dict):
        return ", not keys with values" if isinstance(value, dict) else ", not a list"
    return f", not {quoted(value)}"


def quoted(value: object) -> str:
    """A value as quoted in a message: a long one must not fill a screen."""
    text = as_written(value) if isinstance(value, Fraction) else repr(value) if isinstance(value, str) else str(value)
    text = {"True": "true", "False": "false"}.get(text, text)
    return text if len(text) <= 60 else f"{text[:57]}..."


def as_written(number: int | Fraction) -> str:
    """A number in the author's own digits."""
    return number.text if isinstance(number, Written) else str(number)


def _name(value: object) -> object:
    """A whole number stands for its digits; anything else must be a text."""
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if isinstance(value, str) and not value.strip():
        raise ValueError("a name is missing")
    if isinstance(value, str) and not in_one_line(value):
        raise ValueError(f"write a name on one line, without tabs and the like, not {quoted(value)}")
    return value


def _plain(value: object) -> object:
    """Words, or a number or yes-or-no as it was written: clause 6.10 is not clause 6.1."""
    if isinstance(value, bool):
        return str(value).lower()
    return as_written(value) if isinstance(value, int | Fraction) else value


def _number(value: object) -> object:
    if isinstance(value, str) and _LONG.fullmatch(value):
        raise ValueError(f"{quoted(value)} has too many digits: give 30 at most before the point and 30 after it")
    if isinstance(value, bool) or not isinstance(value, int | Fraction):
        raise ValueError(f"write a number here{instead(value)}")
    if value < 0:
        raise ValueError(f"{quoted(value)} is negative: this number cannot be")
    return value


def read_pence(value: object) -> object:
    """Pence from a whole number of pence, or from pounds with the sign; else ``ValueError``."""
    if isinstance(value, str) and "£" in value:
        return money.parse(value)
    long = _LONG.fullmatch(value) if isinstance(value, str) else None
    if long is not None and len(long["whole"]) > money.MAX_DIGITS:
        raise ValueError(f"{quoted(value)} is larger than any fund")
    if isinstance(value, bool) or not isinstance(value, int):
        raise ValueError(f"write whole pence, or pounds with the sign as £1,234.50{instead(value)}")
    if abs(value) >= 10 ** (money.MAX_DIGITS + 2):
        raise ValueError(f"{quoted(value)} is larger than any fund")
    return value


def read_sum(value: object) -> object:
    """Pence that cannot be negative, from a number of pence or from pounds with the sign; else ``ValueError``."""
    pence = read_pence(value)
    if isinstance(pence, int) and pence < 0:
        raise ValueError(f"{quoted(value)} is negative: this sum cannot be")
    return pence


#: A code that other keys refer to; a number without quotes is taken as its digits.
Name = Annotated[str, BeforeValidator(_name)]
#: Words for people, or a number as it was written.
Words = Annotated[str, BeforeValidator(_plain)]
#: An exact number, never negative.
Number = Annotated[int | Fraction, BeforeValidator(_number), WithJsonSchema({"type": "number", "minimum": 0})]
_MONEY = WithJsonSchema({"anyOf": [{"type": "integer"}, {"type": "string", "pattern": "£"}]})
#: Whole pence, or pounds with the sign, which may be negative.
Pence = Annotated[int, BeforeValidator(read_pence), _MONEY]
#: Whole pence, or pounds with the sign, never negative.
Sum = Annotated[int, BeforeValidator(read_sum), _MONEY]
