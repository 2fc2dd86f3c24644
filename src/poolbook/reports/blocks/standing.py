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
_ACCOUNTS = tuple(code for _, code in _INCOME)
_HELD = ("cash_at_host", "contributions_due", "debtors", "creditors", "owed_to_partners")


def block(view: View) -> Section:
    """Block C, three short statements that tie to each other: what came in and went out, what is left, the forecast."""
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
    lines = tuple(_stands_at(view, name, code, sign=-1) for name, code in _INCOME)
    total = total_row("Total income", columns, lines)
    spent = view.to_date("spend")
    net = -view.to_date(*_ACCOUNTS) - spent
    rows = (
        *lines,
        total,
        Row(("Expenditure", spent)),
        Row(("Income less expenditure", net), total=True, illustrative=total.illustrative),
    )
    return net, Table("Income and expenditure", columns, rows)


def _balance(view: View, net: int) -> Table:
    columns = (Column("Fund balance"), Column("Amount", Kind.PENCE))
    codes = [
        code
        for code, pence in view.figures.accounts(Layer.ACTUAL, view.period)
        if account(code).type.value == "balance" and pence
    ]
    kept = (
        Row(("Income less expenditure", net), illustrative=view.rests(Layer.ACTUAL, *_ACCOUNTS)),
        *(_stands_at(view, account(code).name, code, sign=-1) for code in codes),
    )
    held = tuple(_stands_at(view, account(code).name, code) for code in _HELD)
    rows = (
        *kept,
        total_row("Fund balance, the partners' own", columns, kept),
        *held,
        total_row("Held as, in all", columns, held),
        Row(("Difference (must be nil)", net - view.to_date(*codes) - view.to_date(*_HELD))),
    )
    return Table("Fund balance and what it is held as", columns, rows)


def _whose(view: View) -> Table:
    """The same balance by contributor: what each has put in, and what the agreement has yet to give a name."""
    columns = (Column("Whose"), Column("Amount", Kind.PENCE))
    whole = equity(view.book.balances, to=view.period)
    brought = view.standins.brought_forward
    rows = (
        *(
            Row((f"Put in by {view.name(code)}", pence), illustrative=brought or code in view.standins.contributors)
            for code, pence in whole.by.items()
        ),
        Row(("Other income less expenditure, until it is settled", whole.unattributed), illustrative=brought),
    )
    return Table("Whose the balance is", columns, (*rows, total_row("Fund balance", columns, rows)))


def _stands_at(view: View, name: str, code: str, *, sign: int = 1) -> Row:
    """What an account of the actual layer stands at."""
    return Row((name, sign * view.to_date(code)), illustrative=view.rests(Layer.ACTUAL, code))


def _forecast(view: View) -> Table:
    columns = (Column("Forecast for the year"), Column("Amount", Kind.PENCE))
    lines = tuple(
        Row((name, -view.figures.account(Layer.BUDGET, code)), illustrative=view.rests(Layer.BUDGET, code))
        for name, code in _INCOME
    )
    total = total_row("Total income, as budgeted", columns, lines)
    income = -view.figures.account(Layer.BUDGET, *_ACCOUNTS)
    spend = view.forecast.total(lambda each: each.outturn)
    marked = total.illustrative or bool(view.standins.schemes)
    rows = (
        *lines,
        total,
        Row(("Forecast expenditure", spend), illustrative=bool(view.standins.schemes)),
        Row(("Forecast income less expenditure", income - spend), total=True, illustrative=marked),
    )
    return Table("Forecast for the year", columns, rows)
