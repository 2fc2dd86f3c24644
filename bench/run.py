"""``python3 bootstrap.py bench``: runs the benches named (all when none is) and prints a table for each."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType

from bench import again, bare, figures, growth, peers, suite
from bench.measure import Failure
from bench.setting import MILLION, Setting
from bench.site import behind, books, others, pages
from bench.table import Row, as_json, text

#: Every bench, by the name it is asked for.
BENCHES: dict[str, ModuleType] = {
    "bare": bare,
    "growth": growth,
    "peers": peers,
    "again": again,
    "figures": figures,
    "site": books,
    "others": others,
    "behind": behind,
    "pages": pages,
    "suite": suite,
}


def parser() -> argparse.ArgumentParser:
    """The command line."""
    names = "\n".join(f"  {name:8} {bench.TITLE}" for name, bench in BENCHES.items())
    top = argparse.ArgumentParser(
        prog="bootstrap.py bench",
        description=__doc__,
        epilog=f"the benches:\n{names}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    top.add_argument("names", nargs="*", metavar="BENCH", help="which benches (default: all)")
    top.add_argument("--lines", type=int, default=MILLION, help="lines of the listing (default: 1000000)")
    top.add_argument("--rounds", type=int, default=3, help="how often each pair is run (default: 3)")
    top.add_argument("--full", action="store_true", help="give the peers all the lines too: takes many minutes")
    top.add_argument("--json", action="store_true", help="print JSON in place of tables")
    top.add_argument("--keep", type=Path, metavar="FOLDER", help="make the files here, and leave them for next time")
    return top


def run(names: Sequence[str], setting: Setting, *, as_tables: bool) -> tuple[dict[str, list[Row]], bool]:
    """The rows of every bench, and whether all could be run. Tables are printed as they come."""
    results: dict[str, list[Row]] = {}
    whole = True
    for name in names:
        bench = BENCHES[name]
        try:
            results[name] = bench.rows(setting)
        except Failure as failure:
            print(f"{name}: {failure}", file=sys.stderr)
            whole = False
            continue
        if as_tables:
            print(f"\n{bench.TITLE}\n{text(results[name])}", flush=True)
    return results, whole


def main(arguments: Sequence[str] | None = None) -> int:
    """0: all were run, whether or not their goals were met; 1: one could not be run; 2: not understood."""
    top = parser()
    given = top.parse_args(arguments)
    unknown = [name for name in given.names if name not in BENCHES]
    if unknown:
        top.error(f"there is no bench {unknown[0]!r}; the benches are: {', '.join(BENCHES)}")
    if given.lines < 1 or given.rounds < 1:
        top.error("--lines and --rounds must be at least 1")
    if not hasattr(os, "wait4"):
        top.error("the benches ask the system what each process took (wait4), which Windows cannot say")
    with tempfile.TemporaryDirectory(prefix="poolbook-bench-") as made:
        folder = given.keep or Path(made)
        folder.mkdir(parents=True, exist_ok=True)
        setting = Setting(folder, given.lines, given.rounds, given.full)
        if not given.json:
            print(f"{os.cpu_count()} processors; medians of {given.rounds} rounds, run in turn", flush=True)
        results, whole = run(given.names or list(BENCHES), setting, as_tables=not given.json)
    if given.json:
        print(as_json(results.items()))
    return 0 if whole else 1


if __name__ == "__main__":
    sys.exit(main())
