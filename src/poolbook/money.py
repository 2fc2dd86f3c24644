"""Money: whole pence in ``int``, read strictly, shown plainly, split exactly.

One place decides what an amount looks like, so that a figure which cannot be read is refused rather than
guessed. Nothing here rounds, save the largest-remainder split that agreements call for.

Source: house rule (whole pence, no float); the split is the rounding rule of the settlement vocabulary
(docs/reference/settlement.md, "Rounding").
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction

Weight = int | Fraction

#: No English fund comes near a thousand million million pounds; a longer number is a fault, not a sum.
MAX_DIGITS = 15

_AMOUNT = re.compile(
    r"""(?P<open>\()?                                   # accountants' brackets: a negative
        (?P<sign>[-\u2212+])?\s?£?\s?(?P<inner>-)?      # a sign before or after the pound
        (?P<whole>[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)      # commas, when there are any, every third digit
        (?:\.(?P<part>[0-9]{1,2}))?                     # pounds, or pounds and one or two decimals
        (?P<trailing>-)?                                # the trailing minus of some ledgers
        (?P<close>\))?""",
    re.VERBOSE,
)


def parse(text: str) -> int:
    """Pence from an amount in pounds as people and finance systems write it.

    >>> parse(" 1,234.50 "), parse("(12.3)"), parse("£7"), parse("123.45-"), parse("-£0.01")
    (123450, -1230, 700, -12345, -1)

    Raises ``ValueError``, in words a person can act on, for anything else: three decimals, a comma out of
    place, an exponent, ``NaN``, a blank.
    """
    stripped = text.strip().strip("\u00a0")
    if not stripped:
        raise ValueError("no amount is given")
    found = _AMOUNT.fullmatch(stripped) if len(stripped) <= 40 else None
    if found is None:
        raise ValueError(f"{_short(stripped)} is not an amount in pounds and pence")
    signs = [found["sign"] in ("-", "\u2212"), bool(found["inner"]), bool(found["trailing"]), bool(found["open"])]
    if bool(found["open"]) != bool(found["close"]) or sum(signs) > 1:
        raise ValueError(f"{_short(stripped)} has more than one sign, or a bracket left open")
    whole = found["whole"].replace(",", "")
    if len(whole) > MAX_DIGITS:
        raise ValueError(f"{_short(stripped)} is larger than any fund")
    pence = int(whole) * 100 + int((found["part"] or "0").ljust(2, "0"))
    return -pence if any(signs) else pence


def show(pence: int) -> str:
    """Pounds as a person reads them: sign, pound, commas, two decimals.

    >>> show(-123450), show(5)
    ('-£1,234.50', '£0.05')
    """
    whole, part = divmod(abs(pence), 100)
    return f"{'-' if pence < 0 else ''}£{whole:,}.{part:02d}"


def plain(pence: int) -> str:
    """Pounds as a program reads them: no sign of the currency, no commas.

    >>> plain(-123450)
    '-1234.50'
    """
    whole, part = divmod(abs(pence), 100)
    return f"{'-' if pence < 0 else ''}{whole}.{part:02d}"


def split(amount: int, weights: Sequence[Weight]) -> list[int]:
    """Whole pence by weight: every exact share is floored, and the pence left over go singly to the largest parts
    cut off, equal parts in the order of the weights. A negative amount is split as its size and turned round.

    The parts always sum to ``amount``. Raises ``ValueError`` for a negative weight or no weight above nil.

    >>> split(10, [1, 1, 1]), split(-10, [1, 1, 1]), split(100, [Fraction(1, 3), 0, Fraction(2, 3)])
    ([4, 3, 3], [-4, -3, -3], [33, 0, 67])
    """
    total = sum(weights)
    if any(weight < 0 for weight in weights) or total <= 0:
        raise ValueError("weights must not be negative, and one at least must be above nil")
    size = abs(amount)
    shares = [size * weight / Fraction(total) for weight in weights]
    parts = [share.numerator // share.denominator for share in shares]
    by_part_cut_off = sorted(range(len(parts)), key=lambda i: (parts[i] - shares[i], i))
    for i in by_part_cut_off[: size - sum(parts)]:
        parts[i] += 1
    assert sum(parts) == size, "a split must sum to the whole"
    return parts if amount >= 0 else [-part for part in parts]


def percent(part: int, whole: int) -> str:
    """``part`` as a percentage of ``whole`` to one decimal, half away from nil; a dash where there is no whole.

    >>> percent(36400000, 500000000), percent(-1, 3), percent(1, 0)
    ('7.3%', '-33.3%', '-')
    """
    if whole == 0:
        return "-"
    tenths, rest = divmod(abs(part) * 1000, abs(whole))
    tenths += 2 * rest >= abs(whole)
    negative = (part < 0) != (whole < 0) and tenths > 0
    return f"{'-' if negative else ''}{tenths // 10}.{tenths % 10}%"


def _short(text: str) -> str:
    """The text as quoted in a message: a 200,000-character cell must not fill a screen."""
    return repr(text if len(text) <= 40 else f"{text[:37]}...")
