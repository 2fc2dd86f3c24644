"""What both worlds are built with: spending in even months, contributions as they arrive, a Book of it all."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from poolbook.book import Book
from poolbook.folder.opening import opening
from poolbook.ledger.balances import Balances
from poolbook.ledger.model import Layer, Transfer
from poolbook.terms import read
from poolbook.terms.model import Terms

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"


@cache
def terms_of(example: str) -> Terms:
    """The terms of an example pack. They cannot change once read, so they are read once."""
    return read.read(EXAMPLES / example / "terms.yaml")


def spent(scheme: str, pounds: int, *, to: int, incurred_by: str = "") -> list[Transfer]:
    """A year's spending of so many pounds on a scheme, in twelve even months of which the first ``to`` are over.
    ``incurred_by`` is the partner who pays it in its own ledger, and whom the fund then owes."""
    credit = "owed_to_partners" if incurred_by else "cash_at_host"
    months = [pounds * 100 * period // 12 - pounds * 100 * (period - 1) // 12 for period in range(1, min(to, 12) + 1)]
    return [
        Transfer(0, Layer.ACTUAL, "spend", credit, pence, period, scheme, incurred_by)
        for period, pence in enumerate(months, 1)
    ]


def received(by: str, pounds: int, periods: Iterable[int]) -> list[Transfer]:
    """A contribution of so many pounds that fell due, and came in, in each of these periods."""
    return [
        Transfer(0, Layer.ACTUAL, *accounts, pounds * 100, period, partner=by)
        for period in periods
        for accounts in (("contributions_due", "contributions"), ("cash_at_host", "contributions_due"))
    ]


def quarters(to: int) -> range:
    """The first periods of the quarters that have begun by a period."""
    return range(1, min(to, 12) + 1, 3)


def book(terms: Terms, transfers: Sequence[Transfer], *, to: int, **parts: Any) -> Book:
    """The Book of these terms, opened as they say, with these transfers, closed to period ``to``."""
    balances = Balances.of([*opening(terms).transfers, *transfers])
    return Book(terms, balances, **{"closed": to, **parts})
