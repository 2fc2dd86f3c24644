"""The import against ledger, hledger and beancount reading a ready journal of the same lines.

Each peer is measured in turn with our import, by wall. The peers keep every line apart, and nothing
for the next time; ours cleans, maps, finds repeats and stores. docs/reference/benchmarks.md weighs one
with the other.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from bench.measure import Command, ratio
from bench.setting import Setting, shown
from bench.table import Goal, Row, not_measured
from bench.world import World

TITLE = "Import against peers that read a ready, mapped journal of the same lines"


@dataclass(frozen=True)
class Peer:
    """A program, how it reads a journal, and how many times faster we mean to be."""

    name: str
    program: str
    words: tuple[str, ...]  #: ``JOURNAL`` stands for the file
    beancount: bool
    faster: float
    environment: Mapping[str, str] = field(default_factory=dict)

    def right(self, world: World) -> Callable[[bytes], bool]:
        """Whether it printed the creditors' balance that the lines make; bean-check prints nothing."""
        total = f"-{world.pence // 100}.{world.pence % 100:02d}".encode()
        return lambda printed: self.beancount or total in printed

    def journal(self, world: World) -> Path:
        """The journal in its form."""
        return world.for_beancount if self.beancount else world.for_ledger


PEERS = (
    Peer("ledger", "ledger", ("--args-only", "-f", "JOURNAL", "bal"), beancount=False, faster=2),
    Peer("hledger", "hledger", ("-f", "JOURNAL", "bal"), beancount=False, faster=10),
    # Its cache would answer the second run without reading the journal.
    Peer("beancount", "bean-check", ("JOURNAL",), beancount=True, faster=15,
         environment={"BEANCOUNT_DISABLE_LOAD_CACHE": "1"}),
)  # fmt: skip


def found(program: str) -> str | None:
    """Where a program is: beside our Python, or on the path."""
    here = str(Path(sys.executable).parent)
    return shutil.which(program, path=os.pathsep.join((here, os.environ.get("PATH", ""))))


def rows(setting: Setting) -> list[Row]:
    """A pair of rows for each peer."""
    world = setting.world(setting.peer_lines)
    ours = world.first_import()
    result = []
    for peer in PEERS:
        program = found(peer.program)
        if program is None:
            result.append(not_measured(peer.name, f"{peer.program} is not installed"))
            continue
        words = [str(peer.journal(world)) if word == "JOURNAL" else word for word in peer.words]
        theirs = Command([program, *words], right=peer.right(world), environment=peer.environment)
        # A slow peer moves its ratio little from round to round; one pair of a million lines takes minutes.
        rounds = 1 if world.count >= 500_000 and peer.faster > 5 else None
        measured = setting.in_turn({"ours": ours, "theirs": theirs}, rounds)
        faster = ratio(measured["theirs"], measured["ours"])
        result += [
            Row.of(f"{peer.name} reads {shown(world.count)} lines", measured["theirs"]),
            Row.of(
                "  poolbook imports them; faster by",
                measured["ours"],
                faster,
                setting.goal(Goal(at_least=peer.faster), world.count),
            ),
        ]
    return result
