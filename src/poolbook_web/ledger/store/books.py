"""Where the books of a fund-year stand, and the lock that whoever posts takes first."""

from __future__ import annotations

from poolbook.findings import Refused, error
from poolbook.ledger import chain
from poolbook.ledger.chain import Head
from poolbook_web.agreements import store as agreements
from poolbook_web.ledger.models import Books
from poolbook_web.partners.models import FundYear


def unlocked(fund_year: FundYear) -> Books:
    """Where the books stand now, without holding them; where nothing was posted, those that would begin (not saved).
    Raises :class:`Refused` where there are no terms to begin from."""
    found = Books.objects.filter(fund_year=fund_year).first()
    if found is not None:
        return found
    terms = agreements.newest_terms(fund_year)
    if terms is None:
        raise Refused([error("agreements.no_terms", f"no terms are in force for {fund_year}: put them first")])
    return Books(fund_year=fund_year, code=terms.fund.code, hash=chain.start(terms.fund.code, fund_year.year).hash)


def locked(fund_year: FundYear) -> Books:
    """The books, held until the transaction ends: the first lock that an action on them takes. Two who post at once
    queue here. (SQLite has one writer at a time, and so needs no lock.)"""
    begun = unlocked(fund_year)
    if begun._state.adding:
        Books.objects.bulk_create([begun], ignore_conflicts=True)
    held = Books.objects.select_for_update().get(fund_year=fund_year)
    held.fund_year = fund_year
    return held


def head(books: Books) -> Head:
    """Number and hash of the last entry, and the last closed period."""
    return Head(books.number, books.hash, books.closed)


def start(books: Books) -> Head:
    """The head of these books before their first entry."""
    return chain.start(books.code, books.fund_year.year)
