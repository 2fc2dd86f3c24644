"""From a figure to its transfers, and from a transfer to its lines."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from django.db.models import Max, OuterRef, Q, QuerySet, Subquery
from django.http import Http404

from poolbook.dates.years import PERIODS
from poolbook.ledger.balances import Balances
from poolbook.ledger.chain import Head
from poolbook.ledger.model import EntryKind
from poolbook_web.ledger.models import SPAN, Balance, Books, Coding, Entry, Line, Received, Rejected, Transfer
from poolbook_web.ledger.queries.wanted import Wanted
from poolbook_web.ledger.store import books, read
from poolbook_web.partners.models import FundYear


def head(fund_year: FundYear, at: datetime | None = None) -> Head:
    """Number and hash of the last entry, and the last closed period; at a moment, those of the last entry posted by
    then. Raises :class:`poolbook.findings.Refused` where there are no terms to begin from."""
    now = books.unlocked(fund_year)
    if at is None or now._state.adding:
        return books.head(now)
    return _head_of(now, Entry.objects.filter(fund_year=fund_year, at__lte=at))


def head_after(fund_year: FundYear, number: int) -> Head:
    """The same as the entry of that number left it."""
    return _head_of(books.unlocked(fund_year), Entry.objects.filter(fund_year=fund_year, number__lte=number))


def _head_of(now: Books, posted: QuerySet[Entry]) -> Head:
    last = posted.order_by("-number").first()
    if last is None:
        return books.start(now)
    if last.number == now.number:
        return books.head(now)
    closing = posted.filter(kind=EntryKind.CLOSING).order_by("-number").first()
    return Head(last.number, last.hash, closing.period if closing else 0)


def is_open(fund_year: FundYear) -> bool:
    """Whether the year's opening entry stands: posted, and not reversed."""
    return read.that_stand(fund_year).filter(kind=EntryKind.OPENING).exists()


def extracts(fund_year: FundYear) -> QuerySet[Entry]:
    """The entries of extracts that stand, whether they were brought in here or came with a pack."""
    return read.that_stand(fund_year).filter(kind=EntryKind.IMPORT)


def last_spent(fund_year: FundYear, to: int = PERIODS[-1]) -> int:
    """The last period up to one that has expenditure; 0 where none has."""
    spent = Balance.objects.filter(fund_year=fund_year, layer="actual", account="spend", period__lte=to)
    last: int | None = spent.aggregate(last=Max("period"))["last"]
    return last or 0


def balances(fund_year: FundYear, head: Head | None = None) -> Balances:
    """What every account stands at; with the head of an earlier moment, what it stood at then."""
    if head is None or head.number == books.unlocked(fund_year).number:
        return read.balances(fund_year)
    return read.balances_after(fund_year, head.number)


def entries(fund_year: FundYear) -> QuerySet[Entry]:
    """Every entry, in order, each knowing the first period that it moves money in."""
    first = Transfer.objects.filter(entry=OuterRef("pk")).order_by("period").values("period")[:1]
    return read.entries(fund_year).select_related("person").annotate(first_period=Subquery(first))


def entries_wanted(fund_year: FundYear, wanted: Wanted) -> QuerySet[Entry]:
    """The entries of a kind and with words in them that are wanted, and with a transfer such as is wanted."""
    found = entries(fund_year)
    if wanted.kind:
        found = found.filter(kind=wanted.kind)
    if wanted.text:
        found = found.filter(Q(description__icontains=wanted.text) | Q(source__icontains=wanted.text))
    of_transfers = replace(wanted, kind="", text="")
    if of_transfers != Wanted():
        found = found.filter(pk__in=search(fund_year, of_transfers).order_by().values("entry_id"))
    return found


def entry_or_404(fund_year: FundYear, number: int) -> Entry:
    """An entry by its number."""
    found = entries(fund_year).filter(number=number).first()
    if found is None:
        raise Http404
    found.fund_year = fund_year
    return found


def reversed_by(entry: Entry) -> Entry | None:
    """The entry that reversed this one, if one has."""
    return Entry.objects.filter(fund_year=entry.fund_year_id, reverses=entry.number).first()


def transfers(entry: Entry) -> QuerySet[Transfer]:
    """The transfers of an entry, in order."""
    return Transfer.objects.filter(entry=entry).order_by("pk")


def transfer_or_404(fund_year: FundYear, number: int) -> Transfer:
    """A transfer by its number in the fund-year."""
    found = Transfer.of(fund_year, number, number).select_related("entry").first() if 0 < number < SPAN else None
    if found is None:
        raise Http404
    return found


def search(fund_year: FundYear, wanted: Wanted) -> QuerySet[Transfer]:
    """The transfers wanted, in the order in which they were posted, each with its entry."""
    found = Transfer.of(fund_year).filter(fund_year=fund_year, period__range=(wanted.first_period, wanted.last_period))
    exactly = {
        "layer": wanted.layer or None,
        "scheme": wanted.scheme,
        "partner": wanted.partner,
        "contract": wanted.contract,
        "entry__kind": wanted.kind or None,
        "entry__number": wanted.entry,
        "amount__gte": wanted.at_least,
        "amount__lte": wanted.at_most,
    }
    found = found.filter(**{name: value for name, value in exactly.items() if value is not None})
    if wanted.account:
        sub = f"{wanted.account}/"
        either = Q(debit=wanted.account) | Q(credit=wanted.account)
        found = found.filter(either | Q(debit__startswith=sub) | Q(credit__startswith=sub))
    if wanted.text:
        found = found.filter(Q(entry__description__icontains=wanted.text) | Q(entry__source__icontains=wanted.text))
    return found.select_related("entry")


def lines(transfer: Transfer) -> QuerySet[Line]:
    """The lines under a transfer, in order: a range of the primary key, found at once among millions."""
    return Line.of(transfer.fund_year, *transfer.run) if transfer.run else Line.objects.none()


def transfer_of_line(fund_year: FundYear, number: int) -> Transfer:
    """The transfer that a line belongs to, by the line's number."""
    over = Transfer.objects.filter(fund_year=fund_year, first_line__lte=number, last_line__gte=number)
    found = over.order_by("-first_line").select_related("entry").first()
    if found is None:
        raise Http404
    return found


def codings(fund_year: FundYear, of: Iterable[Line]) -> dict[int, Coding]:
    """The codings of these lines, by number: one query for a page of them."""
    keys = {fund_year.pk * SPAN + line.coding for line in of}
    return {each.number: each for each in Coding.objects.filter(pk__in=keys)}


def received(fund_year: FundYear) -> QuerySet[Received]:
    """The files received, the latest first."""
    return Received.objects.filter(entry__fund_year=fund_year).select_related("entry").order_by("-pk")


def received_in(entry: Entry) -> QuerySet[Received]:
    """The files that an entry rests on."""
    return Received.objects.filter(entry=entry).order_by("pk")


def rejected(entry: Entry) -> QuerySet[Rejected]:
    """The rows that came with an entry and were not posted."""
    return Rejected.objects.filter(entry=entry).order_by("pk")
