"""Charts: figures as pictures, each beside the table that it is made from.

A chart is a value: what is drawn, and what it says to those who do not see it. It is drawn twice, wide and narrow for a
phone, always to the same bytes (:mod:`.drawing`), and by a process of its own (:mod:`.pen`): what draws is slow to
start and slower to stop, and a page waits for neither. The page names a picture by the hash of its figures; the browser
fetches it beside the page (:mod:`.pictures`).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import asdict, dataclass

WIDE, NARROW = 900, 340
FONT = "Arial, Helvetica, sans-serif"


@dataclass(frozen=True)
class Bars:
    """Sums in pence side by side: one group for each label, one bar for each series. None draws no bar."""

    labels: tuple[str, ...]
    series: tuple[tuple[str, tuple[int | None, ...]], ...]


@dataclass(frozen=True)
class Lines:
    """Sums in pence along a row of labels; a series whose name is in ``broken`` is drawn as a broken line."""

    labels: tuple[str, ...]
    series: tuple[tuple[str, tuple[int | None, ...]], ...]
    broken: tuple[str, ...] = ()


@dataclass(frozen=True)
class Waterfall:
    """A sum, and how each step takes from it until nothing is left; ``kinds`` says of each step what it is."""

    start: str
    steps: tuple[tuple[str, int, str], ...]  #: label, pence taken, kind
    kinds: tuple[str, ...]  #: in the order of their colours; the first is that of the sum at the start


Spec = Bars | Lines | Waterfall

_KINDS: dict[str, Callable[..., Spec]] = {kind.__name__: kind for kind in (Bars, Lines, Waterfall)}


@dataclass(frozen=True)
class Chart:
    """What is drawn, and what it says to those who do not see it."""

    says: str
    spec: Spec


def written(spec: Spec) -> str:
    """What is drawn as text: always the same text for the same figures."""
    return json.dumps([type(spec).__name__, asdict(spec)], ensure_ascii=False, separators=(",", ":"))


def read(text: str) -> Spec:
    """What is drawn, from its text.

    >>> spec = Lines(("Apr", "May"), (("Spent", (100, None)),), broken=("Spent",))
    >>> read(written(spec)) == spec
    True
    """
    kind, fields = json.loads(text)
    return _KINDS[kind](**{name: _frozen(value) for name, value in fields.items()})


def digest(text: str) -> str:
    """The name of a picture: 32 characters that nobody can guess who does not know the figures."""
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def _frozen(value: object) -> object:
    return tuple(_frozen(each) for each in value) if isinstance(value, list) else value
