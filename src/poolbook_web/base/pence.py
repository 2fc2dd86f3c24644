"""Money in the database: whole pence, in a column of integers.

Decimal columns are not used: SQLite keeps them as floating-point numbers and sums them with errors.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import models

from poolbook import money

if TYPE_CHECKING:
    _BigInteger = models.BigIntegerField[int, "Pence"]
    _BigIntegerOrNone = models.BigIntegerField[int | None, "Pence | None"]
else:
    _BigInteger = _BigIntegerOrNone = models.BigIntegerField

#: The largest sum the database holds: as many digits as the core reads.
LARGEST = 10 ** (money.MAX_DIGITS + 2) - 1


class Pence(int):
    """An amount in whole pence. Sums and differences of pence are pence.

    >>> (Pence(150) + 50).pounds, sum([Pence(1), Pence(2)], start=Pence(0)).pounds, (-Pence(5)).pounds
    ('£2.00', '£0.03', '-£0.05')
    """

    __slots__ = ()

    def __add__(self, other: int) -> Pence:
        return Pence(int(self) + other)

    __radd__ = __add__

    def __sub__(self, other: int) -> Pence:
        return Pence(int(self) - other)

    def __rsub__(self, other: int) -> Pence:
        return Pence(other - int(self))

    def __neg__(self) -> Pence:
        return Pence(-int(self))

    def __abs__(self) -> Pence:
        return Pence(abs(int(self)))

    @property
    def pounds(self) -> str:
        """As a person reads it, for templates."""
        return money.show(self)


class _Money:
    """What columns of pence do."""

    def from_db_value(self, value: int | None, *_: Any) -> Pence | None:
        """What the database holds, as pence."""
        return None if value is None else Pence(value)

    def to_python(self, value: Any) -> Pence | None:
        """Refuse what is not a whole number of pence, and what no fund could hold."""
        if value is None or isinstance(value, Pence):
            return value
        if not isinstance(value, int) or isinstance(value, bool):
            raise ValidationError(f"{value!r} is not a whole number of pence.", code="invalid")
        if abs(value) > LARGEST:
            raise ValidationError("This is larger than any fund.", code="invalid")
        return Pence(value)

    def get_prep_value(self, value: Any) -> int | None:
        """Pence as the driver takes them."""
        pence = self.to_python(value)
        return None if pence is None else int(pence)


class MoneyField(_Money, _BigInteger):
    """A column of pence. It takes integers only: words become pence in forms and imports, by the core's rules."""


class OptionalMoneyField(_Money, _BigIntegerOrNone):
    """The same, where an amount may be missing; give it ``null=True``."""
