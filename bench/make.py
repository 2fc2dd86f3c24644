"""Makes one file (or pack) of a world: ``python -m bench.make WHAT PATH LINES``.

A process of its own, so that the runner that measures loads no polars (see :func:`bench.measure.once`).
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from bench import journals, lines, pack
from bench.measure import prepare
from bench.world import ACT, POOLBOOK


def make(what: str, path: Path, count: int) -> dict[str, int]:
    """Make it, and say what is known of it."""
    if what in ("listing", "resaved"):
        return {"pence": lines.write(path, count, end="\n" if what == "listing" else "\r\n")}
    if what == "pack":
        pack.write(path)
        prepare([str(POOLBOOK), "open", str(path), *ACT])
    else:
        journals.write(path, count, journals.LEDGER if what == "ledger" else journals.BEANCOUNT)
    return {}


if __name__ == "__main__":
    print(json.dumps(make(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]))))
