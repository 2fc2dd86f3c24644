"""Blocks E, F and G: why the figures vary, whether the arrangements work, and how many people they serve.

Source: SI 2000/617 reg 7(4)(b) (information to monitor effectiveness); docs/reference/reports.md, "The blocks of
the quarterly report".
"""

from __future__ import annotations

from poolbook import money
from poolbook.book import Measure
from poolbook.forecast.model import SchemeForecast
from poolbook.reports.blocks.rating import RULE, rating
from poolbook.reports.model import Column, Kind, Row, Section, Table
from poolbook.reports.view import View

#: Over which part of the budget, and which sum, a variance must be explained: whichever is greater.
THRESHOLD_PERCENT = 2
THRESHOLD_PENCE = 50_000_00
FEWEST = 5  #: a smaller count could name a person


def to_explain(view: View) -> list[SchemeForecast]:
    """The schemes whose forecast variance, either way, is over the threshold."""
    return [
        each
        for each in view.forecast.schemes
        if abs(each.variance) > THRESHOLD_PENCE and abs(each.variance) * 100 > abs(each.budget) * THRESHOLD_PERCENT
    ]


def unexplained(view: View) -> list[str]:
    """The codes of the schemes that must be explained this quarter and are not."""
    explained = {each.scheme for each in view.book.explanations if each.quarter == view.quarter}
    return [each.scheme for each in to_explain(view) if each.scheme not in explained]


def explanations(view: View) -> Section:
    """Block E: for each variance over the threshold, its cause and what is done."""
    rule = (
        f"A forecast variance over the greater of {THRESHOLD_PERCENT}% of the budget and"
        f" {money.show(THRESHOLD_PENCE)} has to be explained."
    )
    variances = {each.scheme: each.variance for each in view.forecast.schemes}
    columns = (
        Column("Scheme"),
        Column("Variance", Kind.PENCE),
        Column("Cause"),
        Column("Recurrent"),
        Column("Action"),
        Column("Owner"),
        Column("Due", Kind.DATE),
        Column("Effect", Kind.PENCE),
    )
    marked = view.standins.schemes
    recurrent = {True: "yes", False: "no", None: "not known"}
    rows = [
        Row(
            (
                view.name(each.scheme),
                variances.get(each.scheme, 0),
                each.cause,
                recurrent[each.recurrent],
                each.action,
                each.owner,
                each.due,
                each.effect,
            ),
            illustrative=each.scheme in marked,
        )
        for each in view.book.explanations
        if each.quarter == view.quarter
    ]
    rows += [
        Row((view.name(code), variances[code], "NOT EXPLAINED", *(None,) * 5), illustrative=code in marked)
        for code in unexplained(view)
    ]
    if not rows:
        return Section("E", "Explanation of variances", (rule, "No variance is that large, and none is explained."))
    return Section("E", "Explanation of variances", (rule,), (Table("Explanations", columns, tuple(rows)),))


def measures(view: View) -> list[Measure]:
    """The outcomes and indicators recorded for the quarter."""
    return [each for each in view.book.measures if each.quarter == view.quarter]


def effectiveness(view: View) -> Section:
    """Block F: outcomes and indicators against target, with the quarter before."""
    quarter = view.quarter
    before = {each.code: each.actual for each in view.book.measures if each.quarter == quarter - 1}
    columns = (
        Column("Measure"),
        Column("Definition"),
        Column("Period"),
        Column("Target"),
        Column("Actual"),
        Column("Quarter before"),
        Column("Better is"),
        Column("Rating"),
        Column("Comment"),
        Column("Source"),
    )
    rows = tuple(
        Row(
            (
                f"{each.code} {each.name}",
                each.definition,
                f"Quarter {quarter} of {view.book.year}",
                each.target,
                each.actual,
                before.get(each.code, "not recorded"),
                each.better,
                rating(each.target, each.actual, each.better, before.get(each.code, "")),
                each.comment,
                each.source,
            ),
            illustrative=each.illustrative,
        )
        for each in measures(view)
    )
    if not rows:
        nothing = (
            f"No outcome or indicator is recorded for quarter {quarter}. The report cannot be issued without:"
            " SI 2000/617 reg 7(4)(b) asks for information by which partners can monitor effectiveness."
        )
        return Section("F", "Effectiveness", (nothing,))
    return Section("F", "Effectiveness", (RULE,), (Table("Outcomes and indicators", columns, rows),))


def activity(view: View) -> Section:
    """Block G: counts by scheme; one under five is not shown, nor is its unit cost."""
    columns = (
        Column("Scheme"),
        Column("Activity"),
        Column("Count", Kind.COUNT),
        Column("Unit cost", Kind.PENCE),
        Column("Note"),
    )
    rows = []
    for each in view.book.activity:
        if each.quarter == view.quarter:
            few = each.count < FEWEST
            shown = (None, None, f"fewer than {FEWEST}: not shown") if few else (each.count, each.unit_cost, "")
            rows.append(Row((view.name(each.scheme), each.name, *shown)))
    if not rows:
        nothing = f"No activity is recorded for quarter {view.quarter}."
        return Section("G", "Activity", (nothing,))
    rule = f"A count under {FEWEST} is not shown, nor its unit cost: it could name a person."
    return Section("G", "Activity", (rule,), (Table("Activity by scheme", columns, tuple(rows)),))
