"""The six verbs, one small file each; a new verb is a new file and a line in :data:`VERBS`.

A verb moves part of what is left, on the position it is given, and hands back a sentence that says what it did or why
it did nothing. Its docstring is its specification.

Source: docs/reference/settlement.md, "The verbs".
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from poolbook.settlement.position import Position
from poolbook.settlement.verbs.assign import assign
from poolbook.settlement.verbs.decide import decide
from poolbook.settlement.verbs.draw import draw
from poolbook.settlement.verbs.hold import hold
from poolbook.settlement.verbs.net import net
from poolbook.settlement.verbs.share import share
from poolbook.terms.waterfall import Rule

Verb = Callable[[Position, Rule], str]

VERBS: Mapping[str, Verb] = {
    "net": net,
    "assign": assign,
    "share": share,
    "draw": draw,
    "hold": hold,
    "decide": decide,
}
