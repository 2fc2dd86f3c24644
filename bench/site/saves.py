"""Somebody else at work in the same fund: ``python -m bench.site.saves FUND_YEAR`` saves a record every 50 ms until its
input ends, and prints how many seconds the longest of them took."""

from __future__ import annotations

import select
import sys
import time

import django

EVERY = 0.05


def main(key: int) -> float:
    """See the module. The first save is not counted: it warms up, and tells that it has begun."""
    django.setup()
    from django.utils import timezone

    from poolbook_web.monitoring import actions
    from poolbook_web.monitoring.models import Fact
    from poolbook_web.partners.models import FundYear

    year = FundYear.objects.select_related("fund").get(pk=key)

    def save() -> float:
        started = time.perf_counter()
        says = {"name": "seen", "truth": True}
        actions.keep(fund_year=year, kind=Fact, says=says, evidence="a paper", by=None, at=timezone.now())
        return time.perf_counter() - started

    save()
    print("begun", flush=True)
    longest = 0.0
    while not select.select([sys.stdin], [], [], EVERY)[0]:
        longest = max(longest, save())
    return longest


if __name__ == "__main__":
    print(main(int(sys.argv[1])))
