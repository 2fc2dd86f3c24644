"""Blocks A and A2: what partners agreed to pay and have paid, and the fund's other income.

Source: statute notes 6.1, blocks A and A2; SI 2000/617 reg 7(4)(b) (income of the fund).
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from poolbook.book import Due
from poolbook.dates.years import period_end
from poolbook.ledger.model import Layer
from poolbook.reports.model import Column, Kind, Row, Section, Table, total_row
from poolbook.reports.view import ACCOUNTS, View
from poolbook.terms import ask
from poolbook.terms.model import Kind as ContributionKind

_POLICY = {
    "clean": "the fund starts clean: no deficit is inherited",
    "brought_forward": "last year's balance is brought forward",
    "not_stated": "the agreement does not say what the fund starts with",
}


def block(view: View) -> Section:
    """Block A, a row per contributor and kind, then what is due and received."""
    if not view.contributors:
        return Section("A", "Income: contributions", ("The terms name no contribution, and the books hold none.",))
    paragraphs = () if view.book.dues else ("No due dates are recorded, so nothing can be called overdue.",)
    return Section("A", "Income: contributions", paragraphs, (_agreed(view), _received(view)))


def _agreed(view: View) -> Table:
    columns = (
        Column("Contributor"),
        Column("Kind"),
        Column("Agreed", Kind.PENCE),
        Column("Variations", Kind.PENCE),
        Column("Revised", Kind.PENCE),
        Column("Forecast", Kind.PENCE),
        Column("Forecast variance", Kind.PENCE),
    )
    rows = []
    for code in view.contributors:
        for kind, account in ACCOUNTS.items():
            agreed = ask.total(view.book.terms, by=code, kind=kind).pence
            revised = view.budget_of(account, code)
            if agreed or revised or kind is ContributionKind.RECURRENT:
                # A contribution is forecast as agreed and varied: who pays more at the year end is block D.
                cells = (view.name(code), _words(kind), agreed, revised - agreed, revised, revised, 0)
                rows.append(Row(cells, illustrative=code in view.standins.contributors))
    return Table("Agreed for the year", columns, (*rows, total_row("Total", columns, tuple(rows))))


def _received(view: View) -> Table:
    columns = (
        Column("Contributor"),
        Column("Revised for the year", Kind.PENCE),
        Column("Due to date", Kind.PENCE),
        Column("Received to date", Kind.PENCE),
        Column("Outstanding", Kind.PENCE),
        Column("Days overdue", Kind.COUNT),
    )
    rows = []
    for code in view.contributors:
        revised = sum(view.budget_of(account, code) for account in ACCOUNTS.values())
        got = received(view, code)
        due = sum(each.pence for each in _dues(view, code)) if view.book.dues else None
        left = None if due is None else due - got
        cells = (view.name(code), revised, due, got, left, days_overdue(view, code))
        rows.append(Row(cells, illustrative=code in view.standins.contributors))
    total = total_row("Total", columns, tuple(rows))
    blank = (2, 4, 5) if not view.book.dues else (5,)  # days do not add
    sums = tuple(None if place in blank else cell for place, cell in enumerate(total.cells))
    return Table("Due and received", columns, (*rows, replace(total, cells=sums)))


def received(view: View, contributor: str) -> int:
    """What a contributor has paid in, in pence: the income recognised from it, less what of that it still
    owes."""
    owed = (*ACCOUNTS.values(), "contributions_due")
    return -sum(view.figures.partner(Layer.ACTUAL, account, contributor, view.period) for account in owed)


def days_overdue(view: View, contributor: str) -> int | None:
    """How long a contributor's earliest unpaid instalment has been due; None where none is."""
    return overdue(_dues(view, contributor), received(view, contributor), _as_at(view))


def _dues(view: View, contributor: str) -> list[Due]:
    """The instalments due by the end of the period."""
    as_at = _as_at(view)
    return [each for each in view.book.dues if each.by == contributor and each.on <= as_at]


def _as_at(view: View) -> date:
    return period_end(view.book.year, view.period) if view.period else view.book.year.first


def overdue(dues: list[Due], received_pence: int, as_at: date) -> int | None:
    """Days since the earliest due date that the receipts, taken in order of date, do not cover; None if all
    are.

    >>> overdue([Due("c", date(2009, 4, 1), 100), Due("c", date(2009, 7, 1), 100)], 150, date(2009, 7, 31))
    30
    """
    for each in sorted(dues, key=lambda due: due.on):
        received_pence -= each.pence
        if received_pence < 0:
            return (as_at - each.on).days
    return None


def other(view: View) -> Section:
    """Block A2: client and other income, the opening balance, and resources in kind."""
    columns = (Column("Line"), Column("Budget", Kind.PENCE), Column("To date", Kind.PENCE))
    rows = [
        Row(
            (name, -view.figures.account(Layer.BUDGET, account), -view.to_date(account)),
            illustrative=account in view.standins.income,
        )
        for account, name in (
            ("client_income", "Client contributions (charges)"),
            ("other_income", "Other income"),
        )
    ]
    opening = view.book.terms.opening_balance
    agreed = opening.amount if opening else 0
    brought = Row(
        ("Balance brought forward", agreed, -view.to_date("carried_forward")),
        illustrative=bool(opening and opening.illustrative),
    )
    says = _POLICY[opening.policy if opening else "not_stated"]
    table = Table("Other income and opening balance", columns, (*rows, brought))
    in_kind = "Resources in kind (staff, premises, services) are not kept in the books: none is counted here."
    return Section("A2", "Other income and opening balance", (f"Opening balance: {says}.", in_kind), (table,))


def _words(kind: ContributionKind) -> str:
    return kind.value.replace("_", "-")
