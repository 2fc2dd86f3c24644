"""The balances of a Book grouped once, so that a report of any size costs one pass over them.

Source: docs/reference/ledger.md, "Balances"; house rule (a position is answered in milliseconds).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from poolbook.ledger.balances import Balances
from poolbook.ledger.model import Layer

_PERIODS = 15


@dataclass(frozen=True)
class Figures:
    """Pence by period (1 to 15), debit positive, by layer and account: in all, by scheme and by
    contributor."""

    _accounts: dict[tuple[Layer, str], list[int]]
    _schemes: dict[tuple[Layer, str], dict[str, list[int]]]
    _partners: dict[tuple[Layer, str], dict[str, list[int]]]

    @classmethod
    def of(cls, balances: Balances) -> Figures:
        """The figures of a Book's balances, in one pass."""
        figures = cls({}, {}, {})
        for cell, pence in balances:
            key, place = (cell.layer, cell.account), cell.period - 1
            figures._accounts.setdefault(key, [0] * _PERIODS)[place] += pence
            schemes = figures._schemes.setdefault(key, {})
            schemes.setdefault(cell.scheme, [0] * _PERIODS)[place] += pence
            partners = figures._partners.setdefault(key, {})
            partners.setdefault(cell.partner, [0] * _PERIODS)[place] += pence
        return figures

    def months(self, layer: Layer, account: str, scheme: str) -> tuple[int, ...]:
        """Pence by period, 1 to 15, of one account for one scheme."""
        return tuple(self._schemes.get((layer, account), {}).get(scheme, (0,) * _PERIODS))

    def scheme(self, layer: Layer, account: str, scheme: str, to: int = _PERIODS) -> int:
        """Pence of one account for one scheme, to the end of a period."""
        return sum(self.months(layer, account, scheme)[:to])

    def partner(self, layer: Layer, account: str, partner: str, to: int = _PERIODS) -> int:
        """Pence of one account for one contributor, to the end of a period."""
        return sum(self._partners.get((layer, account), {}).get(partner, ())[:to])

    def account(self, layer: Layer, *accounts: str, to: int = _PERIODS) -> int:
        """Pence of the accounts named, to the end of a period; ``reserves`` takes in every named reserve."""
        return sum(
            sum(by_period[:to])
            for (here, code), by_period in self._accounts.items()
            if here is layer and (code in accounts or code.partition("/")[0] in accounts)
        )

    def accounts(self, layer: Layer, to: int = _PERIODS) -> Iterator[tuple[str, int]]:
        """Every account of a layer with what it stands at at the end of a period, in order of code."""
        for here, code in sorted(self._accounts):
            if here is layer:
                yield code, sum(self._accounts[here, code][:to])

    def scheme_codes(self, account: str) -> set[str]:
        """The schemes, "" included, that an account holds money for in any layer."""
        return {code for (_, held), schemes in self._schemes.items() if held == account for code in schemes}

    def partner_codes(self, layer: Layer, *accounts: str) -> set[str]:
        """The contributors, "" left out, that the accounts hold money for in one layer."""
        found = {code for held in accounts for code in self._partners.get((layer, held), {})}
        return found - {""}
