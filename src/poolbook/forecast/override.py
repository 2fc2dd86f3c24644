"""What officers recorded: overrides that stand, and month-end forecasts to compare with.

Source: docs/reference/forecast.md, "An officer's override".
"""

from __future__ import annotations

from collections.abc import Iterable

from poolbook.book import MonthEndForecast
from poolbook.forecast.model import OVERRIDE


class Recorded:
    """The month-end forecasts of a Book by scheme; the later of two for one period and scheme is the one that
    counts."""

    def __init__(self, forecasts: Iterable[MonthEndForecast]) -> None:
        self._by_scheme: dict[str, dict[int, MonthEndForecast]] = {}
        for each in sorted(forecasts, key=lambda one: one.at):
            self._by_scheme.setdefault(each.scheme, {})[each.period] = each

    def at(self, scheme: str, period: int) -> MonthEndForecast | None:
        """What was recorded for a scheme at the end of one period."""
        return self._by_scheme.get(scheme, {}).get(period)

    def override(self, scheme: str, period: int) -> MonthEndForecast | None:
        """The override that stands at the end of a period: the last forecast recorded by then, if it is an override. So
        it stands month after month until another figure is recorded, and a carried one is reported."""
        periods = [each for each in self._by_scheme.get(scheme, {}) if each <= period]
        last = self.at(scheme, max(periods)) if periods else None
        return last if last is not None and last.method == OVERRIDE else None
