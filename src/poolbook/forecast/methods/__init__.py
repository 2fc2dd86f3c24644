"""The forecast methods: one small file each, and this table.

A method answers, from one scheme's :class:`~poolbook.forecast.history.History`, the outturn in whole pence. An
officer's override is not among them: it is a recorded figure, not a calculation (:mod:`poolbook.forecast.override`).
None of them looks at commitments: a commitment is not a floor under the forecast (docs/reference/forecast.md says why).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from poolbook.forecast.history import History
from poolbook.forecast.methods import profile, run_rate, straight_line

Method = Callable[[History], int]

METHODS: Mapping[str, Method] = {
    "profile": profile.outturn,
    "straight_line": straight_line.outturn,
    "run_rate": run_rate.outturn,
}
