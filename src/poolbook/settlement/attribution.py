"""Which unit's variance each source met, to the penny, when one sum was found for several units at once.

Totals by source never depend on this: it only says, for a page that shows one scheme, how much of each source belongs
to it. Each source is spread over the units in proportion to what is left of them, and the last takes the odd pennies.

Source: house rule, as agreements are silent on it; docs/reference/settlement.md, "By unit".
"""

from __future__ import annotations

from collections.abc import Sequence

from poolbook import money


def spread(sources: Sequence[int], units: Sequence[int]) -> list[list[int]]:
    """For each unit, its part of each source; none negative. Parts sum to the source down and to the unit across.

    >>> spread([30, 30], [20, 40])
    [[10, 10], [20, 20]]
    """
    left = list(units)
    columns: list[list[int]] = []
    for source in sources:
        column = money.split(source, left) if source else [0] * len(left)
        left = [rest - part for rest, part in zip(left, column, strict=True)]
        columns.append(column)
    return [list(row) for row in zip(*columns, strict=True)] if columns else [[] for _ in units]


def spread_signed(sources: Sequence[int], units: Sequence[int], weights: Sequence[int]) -> list[list[int]]:
    """The same where sources may pay and receive: each by ``weights``, and the last source closes every unit.

    >>> spread_signed([-30, 90], [20, 40], [20, 40])
    [[-10, 30], [-20, 60]]
    """
    columns = [money.split(source, weights) for source in sources[:-1]]
    rows = [list(row) for row in zip(*columns, strict=True)] if columns else [[] for _ in units]
    return [[*row, unit - sum(row)] for row, unit in zip(rows, units, strict=True)]


def offset(overs: Sequence[int], unders: Sequence[int]) -> tuple[list[int], list[int]]:
    """How much each overspend and each underspend (both given as magnitudes) falls when they meet each other: the
    smaller total, in proportion to size.

    >>> offset([25], [10, 5])
    ([15], [10, 5])
    """
    met = min(sum(overs), sum(unders))
    if not met:
        return [0] * len(overs), [0] * len(unders)
    return money.split(met, overs), money.split(met, unders)
