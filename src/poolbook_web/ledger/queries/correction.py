"""What puts right a part of a transfer: its lines taken back out of the place where they are, by the mirror of that
part, and put where they belong, by a transfer of the same sum; or taken out alone, where they are not the fund's.

Source: docs/reference/ledger.md, "Reversals" (nothing is changed; what was wrong is mirrored); docs/guide/ledger.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from django.db.models import QuerySet

from poolbook.findings import Finding, Where, error
from poolbook.ledger import model as core
from poolbook.ledger.chart import CHART, AccountType, account
from poolbook_web.ledger.models import Answer, Entry, Marked, Proposed, Transfer
from poolbook_web.ledger.queries.books import reversed_by
from poolbook_web.ledger.store import read
from poolbook_web.partners.models import FundYear

#: What money passes through on its way; the other side of such an account is what it was for.
_THROUGH = ("cash_at_host", "creditors", "owed_to_partners", "contributions_due", "debtors", "unallocated")


@dataclass(frozen=True, slots=True)
class Place:
    """Where money belongs: codes of a scheme, an account and a contributor."""

    scheme: str
    account: str
    partner: str


def for_debit(transfer: Transfer | Proposed, total: int | None) -> bool:
    """Whether what a transfer is for stands on its debit side, and what it passed through on the other. ``total`` is
    what its lines come to, which says it; without lines it is told by the accounts."""
    if total is not None:
        return total >= 0
    kind = account(transfer.debit).type
    if transfer.debit.partition("/")[0] in _THROUGH:
        return transfer.credit.partition("/")[0] in _THROUGH
    return kind is AccountType.EXPENSE or transfer.credit.partition("/")[0] in _THROUGH


def place_of(transfer: Transfer | Proposed, total: int | None) -> Place:
    """Where the money of a transfer is now."""
    code = transfer.debit if for_debit(transfer, total) else transfer.credit
    return Place(transfer.scheme, code, transfer.partner)


def corrected(transfer: Transfer, pence: int, *, total: int | None, to: Place | None) -> list[core.Transfer]:
    """The transfers that move ``pence`` of a transfer (the sum of some of its lines, signed as lines are; without
    lines its amount) to a place, or out of the fund's books where there is none. Their period is the transfer's own."""
    here = place_of(transfer, total)
    through = transfer.credit if for_debit(transfer, total) else transfer.debit
    sign = 1 if total is not None or for_debit(transfer, total) else -1
    out = _moved(transfer, through, here, sign * pence)
    return [out] if to is None else [out, _moved(transfer, to.account, replace(to, account=through), sign * pence)]


def _moved(transfer: Transfer, debit: str, at: Place, pence: int) -> core.Transfer:
    """So many pence from the account of a place to another; the other way round where they are below nil."""
    ends = (debit, at.account) if pence >= 0 else (at.account, debit)
    layer = core.Layer(transfer.layer)
    return core.Transfer(
        0, layer, *ends, abs(pence), transfer.period, at.scheme, at.partner, transfer.contract
    )  # fmt: skip


def accounts() -> list[tuple[str, str]]:
    """The accounts that money can be for, with their names."""
    return [(code, each.name) for code, each in CHART.items() if code not in (*_THROUGH, "reserves")]


def runs(numbers: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Numbers as runs of first and last.

    >>> list(runs([3, 9, 4, 5, 4]))
    [(3, 5), (9, 9)]
    """
    first = last = None
    for each in sorted(set(numbers)):
        if last is not None and each == last + 1:
            last = each
            continue
        if first is not None and last is not None:
            yield first, last
        first = last = each
    if first is not None and last is not None:
        yield first, last


def marks(transfer: Transfer) -> QuerySet[Marked]:
    """What proposals ever marked of a transfer, the first of them first, with what became of each."""
    found = Marked.objects.filter(transfer=transfer).order_by("pk")
    of = found.select_related("proposal__by", "proposal__answer__entry", "proposal__answer__by")
    return of.prefetch_related("proposal__transfers")


def that_stand(found: Iterable[Marked], fund_year: FundYear) -> list[Marked]:
    """Those of proposals that wait, or were posted by an entry that is not reversed."""
    reversals = Entry.objects.filter(fund_year=fund_year, reverses__isnull=False)
    undone = set(reversals.values_list("reverses", flat=True))
    return [each for each in found if _stands(each, undone)]


def _stands(mark: Marked, undone: set[int | None]) -> bool:
    answer = mark.proposal.answered
    return answer is None or (answer.entry is not None and answer.entry.number not in undone)


def corrections(entry: Entry) -> list[Entry]:
    """The entries that stand and correct something of this one, in order."""
    later = read.that_stand(entry.fund_year).filter(answer__proposal__marked__transfer__entry=entry)
    return list(later.distinct())


def faults(transfer: Transfer, marked: Sequence[tuple[int, int]]) -> Iterator[Finding]:
    """What stands against correcting these runs of lines of a transfer (no runs: the whole of it)."""
    entry = transfer.entry
    if (by := reversed_by(entry)) is not None or entry.kind == core.EntryKind.REVERSAL:
        why = f"was reversed by entry {by.number}" if by else "is itself a reversal"
        message = f"entry {entry.number} {why}: nothing of it is left to correct"
        yield error("ledger.nothing_left", message)
    elif Answer.objects.filter(entry=entry).exclude(proposal__marked=None).exists():
        message = f"entry {entry.number} corrected an earlier one: reverse it, and correct the first again"
        yield error("ledger.corrects_another", message)
    for each in that_stand(marks(transfer), transfer.fund_year):
        if any(_meet(each, run) for run in marked) or not marked:
            yield error("ledger.marked_already", _marked_already(each), Where(key="lines"))


def _meet(mark: Marked, run: tuple[int, int]) -> bool:
    if mark.first_line is None or mark.last_line is None:
        return True
    return mark.first_line <= run[1] and run[0] <= mark.last_line


def _marked_already(mark: Marked) -> str:
    answer = mark.proposal.answered
    if answer is not None and answer.entry is not None:
        number = answer.entry.number
        return f"{mark} was corrected by entry {number} already: reverse that first, and then correct it anew"
    return f"{mark} waits in proposal {mark.proposal.number} already: have that posted, declined or withdrawn first"
