"""The demonstration, from an empty folder to a site that answers. `python3 bootstrap.py demo` calls it."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError, connections
from django.utils import timezone

from poolbook.findings import Refused
from poolbook_web.base.management.commands.serve import is_this_machine
from poolbook_web.demo import load, words
from poolbook_web.demo.worlds import WORLDS

#: Says whose folder it is, so that nothing else is ever cleared away.
MARK = "demonstration.txt"
MARKED = "The demonstration of Poolbook keeps its database here. It may be deleted: the next run makes it again.\n"
EXAMPLES = Path(__file__).resolve().parents[5] / "examples"


class Command(BaseCommand):
    """Everything that can be refused is refused before anything is made or cleared away."""

    help = "Load the two worlds of the demonstration, once, and serve them to this machine."

    def add_arguments(self, parser: CommandParser) -> None:
        """Where, and whether to start over."""
        parser.add_argument("--fresh", action="store_true", help="forget what visitors did, and load the worlds again")
        parser.add_argument("--address", default="127.0.0.1", help="an address of this machine")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--examples", type=Path, default=EXAMPLES, help="the folder of the example packs")
        parser.add_argument("--load-only", action="store_true", help="load the worlds, and do not serve them")

    def handle(self, *_: Any, fresh: bool, address: str, port: int, examples: Path, load_only: bool, **__: Any) -> None:
        """Make it, load it, serve it until stopped."""
        if not is_this_machine(address):
            raise CommandError(
                f"The demonstration's passwords are known to everybody: it is not served to {address}, "
                "but to this machine alone."
            )
        if not (examples / "extracts").is_dir():
            raise CommandError(f"There are no examples in {examples}: run this in a clone of Poolbook.")
        site = f"http://{f'[{address}]' if ':' in address else address}:{port}"
        if load_only:
            own_folder(settings.DATA, fresh=fresh)
            self._load(examples, site)
            return
        self._free(address, port)
        os.environ["POOLBOOK_ADDRESS"] = settings.ADDRESS = site  # letters lead here, the worker's too
        _in_a_process_of_its_own(address, port, examples, fresh=fresh)
        self._serve(address, port, site)

    @staticmethod
    def _free(address: str, port: int) -> None:
        """Refuse where something listens already: perhaps another demonstration, over the same database."""
        family = socket.AF_INET6 if ":" in address else socket.AF_INET
        with socket.socket(family, socket.SOCK_STREAM) as tried:
            tried.settimeout(1)
            if tried.connect_ex((address, port)) == 0:
                raise CommandError(
                    f"Something listens at port {port} already, perhaps another demonstration. "
                    f"Stop it, or choose another port: --port {port + 1}"
                )

    def _load(self, examples: Path, site: str) -> None:
        try:
            with self._step("Preparing the database"):
                call_command("migrate", verbosity=0)
            at = timezone.now()
            with self._step("Appointing an administrator"):
                load.administrator(at)
            started = time.monotonic()
            loading = load.Load(examples, site, at, self._note)
            made = sum(load.world(each, loading) for each in WORLDS)
        except DatabaseError as fault:
            raise CommandError(
                f"The database of the demonstration does not fit this version ({fault}). Start over with --fresh."
            ) from None
        except Refused as refusal:
            raise CommandError("\n".join(str(found) for found in refusal.findings)) from None
        said = f"loaded {made} funds in {time.monotonic() - started:.1f} s" if made else "as visitors left them"
        self._say(f"The worlds: {said}")
        connections.close_all()

    def _serve(self, address: str, port: int, site: str) -> None:
        """The site, and beside it a worker for what is done in the background."""
        self._say(words.cast(site))
        with worker():
            call_command("serve", address=address, port=port, verbosity=0)
        self._say("\nStopped. What was done is kept for the next run; --fresh starts over.")

    @contextmanager
    def _step(self, title: str) -> Iterator[None]:
        started = time.monotonic()
        self.stdout.write(f"{title} ... ", ending="")
        self.stdout.flush()
        yield
        self._say(f"{time.monotonic() - started:.1f} s")

    def _note(self, title: str) -> None:
        self._say(f"  {title}")

    def _say(self, text: str) -> None:
        self.stdout.write(text)
        self.stdout.flush()


def own_folder(folder: Path, *, fresh: bool) -> None:
    """Make the demonstration's folder, or know it again by its mark; with ``fresh`` clear it first. Refuses a folder
    with a database that is somebody else's."""
    marked = (folder / MARK).exists()
    if not marked and any(folder.glob("*.sqlite3*")):
        raise CommandError(f"{folder} holds a database that is not the demonstration's; it is left alone.")
    if fresh and marked:
        connections.close_all()
        for each in folder.iterdir():
            if each.is_dir() and not each.is_symlink():
                shutil.rmtree(each)
            elif each.name not in ("secret-key", MARK):
                each.unlink()
    folder.mkdir(parents=True, exist_ok=True)
    (folder / MARK).write_text(MARKED, encoding="utf-8")


def _in_a_process_of_its_own(address: str, port: int, examples: Path, *, fresh: bool) -> None:
    """Load the worlds in another process. Those that serve are forked from this one, and one forked from a process that
    has read extracts waits for threads which it does not have, at the first posting, and for good."""
    command = [sys.executable, "-m", "poolbook_web", "demo", "--load-only", "--address", address, "--port", str(port)]
    command += ["--examples", str(examples), *(["--fresh"] if fresh else [])]
    done = subprocess.run(command, check=False)  # noqa: S603 - this very program
    if done.returncode:
        sys.exit(done.returncode)  # it has said why


@contextmanager
def worker() -> Iterator[None]:
    """The site's worker as a process of its own, ended with the site."""
    if not apps.is_installed("django_tasks_db"):
        yield
        return
    command = [sys.executable, "-m", "poolbook_web", "work"]
    # In a session of its own: Ctrl-C reaches the site, which ends first.
    with subprocess.Popen(command, start_new_session=True) as process:  # noqa: S603 - this very program
        try:
            yield
        finally:
            process.terminate()
            try:
                process.wait(timeout=10)
            except subprocess.TimeoutExpired:
                process.kill()
