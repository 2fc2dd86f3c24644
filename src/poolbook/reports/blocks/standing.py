"""Block C: where the fund stands: income, expenditure, the balance and what it is held as.

Source: docs/reference/reports.md, "The blocks of the quarterly report"; docs/reference/ledger.md, "Equity" (a fund is
no body: its balances are its partners').
"""

from __future__ import annotations

from poolbook.ledger.chart import account
from poolbook.ledger.equity import equity
from poolbook.ledger.model import Layer
from poolbook.reports.model import Column, Kind, Row, Section, Table, total_row
from poolbook.reports.view import NON_RECURRENT, RECURRENT, View

_INCOME = (
    ("Recurrent contributions", RECURRENT),
    ("Non-recurrent contributions", NON_RECURRENT),
    ("Client contributions (charges)", "client_income"),
    ("Other income", "other_income"),
)
_HELD = ("cash_at_host", "contributions_due", "debtors", "creditors", "owed_to_partners")


def block(view: View) -> Section:
    """Block C, three short statements that tie to each other: what came in and went out, what is left, the
    forecast."""
    net, to_date = _to_date(view)
    balance = _balance(view, net)
    sentence = (
        "Income is what is recognised, received or not. Income less expenditure is positive where more came"
        " in than went out."
    )
    tables = (to_date, balance, _whose(view))
    if not view.contributors:
        unknown = "Contributions are not known, so income for the year is not forecast."
        return Section("C", "Position of the fund", (sentence, unknown), tables)
    return Section("C", "Position of the fund", (sentence,), (*tables, _forecast(view)))


def _to_date(view: View) -> tuple[int, Table]:
    columns = (Column("To date"), Column("Amount", Kind.PENCE))
    lines = [(name, -view.to_date(code)) for name, code in _INCOME]
    income, spent = sum(pence for _, pence in lines), view.to_date("spend")
    rows = (
        *(Row(line) for line in lines),
        Row(("Total income", income), total=True),
        Row(("Expenditure", spent)),
        Row(("Income less expenditure", income - spent), total=True),
    )
    return income - spent, Table("Income and expenditure", columns, rows)


def _balance(view: View, net: int) -> Table:
    columns = (Column("Fund balance"), Column("Amount", Kind.PENCE))
    kept = [
        (account(code).name, -pence)
        for code, pence in view.figures.accounts(Layer.ACTUAL, view.period)
        if account(code).type.value == "balance" and pence
    ]
    balance = net + sum(pence for _, pence in kept)
    held = [(account(code).name, view.to_date(code)) for code in _HELD]
    total = sum(pence for _, pence in held)
    rows = (
        Row(("Income less expenditure", net)),
        *(Row(line) for line in kept),
        Row(("Fund balance, the partners' own", balance), total=True),
        *(Row(line) for line in held),
        Row(("Held as, in all", total), total=True),
        Row(("Difference (must be nil)", balance - total)),
    )
    return Table("Fund balance and what it is held as", columns, rows)


def _whose(view: View) -> Table:
    """The same balance by contributor: what each has put in, and what the agreement has yet to give a
    name."""
    columns = (Column("Whose"), Column("Amount", Kind.PENCE))
    whole = equity(view.book.balances, to=view.period)
    rows = (
        *(Row((f"Put in by {view.name(code)}", pence)) for code, pence in whole.by.items()),
        Row(("Other income less expenditure, until it is settled", whole.unattributed)),
        Row(("Fund balance", whole.balance), total=True),
    )
    return Table("Whose the balance is", columns, rows)


def _forecast(view: View) -> Table:
    columns = (Column("Forecast for the year"), Column("Amount", Kind.PENCE))
    lines = tuple(
        Row((name, -view.figures.account(Layer.BUDGET, code)), illustrative=code in view.standins.income)
        for name, code in _INCOME
    )
    total = total_row("Total income, as budgeted", columns, lines)
    income = -view.figures.account(Layer.BUDGET, *(code for _, code in _INCOME))
    spend = view.forecast.total(lambda each: each.outturn)
    marked = total.illustrative or bool(view.standins.schemes)
    rows = (
        *lines,
        total,
        Row(("Forecast expenditure", spend), illustrative=bool(view.standins.schemes)),
        Row(("Forecast income less expenditure", income - spend), total=True, illustrative=marked),
    )
    return Table("Forecast for the year", columns, rows)
