"""Files for the benches, made when first asked for."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

#: The command that users run, of the environment that runs the benches.
POOLBOOK = Path(sys.executable).with_name("poolbook")
ACT = ("--by", "bench", "--at", "2012-04-02T09:00")


@dataclass(frozen=True)
class World:
    """One listing of so many lines, its pack, and its journals, in a folder."""

    folder: Path
    count: int

    def make(self, what: str, name: str) -> Path:
        """A file of this world."""
        path = self.folder / f"{self.count}-{name}"
        if not path.exists():
            made = subprocess.run(
                [sys.executable, "-m", "bench.make", what, str(path), str(self.count)],
                check=True,
                stdout=subprocess.PIPE,
            )
            path.with_suffix(".made.json").write_bytes(made.stdout)
        return path

    @cached_property
    def listing(self) -> Path:
        """The ledger listing."""
        return self.make("listing", "listing.csv")

    @cached_property
    def pence(self) -> int:
        """What the lines sum to, as the generator counted."""
        return int(json.loads(self.listing.with_suffix(".made.json").read_bytes())["pence"])

    @property
    def resaved(self) -> Path:
        """The same lines in another file: saved again with the line ends of Windows."""
        return self.make("resaved", "resaved.csv")

    @property
    def pack(self) -> Path:
        """A pack with terms and rules, and the year opened; no line imported."""
        return self.make("pack", "empty.pack")

    @property
    def for_ledger(self) -> Path:
        """The journal of ledger and hledger."""
        return self.make("ledger", "lines.journal")

    @property
    def for_beancount(self) -> Path:
        """The journal of beancount."""
        return self.make("beancount", "lines.beancount")

    def fresh(self, name: str = "work") -> Path:
        """A new copy of the empty pack."""
        path = self.folder / f"{self.count}-{name}.pack"
        shutil.rmtree(path, ignore_errors=True)
        shutil.copytree(self.pack, path)
        return path

    def imported(self) -> Path:
        """A pack with all the lines in it."""
        path = self.folder / f"{self.count}-full.pack"
        if not path.exists():
            made = self.fresh("full-being-made")
            subprocess.run(import_words(made, self.listing), check=True, stdout=subprocess.DEVNULL)
            made.rename(path)
        return path


def import_words(pack: Path, *listings: Path) -> list[str]:
    """The import as a user types it."""
    return [str(POOLBOOK), "import", str(pack), *map(str, listings), *ACT]
