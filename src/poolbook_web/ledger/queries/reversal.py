"""What would reverse entries: their mirror, what stands against it, who may ask for it, and what waits to do so.

Source: docs/reference/ledger.md, "Reversals"; docs/guide/ledger.md, "A whole entry is wrong".
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime

from django.db.models import Q, QuerySet, Sum

from poolbook.dates.years import PERIODS
from poolbook.findings import Finding, Refused, Where, error, refuse_if
from poolbook.ledger import model as core
from poolbook.ledger import reverse as mirrors
from poolbook.ledger.post import Posted, period_open
from poolbook_web.ledger.models import Books, Entry, Proposal, Transfer
from poolbook_web.ledger.queries.correction import corrections
from poolbook_web.ledger.store import read
from poolbook_web.ledger.store.books import head
from poolbook_web.people.models import Person, name_of
from poolbook_web.people.permissions import Permission


def mirror(
    books: Books,
    number: int,
    *,
    on: date,
    period: int,
    why: str,
    by: Person | None,
    at: datetime,
    authority: str = "",
) -> Posted:
    """The reversal of an entry, to be posted next. Refused by the core's rules, and where a part of the entry was
    corrected: that would be taken out twice."""
    about = list(read.entries(books.fund_year).filter(Q(number=number) | Q(reverses=number)))
    refuse_if(finding for entry in about[:1] for finding in _corrected(entry))
    return mirrors.reverse(
        head(books), number, entries=[read.entry(row) for row in about],
        transfers=tuple(read.transfers(books.fund_year, of=about[:1])), on=on, period=period, why=why, by=name_of(by),
        at=at, authority=authority,
    )  # fmt: skip


def _corrected(entry: Entry) -> Iterator[Finding]:
    by = ", ".join(f"entry {each.number}" for each in corrections(entry))
    if by:
        message = f"a part of entry {entry.number} was corrected by {by}: reverse that first"
        yield error("ledger.corrected", message, Where(key=f"entry {entry.number}"))


def first_open(books: Books) -> int:
    """The first period that is open; of a year that is closed, the last there is, in which nothing is posted."""
    return min(books.closed + 1, PERIODS[-1])


def faults(books: Books, entries: Sequence[Entry], *, on: date, by: Person | None, at: datetime) -> Iterator[Finding]:
    """What stands against reversing these entries, told by making their mirrors: costly, so ask it before the books are
    held, and :func:`meanwhile` then. They may be found otherwise again when somebody posts it."""
    if not entries:
        yield error("ledger.nothing_to_reverse", "no entry is left that could be reversed")
    yield from _waits(entries)
    for each in entries:
        try:
            mirror(books, each.number, on=on, period=first_open(books), why="-", by=by, at=at)
        except Refused as refusal:
            yield from refusal.findings


def meanwhile(books: Books, entries: Sequence[Entry]) -> Iterator[Finding]:
    """What may have come in the way since :func:`faults` was asked, in as many queries however many entries."""
    yield from _waits(entries)
    for each, by in reversals(entries):
        if by is not None:
            message = f"entry {each.number} was reversed by entry {by.number}"
            yield error("ledger.reversed_already", message, Where(key=f"entry {each.number}"))
    yield from against(books, entries)


def against(books: Books, entries: Sequence[Entry]) -> Iterator[Finding]:
    """What stands against reversing entries that stand, and that nobody has asked back, in one query."""
    yield from period_open(first_open(books), books.closed, Where())
    corrected = read.that_stand(books.fund_year).filter(answer__proposal__marked__transfer__entry__in=entries)
    about = corrected.values_list("answer__proposal__marked__transfer__entry__number", "number")
    for number, later in about.order_by("number").distinct():
        message = f"a part of entry {number} was corrected by entry {later}: reverse that first"
        yield error("ledger.corrected", message, Where(key=f"entry {number}"))


def _waits(entries: Sequence[Entry]) -> Iterator[Finding]:
    found = Proposal.objects.filter(reversing__entry__in=entries, answer=None)
    for proposal, number in found.order_by("number").values_list("number", "reversing__entry__number"):
        message = f"proposal {proposal} asks to reverse entry {number} already: have that answered first"
        yield error("ledger.reversal_waits", message, Where(key=f"entry {number}"))


def to_ask(entries: Iterable[Entry]) -> Permission:
    """What whoever asks to reverse entries is allowed to do: to reverse an opening is for who opens the books."""
    opening = any(each.kind == core.EntryKind.OPENING for each in entries)
    return Permission.PERIOD_CLOSE if opening else Permission.LEDGER_POST


def waiting(entries: Iterable[Entry]) -> QuerySet[Proposal]:
    """The proposals that wait to reverse any of these entries."""
    found = Proposal.objects.filter(reversing__entry__in=list(entries), answer=None)
    return found.select_related("by", "fund_year__fund").distinct().order_by("number")


def reversing(proposal: Proposal) -> list[Entry]:
    """The entries that a proposal reverses, or would: the last first, as they are posted."""
    return list(Entry.objects.filter(reversing__proposal=proposal).order_by("-number"))


def reversals(entries: Sequence[Entry]) -> list[tuple[Entry, Entry | None]]:
    """Entries of one year, each with the one that reversed it, if one has."""
    numbers = [each.number for each in entries]
    found = Entry.objects.filter(fund_year__in={each.fund_year_id for each in entries}, reverses__in=numbers)
    by = {each.reverses: each for each in found}
    return [(each, by.get(each.number)) for each in entries]


def mirrored(entries: Iterable[Entry]) -> Iterator[core.Transfer]:
    """What reversing entries would move in all, summed by where it is."""
    by = ("layer", "debit", "credit", "scheme", "partner")
    found = Transfer.objects.filter(entry__in=list(entries)).order_by().values_list(*by).annotate(Sum("amount"))
    for layer, debit, credit, scheme, partner, pence in found:
        yield core.Transfer(0, core.Layer(layer), credit, debit, int(pence), 1, scheme, partner)
