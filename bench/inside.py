"""What a pack answers once it is read, timed inside one process. ``python -m bench.inside PACK`` prints JSON.

Processes are too coarse for milliseconds: starting one costs more than the answer.
"""

from __future__ import annotations

import json
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

from poolbook import folder
from poolbook.reports import Request, perform

REPEATS = 25


def milliseconds(work: Callable[[], object], repeats: int = REPEATS) -> float:
    """The median time of some work."""
    times = []
    for _ in range(repeats):
        started = time.perf_counter()
        work()
        times.append(time.perf_counter() - started)
    return statistics.median(times) * 1000


def main(path: Path) -> dict[str, float]:
    """Milliseconds to read the pack, and for each answer, as text, from the Book in memory."""
    book = folder.read(path).book()
    return {
        "read": milliseconds(lambda: folder.read(path).book(), 3),
        "position": milliseconds(lambda: perform(book, Request("position", period=12))),
        "settlement": milliseconds(lambda: perform(book, Request("settlement", period=12))),
    }


if __name__ == "__main__":
    print(json.dumps(main(Path(sys.argv[1]))))
