"""Numbers that an address, or a hidden box of a form, asks for: whatever somebody wrote there."""

from __future__ import annotations


def number_in(text: str, *, digits: int = 12) -> int | None:
    """The whole number that a text is; None where it is none, or has more digits than anything that is asked for.

    >>> number_in("12"), number_in("1234", digits=3), number_in("-1"), number_in("")
    (12, None, None, None)
    """
    return int(text) if text.isascii() and text.isdigit() and len(text) <= digits else None
