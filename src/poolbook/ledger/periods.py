"""Closing periods: a closed period takes no more, and the closing is itself an entry of the chain.

Periods close in order, and none is opened again: a late item is posted in the open period. That is the
simplest record that cannot be argued with: the entries themselves say when the period closed, by whom, and
what had been posted by then.

Source: docs/reference/ledger.md, "Periods"; house rule: what was reported stays as it was.
"""

from __future__ import annotations

from datetime import date, datetime

from poolbook.dates.years import PERIODS, FinancialYear, month_name
from poolbook.ledger.chain import Head
from poolbook.ledger.model import EntryKind
from poolbook.ledger.post import Posted, post


def close(
    head: Head,
    *,
    year: FinancialYear,
    period: int,
    on: date,
    by: str,
    at: datetime,
    source: str = "",
    authority: str = "",
) -> Posted:
    """The entry that closes ``period`` and every one before it. ``source`` names what it was reconciled to
    (the host's trial balance). Raises :class:`Refused` where the period is unknown or closed already."""
    name = month_name(year, period) if period in PERIODS else str(period)
    return post(
        head,
        [],
        kind=EntryKind.CLOSING,
        on=on,
        period=period,
        description=f"Closed to the end of {name}",
        source=source,
        by=by,
        at=at,
        authority=authority,
    )


def is_open(head: Head, period: int) -> bool:
    """Whether a period still takes entries.

    >>> [is_open(Head(4, "", closed=3), period) for period in (3, 4, 16)]
    [False, True, False]
    """
    return period in PERIODS and period > head.closed
