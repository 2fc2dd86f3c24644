"""What the benches found, as a table for people and as JSON for programs."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass

from bench.measure import Figures

COLUMNS = ("", "wall s", "cpu s", "peak MiB", "ratio", "goal", "met")


@dataclass(frozen=True)
class Goal:
    """What a ratio should be; a shared machine is noisy, so a goal is looked at and never ends a build."""

    at_most: float | None = None
    at_least: float | None = None
    unit: str = "x"

    def met(self, value: float) -> bool:
        """Whether the value is within the goal."""
        return (self.at_most is None or value <= self.at_most) and (self.at_least is None or value >= self.at_least)

    def __str__(self) -> str:
        bound, value = ("<=", self.at_most) if self.at_most is not None else (">=", self.at_least)
        return f"{bound} {value:g}{self.unit}"


@dataclass(frozen=True)
class Row:
    """One line of the table. ``value`` is the ratio (or the figure) that the goal is about."""

    what: str
    wall: float | None = None
    cpu: float | None = None
    peak: int | None = None
    value: float | None = None
    goal: Goal | None = None
    note: str = ""
    unit: str = "x"

    @classmethod
    def of(cls, what: str, figures: Figures, value: float | None = None, goal: Goal | None = None) -> Row:
        """A row of measured processes."""
        return cls(what, figures.wall, figures.cpu, figures.peak, value, goal)

    @property
    def met(self) -> bool | None:
        """Whether its goal is met; None where it has none, or was not measured."""
        return self.goal.met(self.value) if self.goal and self.value is not None else None

    @property
    def measured_in(self) -> str:
        """The unit of ``value``: its goal's, where there is one."""
        return self.goal.unit if self.goal else self.unit

    def cells(self) -> tuple[str, ...]:
        """The row as texts, in the order of ``COLUMNS``."""
        unit = self.measured_in
        return (
            self.what,
            "" if self.wall is None else f"{self.wall:.2f}",
            "" if self.cpu is None else f"{self.cpu:.2f}",
            "" if self.peak is None else f"{self.peak / 2**20:,.0f}",
            "" if self.value is None else f"{self.value:.2f}{unit}",
            str(self.goal or ""),
            {True: "yes", False: "NO", None: ""}[self.met] or self.note,
        )


def not_measured(what: str, why: str) -> Row:
    """A row that says why it is empty."""
    return Row(what, note=f"not measured ({why})")


def text(rows: Sequence[Row]) -> str:
    """Rows as an aligned table."""
    cells = [COLUMNS, *(row.cells() for row in rows)]
    widths = [max(len(line[column]) for line in cells) for column in range(len(COLUMNS))]
    lines = []
    for line in cells:
        first, *numbers, last = (cell.rjust(width) for cell, width in zip(line, widths, strict=True))
        lines.append("  ".join([line[0].ljust(len(first)), *numbers, line[-1].ljust(len(last))]).rstrip())
    return "\n".join(lines)


def as_json(results: Iterable[tuple[str, Sequence[Row]]]) -> str:
    """Everything, for a program."""
    return json.dumps(
        {
            name: [{**asdict(row), "unit": row.measured_in.strip(), "met": row.met} for row in rows]
            for name, rows in results
        },
        indent=2,
    )
