"""Forecast every scheme of a Book.

Source: docs/reference/forecast.md; SI 2000/617 reg 7(4) (partners monitor the effectiveness of the arrangements).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from poolbook import money
from poolbook.book import Book, MonthEndForecast
from poolbook.dates.years import month_name
from poolbook.findings import Finding, Refused, error, note, warning
from poolbook.forecast.figures import Figures
from poolbook.forecast.history import MONTHS_IN_YEAR, History
from poolbook.forecast.methods import METHODS
from poolbook.forecast.model import OVERRIDE, Forecast, SchemeForecast
from poolbook.forecast.override import Recorded
from poolbook.ledger.model import Layer

SPEND = "spend"
DEFAULT = "profile"


def project(
    book: Book,
    period: int,
    *,
    method: str = DEFAULT,
    since: int | None = None,
    figures: Figures | None = None,
) -> Forecast:
    """The forecast of every scheme as at the end of ``period`` (0 to 15) by ``method``, a name of ``METHODS``, save
    where an officer's override stands; compared with the end of the period ``since`` (the one before where not given).

    Pass ``figures`` where they are already grouped. Raises :class:`Refused` for a method or period that is not known.
    """
    since = max(period - 1, 0) if since is None else since
    _refuse_unknown(method, (period, since))
    figures = Figures.of(book.balances) if figures is None else figures
    projection = _Projection(figures, Recorded(book.forecasts), method)
    schemes = tuple(projection.of(code, period, since) for code in scheme_codes(book, figures))
    findings, of_change = _findings(book, period, schemes), _of_change(book, period, since, schemes)
    return Forecast(period, since, method, schemes, findings, of_change)


def scheme_codes(book: Book, figures: Figures) -> list[str]:
    """The schemes of the terms in their order, then whatever else money was spent or budgeted for, by code: a
    figure that the terms do not know is shown, never dropped, or totals would not be those of the ledger."""
    known = [each.code for each in book.terms.schemes]
    return known + sorted(figures.scheme_codes(SPEND) - set(known))


def history(figures: Figures, scheme: str, period: int) -> History:
    """What a method may see of one scheme. The budget was entered month by month if it stands in all twelve."""
    budget = figures.months(Layer.BUDGET, SPEND, scheme)
    months = budget[:MONTHS_IN_YEAR]
    return History(
        period=period,
        budget=sum(budget),
        # An adjustment period's budget has no month: it goes to the last, so that the profile sums to the
        # budget.
        months=(*months[:-1], months[-1] + sum(budget[MONTHS_IN_YEAR:])) if all(months) else (),
        spend=figures.months(Layer.ACTUAL, SPEND, scheme),
    )


@dataclass(frozen=True, slots=True)
class _Projection:
    """What every scheme's forecast is worked out from."""

    figures: Figures
    recorded: Recorded
    method: str

    def of(self, scheme: str, period: int, since: int) -> SchemeForecast:
        """One scheme's record."""
        seen = history(self.figures, scheme, period)
        computed = METHODS[self.method](seen)
        override = self.override(seen, scheme)
        before = self.recorded.at(scheme, since) if since < period else None
        return SchemeForecast(
            scheme=scheme,
            budget=seen.budget,
            profile=seen.profile_to_date,
            actual=seen.actual,
            commitments=self.figures.scheme(Layer.COMMITMENT, SPEND, scheme, period),
            method=OVERRIDE if override else self.method,
            computed=computed,
            outturn=override.pence if override else computed,
            previous=before.pence if before else self.again(scheme, since, override),
            previous_recorded=before is not None,
            reason=override.reason if override else "",
            by=override.by if override else "",
            recorded=override.period if override else None,
        )

    def again(self, scheme: str, period: int, now: MonthEndForecast | None) -> int | None:
        """The earlier period's forecast worked out again, an override that stood then included. None where an officer's
        figure stands ``now`` and nothing had been spent: a method with nothing to go on is no forecast to compare an
        officer's with."""
        seen = history(self.figures, scheme, period)
        if override := self.override(seen, scheme):
            return override.pence
        return None if now and period and not any(seen.spend[:period]) else METHODS[self.method](seen)

    def override(self, seen: History, scheme: str) -> MonthEndForecast | None:
        """The override that stands, while the year is not over."""
        return None if seen.over else self.recorded.override(scheme, seen.period)


