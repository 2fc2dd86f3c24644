"""Block B: budget, spend and forecast, a row per scheme.

Source: docs/reference/reports.md, "The blocks of the quarterly report"; SI 2000/617 reg 7(4)(b)
(expenditure from the fund).
"""

from __future__ import annotations

from poolbook.ledger.model import Layer
from poolbook.reports.model import Column, Kind, Row, Section, Table, percent, summed
from poolbook.reports.position import by_scheme
from poolbook.reports.view import View
from poolbook.terms import ask
from poolbook.terms.model import Side

_SIDE = {
    Side.NHS: "NHS function",
    Side.HEALTH_RELATED: "health-related function",
    Side.JOINT: "joint",
    Side.NOT_STATED: "the agreement does not say",
}


def block(view: View) -> Section:
    """Block B: whose function each scheme is and its budget; spend against profile; the forecast."""
    forecast = by_scheme(view)
    sentence = (
        "The profile is the budget by month where it was entered so, else in twelfths. What is accrued and not"
        " yet paid is in the actuals; commitments are not. Irrecoverable VAT is not kept apart."
    )
    return Section("B", "Expenditure", (sentence,), (_budgets(view), _to_date(view), *forecast.tables))


def _budgets(view: View) -> Table:
    columns = (
        Column("Scheme"),
        Column("Function"),
        Column("Commissioned by"),
        Column("Agreed budget", Kind.PENCE),
        Column("Virements", Kind.PENCE),
        Column("Revised budget", Kind.PENCE),
    )
    known = {each.code: each for each in view.book.terms.schemes}
    rows = []
    for each in view.forecast.schemes:
        scheme = known.get(each.scheme)
        agreed = ask.budget(view.book.terms, each.scheme) if scheme else 0
        lead = view.name(scheme.lead) if scheme and scheme.lead else "the agreement does not say"
        side = _SIDE[scheme.side if scheme else Side.NOT_STATED]
        cells = (view.name(each.scheme), side, lead, agreed, each.budget - agreed, each.budget)
        rows.append(Row(cells, illustrative=each.scheme in view.standins.schemes))
    return summed("Budgets", columns, rows)


def _to_date(view: View) -> Table:
    columns = (
        Column("Scheme"),
        Column("Profile to date", Kind.PENCE),
        Column("Actual to date", Kind.PENCE),
        Column("Of it accrued", Kind.PENCE),
        Column("Variance to date", Kind.PENCE),
        Column("Variance to date", Kind.PERCENT),
        Column("Commitments", Kind.PENCE),
    )
    rows = tuple(
        Row(
            (
                view.name(each.scheme),
                each.profile,
                each.actual,
                -view.figures.scheme(Layer.ACTUAL, "creditors", each.scheme, view.period),
                each.actual - each.profile,
                percent(each.actual - each.profile, each.profile),
                each.commitments,
            ),
            illustrative=each.scheme in view.standins.schemes,
        )
        for each in view.forecast.schemes
    )
    return summed("Spend to date", columns, rows, of=[(4, 1)])
