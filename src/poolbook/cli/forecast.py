"""Record the month-end forecast of every scheme, or an officer's own figure with the reason.

What is recorded is what next month's report compares with ("change since last month"). An officer's figure stands,
month after month, until another is set for its scheme or --end ends it; the method's forecast is recorded for all the
others. Amounts are the whole year's, in pounds."""

from __future__ import annotations

import argparse

from poolbook import folder, money
from poolbook.book import MonthEndForecast
from poolbook.cli import packs, who
from poolbook.cli.output import Exit
from poolbook.findings import Finding, Refused, error
from poolbook.forecast import METHODS, project
from poolbook.forecast.model import OVERRIDE

EXAMPLES = """\
examples:
  poolbook forecast my-fund --period 6
  poolbook forecast my-fund --period 6 --set home-care=1,250,000.00 --why "two placements start in October"
  poolbook forecast my-fund --period 7 --end home-care

exit codes: 0 recorded; 1 refused (an unknown scheme, no reason)"""


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    packs.argument(parser)
    parser.add_argument("--period", type=int, choices=range(1, 13), required=True, metavar="N", help="the month's end")
    parser.add_argument(
        "--method", choices=tuple(METHODS), default="profile", help="how the rest of the year is forecast"
    )
    parser.add_argument("--set", action="append", default=[], metavar="SCHEME=POUNDS", help="an officer's own figure")
    parser.add_argument(
        "--end", action="append", default=[], metavar="SCHEME", help="let the method's figure stand again"
    )
    parser.add_argument("--why", default="", help="the reason for --set")
    who.arguments(parser)


def run(given: argparse.Namespace) -> int:
    """Record it."""
    by, at = who.by(given), who.at(given)
    with folder.draft(given.pack) as draft:
        book = draft.pack.book()
        own = _asked(given, {scheme.code for scheme in book.terms.schemes})
        forecast = project(book, given.period, method=given.method)
        made = [
            MonthEndForecast(given.period, each.scheme, forecast.method, each.computed, "", by, at)
            for each in forecast.schemes
            if each.scheme not in own and (each.method != OVERRIDE or each.scheme in given.end)
        ]
        made += [
            MonthEndForecast(given.period, code, OVERRIDE, pence, given.why, by, at) for code, pence in own.items()
        ]
        draft.add_forecasts(made)
        draft.commit(by=by, at=at)
    for each in made:
        print(f"{each.scheme}: {money.show(each.pence)} ({each.method})")
    return Exit.DONE


def _asked(given: argparse.Namespace, schemes: set[str]) -> dict[str, int]:
    """The officers' figures, by scheme. Raises :class:`Refused` with everything wrong with what was asked."""
    own: dict[str, int] = {}
    faults = [_unknown(code, schemes) for code in given.end if code not in schemes]
    for text in given.set:
        code, _, amount = text.partition("=")
        if code not in schemes:
            faults.append(_unknown(code, schemes))
        try:
            own[code] = money.parse(amount)
        except ValueError as problem:
            faults.append(error("forecast.amount", f"--set {text[:60]}: {problem}"))
    if given.set and not given.why.strip():
        faults.append(error("forecast.no_reason", "an officer's own figure needs its reason: add --why"))
    if faults:
        raise Refused(faults)
    return own


def _unknown(code: str, schemes: set[str]) -> Finding:
    return error("forecast.unknown_scheme", f"{code[:40]!r} is not a scheme: use one of {', '.join(sorted(schemes))}")
