"""How long the core's tests take: a suite that is waited for is not run."""

from __future__ import annotations

import sys

from bench.measure import Command
from bench.setting import Setting
from bench.table import Goal, Row

TITLE = "The core's tests"
TESTS = ("tests/poolbook", "src/poolbook")


def rows(setting: Setting) -> list[Row]:
    """Once is enough: it is a time, not a ratio."""
    shared = ["-n", "auto", "--maxprocesses", "4", "--dist", "loadfile"]  # as `bootstrap.py test` runs them
    tests = Command([sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *shared, *TESTS])
    measured = setting.in_turn({"tests": tests}, rounds=1)["tests"]
    return [Row.of("pytest tests/poolbook src/poolbook", measured, measured.wall, Goal(at_most=10, unit=" s"))]
