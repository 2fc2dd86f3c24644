"""Blocks A and A2: what partners agreed to pay and have paid, and the fund's other income.

Source: SI 2000/617 reg 7(4)(b) (income of the fund); docs/reference/reports.md, "The blocks of the quarterly report".
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from poolbook import money
from poolbook.book import Due
from poolbook.dates.years import period_end
from poolbook.ledger.model import Layer
from poolbook.reports.model import Column, Kind, Row, Section, Table, summed, total_row
from poolbook.reports.view import ACCOUNTS, View
from poolbook.terms import ask
from poolbook.terms.model import Kind as ContributionKind

_FORECAST = (
    "A contribution is forecast as revised, so none varies from it: what a partner may have to add at the year end is"
    " block D."
)
_POLICY = {
    "clean": "the fund starts clean: no deficit is inherited",
    "brought_forward": "last year's balance is brought forward",
    "not_stated": "the agreement does not say what the fund starts with",
}


def block(view: View) -> Section:
    """Block A, a row per contributor and kind, then what is due and received."""
    if not view.contributors:
        return Section("A", "Income: contributions", ("The terms name no contribution, and the books hold none.",))
    paragraphs = [_FORECAST]
    if not view.book.dues:
        paragraphs.append("No due dates are recorded, so nothing can be called overdue.")
    return Section("A", "Income: contributions", tuple(paragraphs), (_agreed(view), _received(view)))


def _agreed(view: View) -> Table:
    columns = (
        Column("Contributor"),
        Column("Kind"),
        Column("Agreed", Kind.PENCE),
        Column("Variations", Kind.PENCE),
        Column("Revised", Kind.PENCE),
        Column("Forecast", Kind.PENCE),
    )
    rows = []
    for code in view.contributors:
        for kind in _kinds(view, code):
            agreed, revised = _agreed_of(view, code, kind), view.budget_of(ACCOUNTS[kind], code)
            cells = (view.name(code), _words(kind), agreed, revised - agreed, revised, revised)
            rows.append(Row(cells, illustrative=code in view.standins.contributors))
    return summed("Agreed for the year", columns, rows)


def _received(view: View) -> Table:
    columns = (
        Column("Contributor"),
        Column("Kind"),
        Column("Revised for the year", Kind.PENCE),
        Column("Due to date", Kind.PENCE),
        Column("Received to date", Kind.PENCE),
        Column("Outstanding", Kind.PENCE),
        Column("Days overdue", Kind.COUNT),
    )
    rows = []
    for code in view.contributors:
        for kinds in _told_apart(view, code):
            revised = sum(view.budget_of(ACCOUNTS[kind], code) for kind in kinds)
            got = received(view, code, *kinds)
            due = sum(_due(view, each, kind) for each in _dues(view, code) for kind in kinds)
            of_dues = (due, got, due - got, days_overdue(view, code)) if view.book.dues else (None, got, None, None)
            cells = (view.name(code), " and ".join(map(_words, kinds)), revised, *of_dues)
            rows.append(Row(cells, illustrative=code in view.standins.contributors))
    total = total_row("Total", columns, tuple(rows))
    blank = (3, 5, 6) if not view.book.dues else (6,)  # days do not add
    sums = tuple(None if place in blank else cell for place, cell in enumerate(total.cells))
    return Table("Due and received", columns, (*rows, replace(total, cells=sums)))


def _agreed_of(view: View, contributor: str, kind: ContributionKind) -> int:
    return ask.total(view.book.terms, by=contributor, kind=kind).pence


def _kinds(view: View, contributor: str) -> list[ContributionKind]:
    """The kinds that a contributor agreed, budgeted or paid; recurrent where there is none."""
    found = [
        kind
        for kind, account in ACCOUNTS.items()
        if _agreed_of(view, contributor, kind)
        or view.budget_of(account, contributor)
        or view.figures.partner(Layer.ACTUAL, account, contributor, view.period)
    ]
    return found or [ContributionKind.RECURRENT]


def _told_apart(view: View, contributor: str) -> list[list[ContributionKind]]:
    """The kinds as far as the books tell them apart: what is still owed has no kind, so while there is any, what
    has been received has none either."""
    kinds = _kinds(view, contributor)
    return [kinds] if _owed(view, contributor) else [[kind] for kind in kinds]


def _owed(view: View, contributor: str) -> int:
    return view.figures.partner(Layer.ACTUAL, "contributions_due", contributor, view.period)


def received(view: View, contributor: str, *kinds: ContributionKind) -> int:
    """What a contributor has paid in, in pence: the income of these kinds (or of all) recognised from it, less
    what of that it still owes."""
    accounts = [ACCOUNTS[kind] for kind in kinds or ACCOUNTS]
    income = -sum(view.figures.partner(Layer.ACTUAL, account, contributor, view.period) for account in accounts)
    return income - _owed(view, contributor)


def _due(view: View, due: Due, kind: ContributionKind) -> int:
    """The part of an instalment that is of one kind, in the proportion in which the kinds were agreed."""
    agreed = {each: max(0, _agreed_of(view, due.by, each)) for each in ContributionKind}
    if not any(agreed.values()):
        return due.pence if kind is ContributionKind.RECURRENT else 0
    return dict(zip(agreed, money.split(due.pence, list(agreed.values())), strict=True))[kind]


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
    """Days since the earliest due date that the receipts, taken in order of date, do not cover; None if all are.

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
            illustrative=view.rests(Layer.BUDGET, account),
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
