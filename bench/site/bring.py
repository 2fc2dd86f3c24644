"""One listing through the site, from the upload to the books; prints what each step took, as JSON.

``python -m bench.site.bring LISTING``. With ``--ready FILE`` the stored rows are then written there, for the bare
insert; with ``--saves`` another process saves all the while; with ``--position`` the position is timed at the end.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import django

PIECE = 1 << 16


class Sent:
    """A file as a browser sends it."""

    def __init__(self, path: Path) -> None:
        self.name: str | None = path.name
        self.path = path

    def chunks(self) -> Iterator[bytes]:
        """Its bytes."""
        with self.path.open("rb") as file:
            while piece := file.read(PIECE):
                yield piece


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    """Seconds, and what came out."""
    started = time.perf_counter()
    result = work()
    return time.perf_counter() - started, result


def through(listing: Path, year: Any) -> dict[str, float]:
    """Receive, read, accept, post: what people and the worker do, one after the other."""
    from django.utils.timezone import now

    from poolbook_web.base import work
    from poolbook_web.imports import actions, tasks

    work.soon = lambda *_: None  # no queue: the work is done here, in turn
    took: dict[str, float] = {}
    took["receive"], batch = timed(lambda: actions.receive(fund_year=year, files=[Sent(listing)], by=None, at=now()))
    took["read"], _ = timed(lambda: tasks.perform(batch.pk, now))
    batch.refresh_from_db()
    seen = batch.digest
    took["accept"], _ = timed(lambda: actions.accept(batch=batch, seen=seen, rejected_too=False, by=None, at=now()))
    took["post"], _ = timed(lambda: tasks.perform(batch.pk, now))
    took["import"] = sum(took.values())
    batch.refresh_from_db()
    return {**took, "pence": int(batch.pence) if batch.state == batch.State.ACCEPTED else 0}


def position(year: Any, at: Any) -> dict[str, float]:
    """Milliseconds of the Book out of the database with its report, and of the page."""
    from django.test import Client

    from bench.site import fund
    from poolbook.reports import Request, perform
    from poolbook_web.monitoring import store

    browser = Client(headers={"host": "localhost"})
    browser.force_login(fund.manager(year, at).person)
    address = f"/funds/{year.fund.slug}/{year.year}/"

    def page() -> None:
        response = browser.get(address)
        assert response.status_code == 200, response.status_code

    def report() -> None:
        perform(store.book(year), Request("position", period=12))

    return {"position": milliseconds(report), "page": milliseconds(page)}


def milliseconds(work: Callable[[], None]) -> float:
    """The least of some: few and many lines are measured minutes apart, and what else the machine does only adds."""
    return min(timed(work)[0] for _ in range(25)) * 1000


def main(listing: Path, ready: Path | None, *, saves: bool, at_the_end: bool) -> dict[str, float]:
    """See the module."""
    django.setup()
    from django.utils import timezone

    from bench.site import fund, stored
    from poolbook_web.ledger import queries

    year = fund.opened(timezone.now())
    other = _other(year) if saves else None
    used = time.process_time()
    said = through(listing, year)
    said["cpu"] = time.process_time() - used
    if other is not None:
        said["longest_save"] = float(other.communicate()[0])
    said["prove"], found = timed(lambda: queries.prove(year))
    assert not found, found
    if ready is not None:
        stored.write(year, ready)
    return {**said, **(position(year, timezone.now()) if at_the_end else {})}


def _other(year: Any) -> subprocess.Popen[str]:
    """Somebody else, who has begun to save."""
    words = [sys.executable, "-m", "bench.site.saves", str(year.pk)]
    process = subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    process.stdout.readline()
    return process


if __name__ == "__main__":
    words = argparse.ArgumentParser()
    words.add_argument("listing", type=Path)
    words.add_argument("--ready", type=Path)
    words.add_argument("--saves", action="store_true")
    words.add_argument("--position", action="store_true")
    given = words.parse_args()
    print(json.dumps(main(given.listing, given.ready, saves=given.saves, at_the_end=given.position)))
