"""Balances: what every account stands at, by layer, scheme, partner and period.

A position is answered from these cells, so it costs the same however many lines stand behind it. Debit is positive.

Source: docs/reference/ledger.md, "Balances".
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from poolbook.ledger.model import Layer, Transfer


@dataclass(frozen=True, slots=True)
class Cell:
    """One combination that money stands at. ``account`` is a code of the chart; the rest are dimensions."""

    layer: Layer
    account: str
    scheme: str
    partner: str
    period: int


class Balances:
    """Pence by cell, debit positive. Immutable once made; equal when every cell that is not nil is equal."""

    def __init__(self, cells: Iterable[tuple[Cell, int]] = ()) -> None:
        sums: defaultdict[Cell, int] = defaultdict(int)
        for cell, pence in cells:
            sums[cell] += pence
        self._cells = {cell: pence for cell, pence in sums.items() if pence}

    @classmethod
    def of(cls, transfers: Iterable[Transfer]) -> Balances:
        """The balances that a history of transfers makes."""
        return cls(
            (Cell(each.layer, account, each.scheme, each.partner, each.period), pence)
            for each in transfers
            for account, pence in ((each.debit, each.amount), (each.credit, -each.amount))
        )

    def __iter__(self) -> Iterator[tuple[Cell, int]]:
        return iter(self._cells.items())

    def __len__(self) -> int:
        return len(self._cells)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Balances) and self._cells == other._cells

    __hash__ = None  # type: ignore[assignment]  # as of any dictionary

    def __add__(self, other: Balances) -> Balances:
        return Balances([*self, *other])

    def total(
        self,
        layer: Layer,
        *accounts: str,
        scheme: str | None = None,
        partner: str | None = None,
        period: int | None = None,
        to: int = 15,
    ) -> int:
        """Pence, debit positive, of the accounts (all of them when none is named; ``reserves`` takes in every
        reserve), for one scheme, partner or period where given, up to and including period ``to``."""
        return sum(
            pence
            for cell, pence in self._cells.items()
            if cell.layer is layer
            and (not accounts or cell.account in accounts or cell.account.partition("/")[0] in accounts)
            and (scheme is None or cell.scheme == scheme)
            and (partner is None or cell.partner == partner)
            and (cell.period == period if period is not None else cell.period <= to)
        )
