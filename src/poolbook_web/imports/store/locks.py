"""Who comes first to a batch. (SQLite has one writer at a time, and needs no lock.)"""

from __future__ import annotations

from poolbook_web.imports.models import Batch


def held(batch: Batch) -> Batch:
    """The batch as it stands now, held until the transaction ends: the first lock that an order about it takes."""
    found = Batch.objects.select_for_update(of=("self",)).select_related("fund_year__fund").get(pk=batch.pk)
    found.fund_year = batch.fund_year
    return found
