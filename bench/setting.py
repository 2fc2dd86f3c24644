"""What every bench is given: where to work, how many lines, how many rounds."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from bench.measure import Command, Figures, in_turn
from bench.table import Goal
from bench.world import World

MILLION = 1_000_000
#: The peers take minutes over a million lines, so that is only for those who ask for it.
PEER_LINES = 100_000


@dataclass(frozen=True)
class Setting:
    """The choices of one run of the benches."""

    folder: Path
    lines: int = MILLION
    rounds: int = 3
    full: bool = False

    def world(self, count: int | None = None) -> World:
        """The files of so many lines."""
        return World(self.folder, count or self.lines)

    @property
    def peer_lines(self) -> int:
        """How many lines the peers read."""
        return self.lines if self.full else min(self.lines, PEER_LINES)

    def goal(self, goal: Goal, lines: int | None = None) -> Goal | None:
        """A goal that is one for a million lines or more: below, starting Python and reading rules weigh more than
        the lines do."""
        return goal if (lines or self.lines) >= MILLION else None

    def in_turn(self, commands: dict[str, Command], rounds: int | None = None) -> dict[str, Figures]:
        """Measure commands in turn."""
        return in_turn(commands, rounds=rounds or self.rounds, folder=self.folder)


def shown(count: int) -> str:
    """A number of lines as people say it."""
    for size, letter in ((MILLION, "M"), (1_000, "k")):
        if count >= size and count % (size // 10) == 0:
            return f"{count / size:g}{letter}"
    return f"{count:,}"
