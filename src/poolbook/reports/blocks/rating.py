"""The rating of a measure: green, amber or red, where its figures can be compared at all.

Nobody has agreed how far from a target is too far, so none is assumed: amber is a target that is missed and
nearer than it was.

Source: docs/reference/reports.md, "The blocks of the quarterly report"; SI 2000/617 reg 7(4)(b).
"""

from __future__ import annotations

import re
from fractions import Fraction

NOT_RATED = "not rated"
RULE = (
    "Green: the target is met. Amber: it is not met, and is nearer than the quarter before. Red: it is not met, and is"
    " not known to be nearer. Rated only where target and actual are both plain numbers of one unit."
)
_FIGURE = re.compile(r"(?P<unit>£?)(?P<number>-?(\d{1,3}(,\d{3})+|\d+)(\.\d+)?)(?P<percent>%?)")


def rating(target: str, actual: str, better: str, before: str = "") -> str:
    """How a measure stands; ``better`` is ``higher`` or ``lower``, ``before`` the figure of the quarter before.

    >>> rating("80%", "81%", "higher"), rating("15%", "11%", "higher", "9%"), rating("4.5", "5", "lower", "4.9")
    ('green', 'amber', 'red')
    >>> rating("40% in three years", "46%", "lower"), rating("85%", "83", "higher")
    ('not rated', 'not rated')
    """
    aim, now, then = _figure(target), _figure(actual), _figure(before)
    if aim is None or now is None or aim[0] != now[0]:
        return NOT_RATED
    sign = 1 if better == "higher" else -1
    if now[1] * sign >= aim[1] * sign:
        return "green"
    nearer = then is not None and then[0] == now[0] and now[1] * sign > then[1] * sign
    return "amber" if nearer else "red"


def unrated(target: str, actual: str) -> str:
    """Why a measure is not rated; empty where it is.

    >>> [unrated(*each) for each in (("80%", "81%"), ("1e400", "9"), ("15", "abc"), ("85%", "83"), ("", "83"))]
    ['', 'target is no plain number', 'actual is no plain number', 'target and actual have two units', 'no target']
    """
    for what, text in (("target", target), ("actual", actual)):
        if _figure(text) is None:
            return f"{what} is no plain number" if text.strip() else f"no {what}"
    return "target and actual have two units" if rating(target, actual, "higher") == NOT_RATED else ""


def _figure(text: str) -> tuple[str, Fraction] | None:
    """A plain number with its unit; None for anything else."""
    found = _FIGURE.fullmatch(text.strip())
    return (found["unit"] + found["percent"], Fraction(found["number"].replace(",", ""))) if found else None
