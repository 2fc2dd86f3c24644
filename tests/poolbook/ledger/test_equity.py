"""Equity: whose the balance is."""

from __future__ import annotations

from hypothesis import given

from poolbook.ledger.balances import Balances
from poolbook.ledger.equity import Equity, equity
from poolbook.ledger.model import Layer, Transfer
from tests.poolbook.ledger.histories import HISTORIES, History


def actual(debit: str, credit: str, amount: int, period: int = 1, partner: str = "") -> Transfer:
    """A transfer of the actual layer."""
    return Transfer(1, Layer.ACTUAL, debit, credit, amount, period, partner=partner)


def test_contributions_belong_to_those_who_paid_them_and_spend_to_nobody_yet() -> None:
    books = Balances.of(
        [
            actual("cash_at_host", "contributions", 600_00, partner="OCC"),
            actual("contributions_due", "contributions_non_recurrent", 400_00, partner="OPCT"),
            actual("spend", "creditors", 250_00),
            actual("spend", "owed_to_partners", 50_00, partner="OPCT"),  # incurred by it, borne by all
            actual("cash_at_host", "client_income", 30_00),
        ]
    )
    assert equity(books) == Equity(730_00, {"OCC": 600_00, "OPCT": 400_00}, -270_00)


def test_a_settlement_moves_what_was_nobodys_to_the_partners() -> None:
    books = Balances.of(
        [
            actual("cash_at_host", "contributions", 600_00, partner="OCC"),
            actual("spend", "cash_at_host", 700_00),
            actual("contributions_due", "settlement", 100_00, partner="OPCT"),
        ]
    )
    assert equity(books) == Equity(0, {"OCC": 600_00, "OPCT": 100_00}, -700_00)


def test_budgets_and_commitments_are_no_part_of_the_balance_nor_is_what_comes_later() -> None:
    books = Balances.of(
        [
            Transfer(1, Layer.BUDGET, "spend", "contributions", 900_00, 1, partner="OCC"),
            actual("cash_at_host", "carried_forward", 10_00, 1, "OCC"),
            actual("cash_at_host", "reserves/risk_pool", 5_00, 2),
        ]
    )
    assert equity(books, to=1) == Equity(10_00, {"OCC": 10_00}, 0)
    assert equity(books) == Equity(15_00, {"OCC": 10_00}, 5_00)


@given(HISTORIES)
def test_every_penny_of_the_balance_is_somebodys_or_not_yet_attributed(history: History) -> None:
    for period in (1, 7, 15):
        whole = equity(Balances.of(history.transfers), to=period)
        assert whole.balance == sum(whole.by.values()) + whole.unattributed
