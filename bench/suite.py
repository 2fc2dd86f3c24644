"""How long the core's tests take: a suite that is waited for is not run."""

from __future__ import annotations

import sys

from bench.measure import Command
from bench.setting import Setting
from bench.table import Goal, Row

TITLE = "The core's tests"
TESTS = "tests/poolbook"


def rows(setting: Setting) -> list[Row]:
    """Once is enough: it is a time, not a ratio. Those marked as slow, and properties, have a run of their own."""
    # As `bootstrap.py test` runs them.
    shared = ["-n", "auto", "--maxprocesses", "4", "--dist", "loadfile", "-m", "not slow and not hypothesis"]
    tests = Command([sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *shared, TESTS])
    measured = setting.in_turn({"tests": tests}, rounds=1)["tests"]
    words = "pytest tests/poolbook, but the slow and the properties"
    return [Row.of(words, measured, measured.wall, Goal(at_most=10, unit=" s"))]
