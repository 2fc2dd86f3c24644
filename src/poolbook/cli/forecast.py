"""Record the month-end forecast of every scheme, or one officer's override with the reason.

What is recorded is what next month's report compares with ("change since last month"). An override stands, month after
month, until another figure is recorded for its scheme. Amounts are the whole year's, in pounds."""

from __future__ import annotations

import argparse

from poolbook import folder, money
from poolbook.book import MonthEndForecast
from poolbook.cli import packs, who
from poolbook.cli.output import Exit
from poolbook.findings import Refused, error
from poolbook.forecast import METHODS, project
from poolbook.forecast.model import OVERRIDE

EXAMPLES = """\
examples:
  poolbook forecast my-fund --period 6
  poolbook forecast my-fund --period 6 --set home-care=1,250,000.00 --why "two placements start in October"

exit codes: 0 recorded; 1 refused (an unknown scheme, no reason)"""


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    packs.argument(parser)
    parser.add_argument("--period", type=int, choices=range(1, 13), required=True, metavar="N", help="the month's end")
    parser.add_argument("--method", choices=tuple(METHODS), default="profile", help="how the rest of the year is forecast")
    parser.add_argument("--set", action="append", default=[], metavar="SCHEME=POUNDS", help="an officer's own figure")
    parser.add_argument("--why", default="", help="the reason for --set")
    who.arguments(parser)


def run(given: argparse.Namespace) -> int:
    """Record it."""
    by, at = who.by(given), who.at(given)
    with folder.draft(given.pack) as draft:
        book = draft.pack.book()
        own = _overrides(given, {scheme.code for scheme in book.terms.schemes})
        if own:
            made = [MonthEndForecast(given.period, scheme, OVERRIDE, pence, given.why, by, at) for scheme, pence in own.items()]
        else:
            forecast = project(book, given.period, method=given.method)
            made = [
                MonthEndForecast(given.period, each.scheme, each.method, each.outturn, each.reason, by, at)
                for each in forecast.schemes
                if each.scheme
            ]
        draft.add_forecasts(made)
        draft.commit(by=by, at=at)
    for each in made:
        print(f"{each.scheme}: {money.show(each.pence)} ({each.method})")
    return Exit.DONE


def _overrides(given: argparse.Namespace, schemes: set[str]) -> dict[str, int]:
    """The officers' figures, by scheme. Raises :class:`Refused` with everything wrong with them."""
    found: dict[str, int] = {}
    faults = []
    for text in given.set:
        scheme, _, amount = text.partition("=")
        if scheme not in schemes:
            faults.append(error("forecast.unknown_scheme", f"{scheme!r} is not a scheme: use one of {', '.join(sorted(schemes))}"))
        try:
            found[scheme] = money.parse(amount)
        except ValueError as problem:
            faults.append(error("forecast.amount", f"--set {text}: {problem}"))
    if given.set and not given.why.strip():
        faults.append(error("forecast.no_reason", "an officer's own figure needs its reason: add --why"))
    if faults:
        raise Refused(faults)
    return found
