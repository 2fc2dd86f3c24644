"""The trial balance: every account of every layer, debit or credit, tied out.

Source: docs/reference/ledger.md, "Balances"; SI 2000/617 reg 7(4) (the host keeps the accounts).
"""

from __future__ import annotations

from poolbook import money
from poolbook.book import Book
from poolbook.ledger.chart import account
from poolbook.ledger.model import Layer
from poolbook.reports.frame import frame
from poolbook.reports.model import Column, Kind, Report, Row, Section, summed
from poolbook.reports.request import Request
from poolbook.reports.view import View


def make(book: Book, request: Request) -> Report:
    """What every account stands at, for the host's finance team and auditors."""
    view = View(book, request)
    return frame(view, "Trial balance", [_layer(view, layer) for layer in Layer], forecasts=False)


def _layer(view: View, layer: Layer) -> Section:
    columns = (Column("Account"), Column("Name"), Column("Debit", Kind.PENCE), Column("Credit", Kind.PENCE))
    rows = tuple(
        Row(
            (code, account(code).name, pence if pence > 0 else None, -pence if pence < 0 else None),
            illustrative=view.rests(layer, code),
        )
        for code, pence in view.figures.accounts(layer, view.period)
        if pence
    )
    heading = f"{layer.value.capitalize()} layer"
    if not rows:
        return Section("", heading, ("Nothing is posted.",))
    table = summed(f"{heading}, by account", columns, rows)
    _, _, debit, credit = table.rows[-1].cells
    assert isinstance(debit, int)
    assert isinstance(credit, int)
    ties = f"Debits less credits: {money.show(debit - credit)}."
    return Section("", heading, (ties,), (table,))
