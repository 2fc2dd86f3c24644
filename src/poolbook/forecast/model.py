"""The records of a forecast.

All amounts are whole pence of gross expenditure; a positive variance is an overspend. Source:
docs/reference/forecast.md.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from poolbook.findings import Finding

OVERRIDE = "override"  #: the method of a figure that an officer gave


@dataclass(frozen=True, slots=True)
class SchemeForecast:
    """One scheme as at the end of a period.

    ``budget`` is the latest budget of the year and ``profile`` the part of it that belongs to the elapsed
    months. ``computed`` is what the method gives; ``outturn`` is the same save where an officer's override
    stands: then ``method`` is ``override``, with the ``reason``, ``by`` whom and the period it was
    ``recorded`` in. ``previous`` is the forecast at the earlier period, as recorded then or, where nothing
    was (``previous_recorded``), worked out again; None where there was nothing to work it out from.
    """

    scheme: str
    budget: int
    profile: int
    actual: int
    commitments: int
    method: str
    computed: int
    outturn: int
    previous: int | None
    previous_recorded: bool
    reason: str = ""
    by: str = ""
    recorded: int | None = None

    @property
    def variance(self) -> int:
        """Forecast less budget: positive is an overspend."""
        return self.outturn - self.budget

    @property
    def change(self) -> int | None:
        """How the forecast moved since the earlier period; None where that had none."""
        return None if self.previous is None else self.outturn - self.previous


@dataclass(frozen=True, slots=True)
class Forecast:
    """Every scheme of a fund as at the end of ``period``, compared with the end of ``since``; ``method`` is
    the one used where no override stands. ``of_change`` is said only where the change is shown."""

    period: int
    since: int
    method: str
    schemes: tuple[SchemeForecast, ...]
    findings: tuple[Finding, ...] = ()
    of_change: tuple[Finding, ...] = ()

    def total(self, of: Callable[[SchemeForecast], int]) -> int:
        """The sum over the schemes, of unrounded pence: ``forecast.total(lambda scheme: scheme.outturn)``."""
        return sum(of(each) for each in self.schemes)

    @property
    def outturn(self) -> dict[str, int]:
        """The forecast outturn by scheme: what a settlement of the forecast starts from."""
        return {each.scheme: each.outturn for each in self.schemes}
