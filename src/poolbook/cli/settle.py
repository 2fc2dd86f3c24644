"""Settle the year as forecast (from period 12 on, as it turned out), and say who bears what, rule by rule.

Every step has its sentence: the clause, what it moved, between whom, what was left. What the agreement leaves to be
decided is shown as undecided and never spread by guess; a joint contribution that its members have not split stops at
their group."""

from __future__ import annotations

import argparse
from typing import Any

from poolbook.cli import output, packs, report
from poolbook.cli.output import Exit
from poolbook.reports.view import View
from poolbook.settlement.rollup import roll_up
from poolbook.worked.settlements import step_data

EXAMPLES = """\
examples:
  poolbook settle my-fund
  poolbook settle my-fund-2025-26-pack.zip
  poolbook settle my-fund --period 12 --json

exit codes: 0 settled; 1 refused; 2 part of it waits for a decision"""


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    packs.or_zip_argument(parser)
    packs.period_arguments(parser)
    report.output_arguments(parser)
    parser.add_argument("--json", action="store_true", help="who bears what, and every step, for a program; in pence")


def run(given: argparse.Namespace) -> int:
    """Write the settlement; the exit code says whether it is settled."""
    book = report.book(given)
    view = View(book, report.request(given, "settlement"))
    outcome = view.outcome
    if given.json:
        report.emit(f"{output.as_json(_as_json(view))}\n".encode(), given)
    else:
        report.write(given, book, "settlement")
    if outcome.settlement is None:
        return Exit.REFUSED
    return Exit.DONE if outcome.settlement.settled else Exit.WAITS


def _as_json(view: View) -> dict[str, Any]:
    """What a program reads; money in pence, positive: pays in."""
    settlement = view.outcome.settlement
    findings = [output.finding(each) for each in view.outcome.findings]
    head = {
        "fund": view.book.terms.fund.code,
        "year": str(view.book.year),
        "period": view.period,
        "illustrative": view.standins.in_variance,
    }
    if settlement is None:
        return {**head, "settled": False, "findings": findings}
    partners = roll_up(settlement, view.book.terms)
    return {
        **head,
        "settled": settlement.settled,
        "variance": dict(settlement.variance),
        "sources": dict(settlement.sources),
        "by_unit": {unit: dict(sources) for unit, sources in settlement.by_unit.items()},
        "by_partner": {line.code: line.pence for line in partners.lines},
        "by_partner_is_final": partners.final,
        "rejected_decisions": list(settlement.rejected_decisions),
        "reserves": dict(settlement.reserves),
        "steps": [step_data(step) for step in settlement.steps],
        "findings": findings + [output.finding(each) for each in partners.findings],
    }
