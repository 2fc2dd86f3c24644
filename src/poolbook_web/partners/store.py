"""One after the other in a fund-year: its lock, and the numbers given out under it. (SQLite has one writer at all.)"""

from __future__ import annotations

from typing import Any

from django.db.models import Manager, Max, QuerySet

from poolbook_web.partners.models import FundYear


def lock(fund_year: FundYear) -> None:
    """Hold a fund-year until the transaction ends, so that two who act in it at once do so in turn."""
    FundYear.objects.select_for_update(no_key=True).get(pk=fund_year.pk)


def next_number(rows: Manager[Any] | QuerySet[Any]) -> int:
    """The number of the next of a fund-year's rows, such as ``fund_year.questions``, for whoever holds the year."""
    last: int | None = rows.aggregate(last=Max("number"))["last"]
    return (last or 0) + 1
