"""Equity: whose the fund's balance is.

A pooled fund is no legal person and owns nothing. Each penny of its balance is therefore, on any day, either some
contributor's or not yet attributed.

Source: docs/reference/ledger.md, "Equity"; NHS Act 2006 s.75(2)(a) (a fund made up of what the partners contribute).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from poolbook.ledger.balances import Balances
from poolbook.ledger.chart import AccountType, account
from poolbook.ledger.model import Layer

#: What a contributor has in the fund by its own name. Spend and income name a partner for other reasons
#: (who incurred it), and belong to nobody in particular until the agreement's rules, or a decision, say so.
_OWN = ("contributions", "contributions_non_recurrent", "carried_forward", "reserves", "settlement")


@dataclass(frozen=True, slots=True)
class Equity:
    """The fund's balance in pence (positive: in hand), what each contributor has put in and not had back,
    and the rest: income less spend, and reserves in nobody's name."""

    balance: int
    by: Mapping[str, int]
    unattributed: int


def equity(balances: Balances, *, to: int = 15) -> Equity:
    """Whose the balance is at the end of a period. The parts always sum to the balance."""
    whole = 0
    by: dict[str, int] = {}
    unattributed = 0
    for cell, pence in balances:
        if cell.layer is not Layer.ACTUAL or cell.period > to:
            continue
        if account(cell.account).type in (AccountType.ASSET, AccountType.LIABILITY):
            whole += pence
        elif cell.partner and cell.account.partition("/")[0] in _OWN:
            by[cell.partner] = by.get(cell.partner, 0) - pence
        else:
            unattributed -= pence
    assert whole == sum(by.values()) + unattributed, "every transfer has two ends"
    return Equity(whole, dict(sorted(by.items())), unattributed)
