"""The six verbs, one small file each; a new verb is a new file and a line in :data:`VERBS`.

A verb moves part of what is left, on the position it is given, and hands back a sentence that says what it did or why
it did nothing. Its docstring is its specification.

Source: docs/reference/settlement.md, "The verbs".
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from poolbook.settlement.position import Position
from poolbook.settlement.verbs.assign import assign
from poolbook.settlement.verbs.decide import decide
from poolbook.settlement.verbs.draw import draw
from poolbook.settlement.verbs.hold import hold
from poolbook.settlement.verbs.net import net
from poolbook.settlement.verbs.share import share
from poolbook.terms.waterfall import Rule


class Verb(NamedTuple):
    """What a verb does, and how a table says it."""

    settle: Callable[[Position, Rule], str]
    words: str


VERBS: Mapping[str, Verb] = {
    "net": Verb(net, "units meet each other"),
    "assign": Verb(assign, "one partner bears it"),
    "share": Verb(share, "partners share it"),
    "draw": Verb(draw, "reserves pay"),
    "hold": Verb(hold, "an underspend is kept"),
    "decide": Verb(decide, "a body decides"),
}


def rule_words(number: int, verb: str) -> str:
    """A rule in a table: its place and what it does; nil is no rule's place.

    >>> rule_words(2, "share"), rule_words(0, "undecided")
    ('2: partners share it', 'no rule')
    """
    return f"{number}: {VERBS[verb].words}" if number else "no rule"
