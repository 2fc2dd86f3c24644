"""What else follows when an entry of the books is reversed: an app whose own rows go by entries says what is to be
done, and the ledger has it done in the same transaction, whoever reverses the entry and from whatever page."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Protocol


class Follow(Protocol):
    """What follows when an entry of the ledger, which stands above this, is reversed; ``row`` is the reversal."""

    def __call__(self, *, row: Any, why: str, by: Any, at: datetime) -> None:
        """Do it, for the same reason."""


_FOLLOWS: list[Follow] = []


def register(follow: Follow) -> None:
    """Have a function called too; once, however often its app is made ready."""
    if follow not in _FOLLOWS:
        _FOLLOWS.append(follow)


def follow(*, row: Any, why: str, by: Any, at: datetime) -> None:
    """Do all that follows."""
    for each in _FOLLOWS:
        each(row=row, why=why, by=by, at=at)
