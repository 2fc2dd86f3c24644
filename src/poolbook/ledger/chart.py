"""The chart of accounts: few, and fixed by role.

A transfer carries its scheme and its partner as dimensions; they are no part of an account's name; only a reserve
carries a name of its own (``reserves/risk_pool``), because an agreement may keep several.

Source: docs/reference/ledger.md, "The chart"; SI 2000/617 reg 7(4) (income of and expenditure from the fund).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class AccountType(StrEnum):
    """Where an account stands; assets and expenses grow by debit, the others by credit."""

    ASSET = "asset"
    LIABILITY = "liability"
    INCOME = "income"
    EXPENSE = "expense"
    BALANCE = "balance"  #: what the fund holds for its partners


@dataclass(frozen=True, slots=True)
class Account:
    """One role: its code, its name in reports, where it stands and what it is for."""

    code: str
    name: str
    type: AccountType
    meaning: str


_ACCOUNTS = (
    Account("cash_at_host", "Cash held by the host", AccountType.ASSET, "money of the fund at the host's bank"),
    Account("contributions_due", "Due from partners", AccountType.ASSET, "contributions due and not received"),
    Account("debtors", "Other debtors", AccountType.ASSET, "due from clients and others"),
    Account("creditors", "Creditors", AccountType.LIABILITY, "due to providers, accruals included"),
    Account("owed_to_partners", "Owed to partners", AccountType.LIABILITY, "spent by partners for the fund"),
    Account("contributions", "Recurrent contributions", AccountType.INCOME, "paid year on year by partners"),
    Account("contributions_non_recurrent", "Non-recurrent contributions", AccountType.INCOME, "paid once"),
    Account("client_income", "Client contributions", AccountType.INCOME, "charges paid by people using services"),
    Account("other_income", "Other income", AccountType.INCOME, "recharges, grants and refunds"),
    Account("spend", "Expenditure", AccountType.EXPENSE, "spent for the schemes of the fund"),
    Account("carried_forward", "Carried forward", AccountType.BALANCE, "brought from last year, kept for the next"),
    Account("reserves", "Reserves", AccountType.BALANCE, "kept under a name the agreement gives"),
    Account("settlement", "Settlement with partners", AccountType.BALANCE, "charged or returned at the year end"),
    # Of the budget layer: debit where contributions have no budget, credit where budgets have no contribution.
    Account("unallocated", "Budget not matched", AccountType.BALANCE, "contributions without a budget, or short"),
)

CHART = {account.code: account for account in _ACCOUNTS}


def account(code: str) -> Account:
    """The account of a code, ``reserves/NAME`` included; raises ``ValueError`` for a code that is not in the chart.

    >>> account("spend").type.value, account("reserves/risk_pool").name
    ('expense', 'Reserves: risk_pool')
    """
    role, slash, name = code.partition("/")
    known = CHART.get(role)
    if known is None or (slash and (role != "reserves" or not name)):
        raise ValueError(f"{code!r} is not an account: the accounts are {', '.join(CHART)}")
    return known if not slash else Account(code, f"{known.name}: {name}", known.type, known.meaning)
