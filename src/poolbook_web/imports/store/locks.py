"""Who comes first: a fund-year's numbers and rules, one batch. (SQLite has one writer at a time, and needs no lock.)"""

from __future__ import annotations

from poolbook_web.imports.models import Batch
from poolbook_web.partners.models import FundYear


def lock_year(fund_year: FundYear) -> None:
    """Hold a fund-year until the transaction ends, so that batches get their numbers and rules their lines in turn."""
    FundYear.objects.select_for_update(no_key=True).get(pk=fund_year.pk)


def next_number(fund_year: FundYear) -> int:
    """The number of the next batch of a fund-year, which the caller holds."""
    last = Batch.objects.filter(fund_year=fund_year).order_by("-number").first()
    return last.number + 1 if last else 1


def held(batch: Batch) -> Batch:
    """The batch as it stands now, held until the transaction ends: the first lock that an order about it takes."""
    found = Batch.objects.select_for_update(of=("self",)).select_related("fund_year__fund").get(pk=batch.pk)
    found.fund_year = batch.fund_year
    return found