def _refuse_unknown(method: str, periods: Sequence[int]) -> None:
    findings = []
    if method not in METHODS:
        known = ", ".join(METHODS)
        findings.append(error("forecast.unknown_method", f"{method!r} is not a forecast method: use {known}"))
    findings += [
        error("forecast.unknown_period", f"period {each} is not one: use 0 (nothing elapsed) to 15")
        for each in periods
        if not 0 <= each <= 15
    ]
    if findings:
        raise Refused(findings)


def _of_change(book: Book, period: int, since: int, schemes: Sequence[SchemeForecast]) -> tuple[Finding, ...]:
    """What the change since the earlier period is measured from, where nothing was recorded then. At the start of the
    year the forecast is the budget, recorded or not."""
    if not 0 < since < period:
        return ()
    when = month_name(book.year, since)
    found = []
    if none := [each for each in schemes if each.previous is None]:
        message = (
            f"{_which(book, none, schemes)} was recorded at {when}, and nothing was spent by then to work one out "
            "from: the change is left blank"
        )
        found.append(note("forecast.no_previous", message))
    if again := [each for each in schemes if each.previous is not None and not each.previous_recorded]:
        message = f"{_which(book, again, schemes)} was recorded at {when}: the change is from what the method gives"
        found.append(note("forecast.previous_recomputed", f"{message} for that date"))
    return tuple(found)


def _which(book: Book, some: Sequence[SchemeForecast], schemes: Sequence[SchemeForecast]) -> str:
    if len(some) == len(schemes):
        return "no forecast"
    names = {each.code: each.name for each in book.terms.schemes}
    return f"no forecast of {', '.join(names.get(each.scheme, each.scheme) for each in some)}"


def _findings(book: Book, period: int, schemes: Sequence[SchemeForecast]) -> tuple[Finding, ...]:
    """What a reader of these figures should know."""
    names = {each.code: each.name for each in book.terms.schemes}
    found: list[Finding] = []
    if period == 0:
        found.append(note("forecast.nothing_elapsed", "no period has elapsed: every forecast is the budget"))
    for each in schemes:
        found += _of_scheme(book, period, each, names)
    late = [one for one in book.forecasts if one.method == OVERRIDE and MONTHS_IN_YEAR <= one.period <= period]
    if late:
        told = ", ".join(dict.fromkeys(names.get(one.scheme, one.scheme) for one in late))
        message = f"the year is over, so the outturn is what was spent: the override for {told} is not used"
        found.append(note("forecast.override_after_year_end", message))
    return tuple(found)


def _of_scheme(book: Book, period: int, each: SchemeForecast, names: dict[str, str]) -> list[Finding]:
    name = names.get(each.scheme, each.scheme)
    found = []
    if each.scheme not in names and (each.scheme or each.actual):  # contributions may name no scheme
        held = f"scheme {each.scheme}, which the terms do not name" if each.scheme else "no scheme"
        message = (
            f"{money.show(each.actual)} is spent and {money.show(each.budget)} budgeted for {held}: "
            "recode it, or add the scheme to the terms"
        )
        found.append(warning("forecast.scheme_not_in_terms", message))
    elif each.scheme in names and each.budget == 0:
        message = f"{name} has no budget in the books: until one is posted its whole forecast is a variance"
        found.append(warning("forecast.no_budget", message))
    if each.actual < 0:
        message = f"{name} has spent {money.show(each.actual)} to date: is income coded to expenditure?"
        found.append(warning("forecast.negative_actual", message))
    if each.recorded is not None and each.recorded < period:
        since = month_name(book.year, each.recorded) if each.recorded else "the start of the year"
        message = f"the override for {name}, recorded at {since}, still stands: record it again, or end it"
        found.append(warning("forecast.override_carried", message))
    if each.recorded is not None and not each.reason.strip():
        message = f"the override for {name} by {each.by} has no reason: ask for one"
        found.append(warning("forecast.override_without_reason", message))
    return found
