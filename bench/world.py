"""Files for the benches, made when first asked for."""

from __future__ import annotations

import json
import shutil
import sys
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from bench.measure import Command, prepare

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
            half = self.folder / f"half-{self.count}-{name}"  # so that what was cut off is not taken for whole
            shutil.rmtree(half, ignore_errors=True)
            words = [sys.executable, "-m", "bench.make", what, str(half), str(self.count)]
            self._known(path).write_bytes(prepare(words))
            half.rename(path)
        return path

    def _known(self, path: Path) -> Path:
        """Where what its maker knows of a file is kept."""
        return path.with_suffix(".json")

    @cached_property
    def listing(self) -> Path:
        """The ledger listing."""
        return self.make("listing", "listing.csv")

    @cached_property
    def pence(self) -> int:
        """What the lines sum to, as the generator counted."""
        return int(json.loads(self._known(self.listing).read_bytes())["pence"])

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

    def first_import(self) -> Command:
        """All the lines into a fresh pack; right when every penny of them was posted."""
        pack = self.folder / f"{self.count}-work.pack"
        return Command(import_words(pack, self.listing), self.fresh, lambda printed: self.posted(printed, self.count))

    def again(self, listing: Path) -> Command:
        """A listing into the pack that has all its lines already; right when nothing is posted."""
        return Command(import_words(self.imported(), listing), right=lambda printed: self.posted(printed, 0))

    def posted(self, printed: bytes, lines: int) -> bool:
        """Whether an import said that it posted so many lines, and the pence of them."""
        total = json.loads(printed)["total"]
        return (total["new"], total["net_pence"]) == (lines, self.pence if lines else 0)

    def imported(self) -> Path:
        """A pack with all the lines in it."""
        path = self.folder / f"{self.count}-full.pack"
        if not path.exists():
            half = self.fresh("half-full")
            prepare(import_words(half, self.listing))
            half.rename(path)
        return path


def import_words(pack: Path, *listings: Path) -> list[str]:
    """The import as a user types it."""
    return [str(POOLBOOK), "import", str(pack), *map(str, listings), "--json", *ACT]
