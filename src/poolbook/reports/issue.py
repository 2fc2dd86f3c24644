"""Whether a report may be issued, and what it still lacks.

Source: SI 2000/617 reg 7(4)(b) (income, expenditure and effectiveness are all there); docs/reference/reports.md,
"Issuing" (a shadow or aligned year makes no statutory report).
"""

from __future__ import annotations

from collections.abc import Iterator

from poolbook.findings import Finding, error, warning
from poolbook.ledger.model import Layer
from poolbook.reports.blocks import income, records, words
from poolbook.reports.frame import statutory
from poolbook.reports.view import NOT_OPEN, View, when

_REGULATION = "SI 2000/617 reg 7(4)(b)"

#: What block J holds of a quarter beside the receipts: each kind of record, and what there is without it to ask for.
SIGNED = {
    "prepared": "who prepared it",
    "checked": "the host's finance check",
    "statement": "the pool manager's statement",
}


def gaps(view: View) -> list[Finding]:
    """Everything that a quarterly report lacks: errors stop its issue, warnings are for the pool manager to answer."""
    return [*_statutory(view), *_blocks(view), *_to_answer(view), *of_any_report(view)]


def of_any_report(view: View) -> Iterator[Finding]:
    """What whoever issues any report should know of its figures."""
    year = view.book.year
    if not view.opened:
        yield NOT_OPEN
    if view.book.closed < view.period <= 12:
        message = f"{when(year, view.period)} is not closed: figures may still change after the report"
        yield warning("report.period_open", message)
    if view.standins.in_variance or view.standins.brought_forward:
        message = "the report takes in illustrative figures of the terms: put the agreed ones in before issuing it"
        yield warning("report.illustrative_figures", message)
    if view.book.terms.agreement.status != "in_force":
        message = f"the agreement is {view.book.terms.agreement.status}, not in force"
        yield warning("report.agreement_not_in_force", message)


def _statutory(view: View) -> Iterator[Finding]:
    if not statutory(view):
        message = "a shadow or aligned fund-year makes no statutory report: issue a position or monthly report"
        yield error("report.not_statutory", message, source=_REGULATION)


def _blocks(view: View) -> Iterator[Finding]:
    quarter = view.quarter
    if not view.contributors:
        message = "block A is empty: the terms name no contribution and the books hold none"
        yield error("report.no_income", message, source=_REGULATION)
    if not any(view.figures.account(layer, "spend") for layer in (Layer.BUDGET, Layer.ACTUAL)):
        message = "block B is empty: the books hold neither budget nor spend"
        yield error("report.no_expenditure", message, source=_REGULATION)
    if not words.measures(view):
        message = f"block F is empty: record an outcome or indicator for quarter {quarter}"
        yield error("report.no_measures", message, source=_REGULATION)


def _to_answer(view: View) -> Iterator[Finding]:
    quarter = view.quarter
    names = [view.name(each) for each in words.unexplained(view)]
    if names:
        message = f"no explanation is recorded in quarter {quarter} for the variance of {', '.join(names)}"
        yield warning("report.variance_not_explained", message)
    for kind, what in SIGNED.items():
        if not records.of_kind(view, kind):
            yield warning("report.not_signed", f"block J lacks {what} for quarter {quarter}")
    late = [view.name(code) for code in view.contributors if income.days_overdue(view, code)]
    if late:
        yield warning("report.contribution_overdue", f"contributions are overdue from {', '.join(late)}")
    yield from _nothing_received(view)
    settlement = view.outcome.settlement
    if settlement is None:
        yield warning("report.undecided", "who bears the variance cannot be worked out: block D says why")
    elif not settlement.settled:
        message = "the agreement does not settle the whole variance: block D shows the sum undecided"
        yield warning("report.undecided", message)
    applies = records.applies_lead_commissioning(view)
    if applies and not records.of_kind(view, "lead_commissioning"):
        message = f"block I is empty: record how the lead commissioner exercised its functions in quarter {quarter}"
        yield warning("report.no_lead_commissioning", message, source="SI 2000/617 regs 8(3) and 9(4)")


def _nothing_received(view: View) -> Iterator[Finding]:
    """What block A is without: the money that partners paid in, and the days by which it was due."""
    spent = view.opened and view.to_date("spend") > 0
    if not spent or any(income.received(view, each) for each in view.contributors):
        return
    message = "no contribution is in the books as received, so what was spent stands as cash below nil: bring it in"
    yield warning("report.nothing_received", message)
    if not view.book.dues:
        message = "block A has no day by which a contribution is due, so nothing can be called overdue"
        yield warning("report.no_dues", message)
