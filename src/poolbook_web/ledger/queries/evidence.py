"""Lines: a page of a transfer's, those that say something, and one as it was received."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet, Sum
from django.http import Http404

from poolbook.findings import Refused, error
from poolbook_web.base.lists import A_PAGE, Listing
from poolbook_web.base.pence import Pence
from poolbook_web.ledger.models import SPAN, Books, Coding, Line, Received, Transfer
from poolbook_web.ledger.queries.books import lines, search
from poolbook_web.ledger.queries.wanted import Wanted
from poolbook_web.ledger.store import search as texts
from poolbook_web.partners.models import FundYear

#: How many lines one search for words looks through before it shows what it found.
AT_A_TIME = 50_000
#: The most rows of a file: what is more than this is the evidence pack's to give.
MOST = 50_000


class _Run:
    """The lines of a transfer for a paginator: their number is known without counting, and a page of them is a range
    of the primary key, so that the last of a million costs what the first does."""

    def __init__(self, transfer: Transfer) -> None:
        self.transfer = transfer

    def __len__(self) -> int:
        return count(self.transfer)

    def __getitem__(self, place: slice) -> QuerySet[Line]:
        first = (self.transfer.first_line or 0) + place.start
        return Line.of(self.transfer.fund_year, first, first + place.stop - place.start - 1)


def count(transfer: Transfer) -> int:
    """How many lines a transfer sums."""
    first, last = transfer.run or (1, 0)
    return last - first + 1


def page(transfer: Transfer, number: str) -> Listing[Line]:
    """A page of the lines of a transfer."""
    shown: Page[Line] = Paginator(_Run(transfer), A_PAGE).get_page(number[:9])  # type: ignore[arg-type]  # it has what is asked of it
    return Listing(shown, "", "")


def total(transfer: Transfer) -> Pence:
    """What the lines of a transfer come to: its amount, below nil where its accounts are the other way round."""
    return sum_of(lines(transfer))


def sum_of(found: QuerySet[Line]) -> Pence:
    """What lines come to."""
    return Pence(found.order_by().aggregate(sum=Sum("pence"))["sum"] or 0)


def line_or_404(fund_year: FundYear, number: int) -> Line:
    """A line by its number in the fund-year."""
    found = Line.of(fund_year, number, number).first() if 0 < number < SPAN else None
    if found is None:
        raise Http404
    return found


def coded(line: Line) -> tuple[str, list[tuple[str, str]]]:
    """The source of a line, and the columns that told where it belongs, as received."""
    found = Coding.objects.filter(pk=line.pk - line.number + line.coding).first()
    if found is None:
        return "", []
    return found.source, [(name, str(value)) for name, value in json.loads(found.fields).items()]


def file_of(transfer: Transfer, source: str) -> Received | None:
    """The file that a transfer's lines came in: that of its entry, of the lines' source where there are several."""
    came = list(Received.objects.filter(entry=transfer.entry_id).order_by("pk"))
    mine = [each for each in came if each.source == source]
    return mine[0] if len(mine) == 1 else came[0] if len(came) == 1 else None


@dataclass(frozen=True)
class Found:
    """Lines that say something, the latest first, each with its transfer and that one's entry; ``before`` is where to
    go on looking (None: there are no more), ``among`` the first and last number of those looked at."""

    rows: list[tuple[Line, Transfer]]
    before: int | None
    among: tuple[int, int]


def find(fund_year: FundYear, wanted: Wanted, before: int | None = None) -> Found:
    """The latest of the lines wanted, among those before a number."""
    last = min(_last_line(fund_year), (before or SPAN) - 1)
    first = max(1, last - AT_A_TIME + 1) if wanted.text else 1
    hits = _hits(fund_year, wanted, first, last, A_PAGE + 1)
    more = len(hits) > A_PAGE
    rows = list(_rows(hits[:A_PAGE]))
    first = rows[-1][0].number if more else first
    return Found(rows, first if first > 1 else None, (first, last))


def every(fund_year: FundYear, wanted: Wanted) -> list[tuple[Line, Transfer]]:
    """All the lines wanted, in order, for a file. Raises :class:`Refused` where they are too many for one."""
    hits = _hits(fund_year, wanted, 1, _last_line(fund_year), MOST + 1)
    refuse_too_many(len(hits), "lines")
    return list(_rows(hits[::-1]))


def _hits(fund_year: FundYear, wanted: Wanted, first: int, last: int, most: int) -> list[tuple[int, int]]:
    over = search(fund_year, replace(wanted, text=""))
    if wanted.text:
        return texts.found(fund_year, over, wanted.text, lines=(first, last), most=most)
    return texts.latest(fund_year, over, last=last, most=most)


def _last_line(fund_year: FundYear) -> int:
    found = Books.objects.filter(fund_year=fund_year).first()
    return found.last_line if found else 0


def refuse_too_many(rows: int, what: str) -> None:
    """A list of more rows than a file takes is refused, and not cut short."""
    if rows > MOST:
        message = f"there are more than {MOST:,} {what}: ask for fewer, or take the evidence pack, which has all"
        raise Refused([error("ledger.too_many", message)])


def _rows(hits: list[tuple[int, int]]) -> Iterator[tuple[Line, Transfer]]:
    found = Line.objects.in_bulk([line for line, _ in hits])
    under = Transfer.objects.select_related("entry").in_bulk({transfer for _, transfer in hits})
    return ((found[line], under[transfer]) for line, transfer in hits)
