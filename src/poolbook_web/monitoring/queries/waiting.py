"""What waits for a pool manager among years: the next step of each, as its own page has it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import date, datetime

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils import timezone

from poolbook.dates.years import month_name, parse_year
from poolbook.folder.opening import opening
from poolbook.ledger.model import EntryKind
from poolbook_web.agreements import queries as agreements
from poolbook_web.base.waiting import Waiting
from poolbook_web.imports.models import Batch
from poolbook_web.ledger.models import Books, Entry
from poolbook_web.ledger.store.read import not_reversed
from poolbook_web.monitoring.queries import steps, years
from poolbook_web.partners.models import Fund, FundYear
from poolbook_web.people import access
from poolbook_web.people.models import Person
from poolbook_web.people.permissions import Permission


def waiting_for(person: Person, at: datetime) -> Iterator[Waiting]:
    """The books to open, the first extract, the months to close, the year to begin. No day is named for any."""
    may = access.funds(person, Permission.PERIOD_CLOSE, at=at)[Permission.PERIOD_CLOSE]
    unopened = [each for each in _not_open(may) if opening(agreements.terms(each)).transfers]
    for each in unopened:
        address = reverse("open_year", args=[each.fund.slug, each.year])
        yield Waiting(f"Open the books of {each.year}", address, each.fund.name)
    yield from _under_way(may, unopened, timezone.localdate(at))


def _not_open(may: Collection[Fund]) -> QuerySet[FundYear]:
    """The years with terms whose opening was never posted, or was reversed."""
    opened = Entry.objects.filter(not_reversed(), kind=EntryKind.OPENING, fund_year__fund__in=may).values("fund_year")
    found = FundYear.objects.filter(fund__in=may, termsversions__number=1).exclude(pk__in=opened)
    return found.select_related("fund").order_by("fund__name", "year")


def _under_way(may: Collection[Fund], unopened: Sequence[FundYear], today: date) -> Iterator[Waiting]:
    """What comes next in the other years that have books. Of budgets that are only aligned nobody is reminded: the
    money stays in their holders' own books."""
    there = set(FundYear.objects.filter(fund__in=may).values_list("fund", "year"))
    waits = Exists(Batch.objects.filter(fund_year=OuterRef("pk")))
    every = Books.objects.filter(fund_year__fund__in=may, number__gt=0).exclude(fund_year__in=unopened)
    every = every.exclude(fund_year__mode=FundYear.Mode.ALIGNED).annotate(brought=waits)
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
