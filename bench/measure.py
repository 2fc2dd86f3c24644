"""Whole child processes, measured by the operating system, in turn: A B A B.

A machine's speed drifts while it is shared, so single times mislead; the ratio of two commands run in
turn does not.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

#: The kernel reports the largest resident set in KiB; macOS in bytes.
PEAK_UNIT = 1 if sys.platform == "darwin" else 1024


class Failure(Exception):
    """A command that was to be measured did not do its work: a time of it would mean nothing."""


@dataclass(frozen=True)
class Command:
    """What to run. ``prepare`` is called before each run and is not counted (it makes a fresh pack, say); ``right``
    looks at what it printed, for the time of a wrong answer means nothing."""

    words: Sequence[str]
    prepare: Callable[[], object] = lambda: None
    right: Callable[[bytes], bool] = lambda _: True
    environment: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Run:
    """What one process, with all that it waited for, took in seconds and bytes, and what it printed."""

    wall: float
    cpu: float
    peak: int
    output: bytes = b""


@dataclass(frozen=True)
class Figures:
    """Several runs of one command, told by their medians."""

    runs: Sequence[Run]

    @property
    def wall(self) -> float:
        """Seconds on the clock."""
        return statistics.median(run.wall for run in self.runs)

    @property
    def cpu(self) -> float:
        """Seconds of processors, user and system."""
        return statistics.median(run.cpu for run in self.runs)

    @property
    def peak(self) -> int:
        """Bytes of the largest single process at its largest."""
        return max(run.peak for run in self.runs)


def once(command: Command, output: Path) -> Run:
    """Run a command once. What it prints goes to a file: reading a pipe would share its processor.

    The kernel starts a child's peak at the size its parent had, so whoever calls this must stay small: the
    runner imports neither polars nor Poolbook.
    """
    command.prepare()
    environment = {**os.environ, **command.environment}
    said = output.with_suffix(".said")
    with output.open("wb") as sink, said.open("wb") as errors:
        started = time.perf_counter()
        process = subprocess.Popen(command.words, stdin=subprocess.DEVNULL, stdout=sink, stderr=errors, env=environment)
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    printed = output.read_bytes()
    if process.returncode != 0:
        raise _failed(command.words, process.returncode, said.read_bytes() or printed)
    if not command.right(printed):
        raise Failure(f"{' '.join(command.words)} came to another result than the lines sum to")
    return Run(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * PEAK_UNIT, printed)


def prepare(words: Sequence[str]) -> bytes:
    """Run what a bench needs first, unmeasured; what it printed."""
    done = subprocess.run(words, check=False, capture_output=True)
    if done.returncode != 0:
        raise _failed(words, done.returncode, done.stderr or done.stdout)
    return done.stdout


def _failed(words: Sequence[str], code: int, printed: bytes) -> Failure:
    said = printed.decode(errors="replace").strip()[-800:]
    return Failure(f"{' '.join(words)} ended with {code}: {said}")


def in_turn(commands: Mapping[str, Command], *, rounds: int, folder: Path) -> dict[str, Figures]:
    """Run every command once a round, in the order given, for so many rounds."""
    runs: dict[str, list[Run]] = {name: [] for name in commands}
    for _ in range(rounds):
        for name, command in commands.items():
            runs[name].append(once(command, folder / "printed.txt"))
    return {name: Figures(each) for name, each in runs.items()}


def ratio(of: Figures, to: Figures, what: str = "wall") -> float:
    """The median, round by round, of how many times as much one command took as the other.

    Both runs of a round met the same machine, so the ratio is taken within the round and not between medians.
    """
    pairs = zip(of.runs, to.runs, strict=True)
    times = [getattr(one, what) / max(getattr(other, what), 1e-9) for one, other in pairs]
    return float(statistics.median(times))
