"""What waits for a pool manager among years: the next step of each, as its own page has it."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date, datetime

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import timezone

from poolbook.dates.years import month_name, parse_year
from poolbook.folder.opening import opening
from poolbook_web.agreements import queries as agreements
from poolbook_web.base.waiting import Waiting
from poolbook_web.imports.models import Batch
from poolbook_web.ledger.models import Books, Entry
from poolbook_web.monitoring.queries import steps, years
from poolbook_web.partners.models import Fund, FundYear
from poolbook_web.people import access
from poolbook_web.people.models import Person
from poolbook_web.people.permissions import Permission


def waiting_for(person: Person, at: datetime) -> Iterator[Waiting]:
    """The books to open, the first extract, the months to close, the year to begin. No day is named for any."""
    may = access.funds(person, Permission.PERIOD_CLOSE, at=at)[Permission.PERIOD_CLOSE]
    begun = Entry.objects.filter(fund_year__fund__in=may).values("fund_year")
    years = FundYear.objects.filter(fund__in=may, termsversions__number=1).exclude(pk__in=begun)
    for each in years.select_related("fund").order_by("fund__name", "year"):
        if opening(agreements.terms(each)).transfers:
            yield Waiting(
                f"Open the books of {each.year}", reverse("open_year", args=[each.fund.slug, each.year]), each.fund.name
            )
    yield from _under_way(may, timezone.localdate(at))


def _under_way(may: Collection[Fund], today: date) -> Iterator[Waiting]:
    """What comes next in the years whose books are open."""
    there = set(FundYear.objects.filter(fund__in=may).values_list("fund", "year"))
    waits = Exists(Batch.objects.filter(fund_year=OuterRef("pk")))
    every = Books.objects.filter(fund_year__fund__in=may, number__gt=0).annotate(brought=waits)
    for books in every.select_related("fund_year__fund").order_by("fund_year__fund__name", "fund_year__year"):
        of, year = books.fund_year, parse_year(books.fund_year.year)
        after = years.next_label(of)
        if steps.to_bring(books.number):
            what, page = f"Bring in the first extract of {of.year}", "" if books.brought else "imports_bring"
        elif month := steps.to_close(year, books.closed, today):
            what, page = f"Close the books of {of.year} to the end of {month_name(year, month)}", "close_period"
        else:
            begins = steps.to_begin(books.closed, there=(of.fund_id, after) in there)
            what, page = f"Begin {after}", "begin_year" if begins else ""
        if page:
            yield Waiting(what, reverse(page, args=[of.fund.slug, of.year]), of.fund.name)
