"""The chart of accounts."""

from __future__ import annotations

import pytest

from poolbook.ledger.chart import CHART, AccountType, account


def test_every_account_of_the_chart_is_found_by_its_code() -> None:
    assert [account(code).code for code in CHART] == list(CHART)


def test_a_reserve_carries_the_name_that_the_agreement_gives_it() -> None:
    reserve = account("reserves/risk_pool")
    assert (reserve.type, reserve.name) == (AccountType.BALANCE, "Reserves: risk_pool")


@pytest.mark.parametrize("code", ["", "cash", "reserves/", "spend/x", "Spend"])
def test_an_account_that_is_not_in_the_chart_is_refused(code: str) -> None:
    with pytest.raises(ValueError, match="is not an account: the accounts are cash_at_host"):
        account(code)
