"""What is left under each partner's cap: how much more of the variance it could be asked to bear.

Source: docs/reference/settlement.md, "The modifiers" (a cap counts what every rule has charged the partner).
"""

from __future__ import annotations

from poolbook.reports.model import Column, Kind, Row, Table
from poolbook.reports.view import View
from poolbook.settlement.model import Settlement
from poolbook.settlement.verbs import rule_words

_WAYS = {"over": "overspend", "under": "underspend"}


def caps(view: View, settlement: Settlement) -> list[Table]:
    """A row per cap and direction of the variance that its rule is for; no table where no rule has a cap."""
    columns = (
        Column("Rule"),
        Column("Clause"),
        Column("Contributor"),
        Column("Of an"),
        Column("Cap", Kind.PENCE),
        Column("Borne", Kind.PENCE),
        Column("Left under the cap", Kind.PENCE),
    )
    marked = view.standins.in_variance
    rows = []
    for number, rule in enumerate(settlement.case.rules, start=1):
        for partner, cap in rule.cap.items():
            bound = settlement.case.pence(cap)
            for way in [rule.when] if rule.when else _WAYS:
                borne = _borne(settlement, partner, over=way == "over")
                cells = (rule_words(number, rule.verb), rule.clause, view.name(partner), _WAYS[way])
                rows.append(Row((*cells, bound, borne, max(0, bound - borne)), illustrative=marked))
    return [Table("Left under the caps", columns, tuple(rows))] if rows else []


def _borne(settlement: Settlement, partner: str, *, over: bool) -> int:
    """What a partner pays in (of an overspend) or receives (of an underspend), by every rule and over all units."""
    moved = [move.pence for step in settlement.steps for move in step.moves if move.source == partner]
    return sum(abs(pence) for pence in moved if (pence > 0) is over)
