"""What waits for a person, and by when: each app says what of its own does, and the home page and the digest ask all.

An app registers one function when it is ready. It is given a person and a moment, asks permission as every query does,
and answers with what that person, and not just anybody, is expected to do.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any


@dataclass(frozen=True)
class Waiting:
    """One thing to do: ``what`` in a few words that begin with a verb, the page where it is done, the fund's name, who
    asked, and the day by which it is wanted, if one was named."""

    what: str
    url: str
    fund: str
    asked_by: str = ""
    by: date | None = None


#: A person is ``Any`` here, since people stand above this.
Ask = Callable[[Any, datetime], Iterable[Waiting]]

_ASKED: list[Ask] = []


def register(ask: Ask) -> None:
    """Have a function asked too; once, however often its app is made ready."""
    if ask not in _ASKED:
        _ASKED.append(ask)


def of(person: Any, at: datetime) -> list[Waiting]:
    """All that waits for a person, what is wanted first at the top, and what has no day at the end."""
    return sorted((each for ask in _ASKED for each in ask(person, at)), key=lambda each: each.by or date.max)
