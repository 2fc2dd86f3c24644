"""The demonstration's pages, timed: ``python -m bench.site.visits`` loads both worlds where POOLBOOK_DATA says, goes to
every kind of page that a pool manager can reach, and prints each with its milliseconds and queries, as JSON."""

from __future__ import annotations

import json
import statistics
import time
from typing import Any

import django

TIMES = 9


def main() -> list[dict[str, object]]:
    """See the module."""
    django.setup()
    from django.core.management import call_command
    from django.test import Client

    from bench.site.crawl import pages
    from poolbook_web.people.models import Membership, Role

    call_command("demo", load_only=True, verbosity=0)
    found: dict[str, dict[str, object]] = {}
    for each in Membership.objects.filter(role=Role.POOL_MANAGER, until=None).select_related("person"):
        browser = Client(headers={"host": "localhost"})
        browser.force_login(each.person)
        for page in list(pages(browser)):
            if page.path not in found:
                said = {"path": page.path, "route": page.route, "queries": page.queries}
                found[page.path] = {**said, "ms": statistics.median(_milliseconds(browser, page.path))}
    return list(found.values())


def _milliseconds(browser: Any, path: str) -> list[float]:
    times = []
    for _ in range(TIMES):
        started = time.perf_counter()
        browser.get(path)
        times.append((time.perf_counter() - started) * 1000)
    return times


if __name__ == "__main__":
    import contextlib
    import sys

    with contextlib.redirect_stdout(sys.stderr):  # what the demonstration says as it is loaded
        said = main()
    print(json.dumps(said))
