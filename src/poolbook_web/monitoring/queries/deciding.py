"""What is left to a body to decide, for whoever records what it decided."""

from __future__ import annotations

from datetime import datetime

from poolbook.reports import Request
from poolbook.reports.model import Column, Kind, Row, Section, Table, summed
from poolbook.reports.view import View, day, latest
from poolbook.settlement.left import Left, left_to_decide
from poolbook_web.monitoring import store
from poolbook_web.partners.models import FundYear


def to_decide(fund_year: FundYear, *, at: datetime) -> Section:
    """What the rules leave to each body, by unit of settlement, as the forecast stands; or why it cannot be said."""
    book = store.figures(fund_year, at)
    view = View(book, Request("settlement", period=latest(book)))
    made = "The outturn" if view.period >= 12 else "The forecast"
    title, settlement = "What is left to decide", view.outcome.settlement
    if not view.opened:
        return Section("", title, ("The books are not open, so there is nothing to decide yet.",))
    if settlement is None:
        reasons = (each.message for each in view.outcome.findings)
        return Section("", title, ("No settlement can be worked out yet.", *reasons))
    if not any(rule.decide for rule in settlement.case.rules):
        said = "No rule of the agreement leaves a variance to a body: a decision would settle nothing."
        return Section("", title, (said,))
    tables = tuple(_left(view, each) for each in left_to_decide(settlement))
    left = "this: an underspend is negative" if tables else "nothing"
    return Section("", title, (f"{made} at {day(book.year, view.period)} leaves {left}.",), tables)


def _left(view: View, left: Left) -> Table:
    title = f"Left to {view.name(left.body)}" + (f" by clause {left.clause}" if left.clause[:1].isdigit() else "")
    columns = (Column("Settled for"), Column("Left to decide", Kind.PENCE))
    marked = view.standins.in_variance
    rows = [Row((view.name(unit), pence), illustrative=marked) for unit, pence in left.by_unit.items()]
    return summed(title, columns, rows, label="To be shared out")
