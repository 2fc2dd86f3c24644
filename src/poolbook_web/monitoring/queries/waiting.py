"""What waits for a pool manager among years: books that the terms are there for, and that are not open."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse

from poolbook.folder.opening import opening
from poolbook_web.agreements import queries as agreements
from poolbook_web.base.waiting import Waiting
from poolbook_web.ledger.models import Entry
from poolbook_web.partners.models import FundYear
from poolbook_web.people import access
from poolbook_web.people.models import Person
from poolbook_web.people.permissions import Permission


def waiting_for(person: Person, at: datetime) -> Iterator[Waiting]:
    """The books to open. No day is named for it."""
    may = access.funds(person, Permission.PERIOD_CLOSE, at=at)[Permission.PERIOD_CLOSE]
    begun = Entry.objects.filter(fund_year__fund__in=may).values("fund_year")
    years = FundYear.objects.filter(fund__in=may, termsversions__number=1).exclude(pk__in=begun)
    for each in years.select_related("fund").order_by("fund__name", "year"):
        if opening(agreements.terms(each)).transfers:
            yield Waiting(
                f"Open the books of {each.year}", reverse("open_year", args=[each.fund.slug, each.year]), each.fund.name
            )
