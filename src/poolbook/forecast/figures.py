"""The balances of a Book grouped once, so that a report of any size costs one pass over them.

Source: docs/reference/ledger.md, "Balances"; docs/reference/benchmarks.md (how fast a position is answered).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from poolbook.ledger.balances import Balances
from poolbook.ledger.model import Layer

_PERIODS = 15


def _periods() -> list[int]:
    return [0] * _PERIODS


def _by_name() -> defaultdict[str, list[int]]:
    return defaultdict(_periods)


@dataclass(frozen=True, slots=True)
class _Group:
    """One account of one layer: pence by period, in all, by scheme and by contributor."""

    whole: list[int] = field(default_factory=_periods)
    schemes: defaultdict[str, list[int]] = field(default_factory=_by_name)
    partners: defaultdict[str, list[int]] = field(default_factory=_by_name)


@dataclass(frozen=True, slots=True)
class Figures:
    """Pence by period (1 to 15), debit positive, by layer and account: in all, by scheme and by contributor."""

    _groups: Mapping[tuple[Layer, str], _Group]

    @classmethod
    def of(cls, balances: Balances) -> Figures:
        """The figures of a Book's balances, in one pass."""
        groups: defaultdict[tuple[Layer, str], _Group] = defaultdict(_Group)
        for cell, pence in balances:
            group, place = groups[cell.layer, cell.account], cell.period - 1
            group.whole[place] += pence
            group.schemes[cell.scheme][place] += pence
            group.partners[cell.partner][place] += pence
        return cls(dict(groups))

    def months(self, layer: Layer, account: str, scheme: str) -> tuple[int, ...]:
        """Pence by period, 1 to 15, of one account for one scheme."""
        group = self._groups.get((layer, account), _NOTHING)
        return tuple(group.schemes.get(scheme, _NOTHING.whole))

    def scheme(self, layer: Layer, account: str, scheme: str, to: int = _PERIODS) -> int:
        """Pence of one account for one scheme, to the end of a period."""
        return sum(self.months(layer, account, scheme)[:to])

    def partner(self, layer: Layer, account: str, partner: str, to: int = _PERIODS) -> int:
        """Pence of one account for one contributor, to the end of a period."""
        group = self._groups.get((layer, account), _NOTHING)
        return sum(group.partners.get(partner, _NOTHING.whole)[:to])

    def account(self, layer: Layer, *accounts: str, to: int = _PERIODS) -> int:
        """Pence of the accounts named, to the end of a period; ``reserves`` takes in every named reserve."""
        return sum(
            sum(group.whole[:to])
            for (here, code), group in self._groups.items()
            if here is layer and (code in accounts or code.partition("/")[0] in accounts)
        )

    def accounts(self, layer: Layer, to: int = _PERIODS) -> Iterator[tuple[str, int]]:
        """Every account of a layer with what it stands at at the end of a period, in order of code."""
        for here, code in sorted(self._groups):
            if here is layer:
                yield code, sum(self._groups[here, code].whole[:to])

    def scheme_codes(self, account: str) -> set[str]:
        """The schemes, "" included, that an account holds money for in any layer."""
        return {code for (_, held), group in self._groups.items() if held == account for code in group.schemes}

    def partner_codes(self, layer: Layer, *accounts: str) -> set[str]:
        """The contributors, "" left out, that the accounts hold money for in one layer."""
        groups = (self._groups.get((layer, held), _NOTHING) for held in accounts)
        return {code for group in groups for code in group.partners} - {""}


_NOTHING = _Group()  # only ever read
