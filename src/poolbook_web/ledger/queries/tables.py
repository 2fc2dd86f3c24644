"""The books as typed tables: what every list, page and file of them is made of, and what stands behind each figure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet, Sum

from poolbook.ledger import model as core
from poolbook.ledger.balances import Balances
from poolbook.ledger.chart import CHART, AccountType
from poolbook.reports.model import Cell, Column, Kind, Row, Table, summed
from poolbook_web.base.pence import Pence
from poolbook_web.base.words import stamp
from poolbook_web.ledger.models import KINDS, LAYERS, Entry, Line, Proposal, Rejected, Transfer
from poolbook_web.ledger.queries.correction import place_of
from poolbook_web.ledger.queries.evidence import count
from poolbook_web.ledger.queries.names import Names, account, stands_by_debit
from poolbook_web.ledger.queries.wanted import Wanted, address
from poolbook_web.partners.models import FundYear
from poolbook_web.people.models import name_of

#: The columns of rows that were not posted.
NOT_POSTED = ("Row in the file", "Why it was not posted", "As received")

_BOOKS, _KINDS = dict(LAYERS), dict(KINDS)


@dataclass(frozen=True)
class Drilled:
    """A table, and for each of its cells the transfers that it is the sum of (None: it is no such sum)."""

    table: Table
    wanted: Sequence[Sequence[Wanted | None]]

    def links(self, fund_year: FundYear) -> list[list[str]]:
        """The address behind each cell."""
        return [[address(fund_year, each) if each else "" for each in row] for row in self.wanted]


@dataclass(frozen=True)
class Sums:
    """What some transfers come to. For an account ``balance`` is read as the account grows: debits less credits of
    what is owned, due or spent, credits less debits of what is owed, held or received."""

    moved: Pence
    debits: Pence
    credits: Pence
    balance: Pence


def sums(found: QuerySet[Transfer], code: str) -> Sums:
    """The sums of transfers, and of an account's two sides where one is named."""
    sides = {side: Sum("amount", filter=_is(side, code), default=0) for side in ("debit", "credit")}
    said = found.order_by().aggregate(moved=Sum("amount", default=0), **sides)
    debit, credit = (Pence(said[side]) for side in ("debit", "credit"))
    return Sums(Pence(said["moved"]), debit, credit, debit - credit if _by_debit(code) else credit - debit)


def _is(side: str, code: str) -> Q:
    """The account is on this side; ``reserves`` is any of them."""
    return Q(**{side: code}) | Q(**{f"{side}__startswith": f"{code}/"})


def _by_debit(code: str) -> bool:
    try:
        return stands_by_debit(code)
    except ValueError:
        return True


def balances(held: Balances, names: Names, to: int) -> list[Drilled]:
    """The trial balance of each book to the end of a period: every account, debit or credit, tied out."""
    return [table for layer in core.Layer if (table := _trial(held, names, layer, to)) is not None]


def _trial(held: Balances, names: Names, layer: core.Layer, to: int) -> Drilled | None:
    stand: defaultdict[str, int] = defaultdict(int)
    marked = set()
    for cell, pence in held:
        if cell.layer is layer and cell.period <= to:
            stand[cell.account] += pence
            if names.standins.hold(layer, cell.account, cell.scheme, cell.partner):
                marked.add(cell.account)
    codes = sorted((code for code, pence in stand.items() if pence), key=_chart_order)
    columns = (Column("Account"), Column("Debit", Kind.PENCE), Column("Credit", Kind.PENCE))
    rows = tuple(Row((account(code), *_sides(stand[code])), illustrative=code in marked) for code in codes)
    if not rows:
        return None
    wanted = [Wanted(layer=layer.value, account=code, last_period=to) for code in codes]
    behind = [
        (None, *(each if cell is not None else None for cell in row.cells[1:]))
        for each, row in zip(wanted, rows, strict=True)
    ]
    return Drilled(summed(f"{_BOOKS[layer.value]}, by account", columns, rows), [*behind, (None,) * 3])


def _sides(pence: int) -> tuple[int | None, int | None]:
    """What an account stands at, as its debit or its credit."""
    return max(pence, 0) or None, max(-pence, 0) or None


def _chart_order(code: str) -> tuple[int, str]:
    return list(CHART).index(code.partition("/")[0]), code


def by_place(held: Balances, names: Names, to: int) -> Table:
    """What every account stands at to the end of a period, by scheme and partner: of each book, debits are credits."""
    stand: defaultdict[tuple[str, str, str, str], int] = defaultdict(int)
    for cell, pence in held:
        if cell.period <= to:
            stand[cell.layer.value, cell.account, cell.scheme, cell.partner] += pence
    columns = (
        Column("Book"), Column("Account"), Column("Scheme"), Column("Partner"), Column("Debit", Kind.PENCE),
        Column("Credit", Kind.PENCE),
    )  # fmt: skip
    books = list(_BOOKS)
    rows = tuple(
        Row(
            (_BOOKS[layer], account(code), names.scheme(scheme), names.partner(who), *_sides(pence)),
            illustrative=names.standins.hold(core.Layer(layer), code, scheme, who),
        )
        for (layer, code, scheme, who), pence in sorted(
            stand.items(), key=lambda each: (books.index(each[0][0]), _chart_order(each[0][1]), *each[0][2:])
        )
        if pence
    )
    return Table("Balances", columns, rows)


def income(held: Balances, names: Names, to: int) -> Drilled | None:
    """Contributions and other income by who pays, as budgeted for the year and as the books have it to a period; and
    what is still due."""
    wanted = [code for code, each in CHART.items() if each.type is AccountType.INCOME]
    sums: defaultdict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0, 0])
    marked = set()
    for cell, pence in held:
        if cell.account in wanted and names.standins.hold(cell.layer, cell.account, cell.scheme, cell.partner):
            marked.add((cell.account, cell.partner))
        if cell.account in wanted and cell.layer is core.Layer.BUDGET:
            sums[cell.account, cell.partner][0] -= pence
        elif cell.account in wanted and cell.layer is core.Layer.ACTUAL and cell.period <= to:
            sums[cell.account, cell.partner][1] -= pence
    columns = (
        Column("Income"), Column("From"), Column("Budget of the year", Kind.PENCE), Column("To date", Kind.PENCE),
    )  # fmt: skip
    order = list(names.partners)
    keys = sorted(sums, key=lambda key: (wanted.index(key[0]), order.index(key[1]) if key[1] in order else -1, key[1]))
    rows = tuple(
        Row(
            (account(code), names.partner(who) or "Nobody named", *sums[code, who][:2]),
            illustrative=(code, who) in marked,
        )
        for code, who in keys
    )
    if not rows:
        return None
    behind: list[tuple[Wanted | None, ...]] = [
        (
            None, None, Wanted(layer="budget", account=code, partner=who),
            Wanted(layer="actual", account=code, partner=who, last_period=to),
        )
        for code, who in keys
    ]  # fmt: skip
    return Drilled(summed("Income and contributions", columns, rows), [*behind, (None,) * 4])


def transfers(found: Iterable[Transfer], names: Names) -> Table:
    """Transfers as a list, with all that is known of each."""
    columns = (
        Column("Transfer", Kind.COUNT), Column("Entry"), Column("Date", Kind.DATE), Column("Kind"), Column("Book"),
        Column("From"), Column("To"), Column("Scheme"), Column("Partner"), Column("Contract"), Column("Period"),
        Column("Amount", Kind.PENCE), Column("Lines", Kind.COUNT), Column("Source"), Column("Posted by"),
    )  # fmt: skip
    return Table("Transfers", columns, tuple(_transfer(each, names) for each in found))


def _transfer(each: Transfer, names: Names) -> Row:
    entry = each.entry
    return Row(
        (
            each.number, f"{entry.number}: {entry.description}", entry.date, _KINDS[entry.kind], _BOOKS[each.layer],
            account(each.credit), account(each.debit), names.scheme(each.scheme), names.partner(each.partner),
            each.contract, names.period(each.period), int(each.amount), count(each) or None, entry.source, entry.by,
        )
    )  # fmt: skip


def proposed(found: Iterable[core.Transfer], names: Names, title: str = "What would be posted") -> Table:
    """Transfers that nobody has posted yet."""
    columns = (
        Column("Book"), Column("From"), Column("To"), Column("Scheme"), Column("Partner"), Column("Contract"),
        Column("Period"), Column("Amount", Kind.PENCE),
    )  # fmt: skip
    rows = tuple(
        Row(
            (
                _BOOKS[each.layer.value], account(each.credit), account(each.debit), names.scheme(each.scheme),
                names.partner(each.partner), each.contract, names.period(each.period), each.amount,
            )
        )
        for each in found
    )  # fmt: skip
    return summed(title, columns, rows, label="Moved in all")


def changes(found: Iterable[core.Transfer], names: Names, title: str = "What it would change") -> Table:
    """What transfers would change, by book, account, scheme and partner, read as each account grows."""
    by: defaultdict[tuple[str, str, str, str], int] = defaultdict(int)
    for cell, pence in Balances.of(found):
        by[cell.layer.value, cell.account, cell.scheme, cell.partner] += pence
    columns = (Column("Book"), Column("Account"), Column("Scheme"), Column("Partner"), Column("Change", Kind.PENCE))
    rows = (
        Row(
            (
                _BOOKS[layer], account(code), names.scheme(scheme), names.partner(who),
                pence if stands_by_debit(code) else -pence,
            )
        )
        for (layer, code, scheme, who), pence in sorted(by.items())
        if pence
    )  # fmt: skip
    return Table(title, columns, tuple(rows))


def proposals(found: Iterable[Proposal]) -> Table:
    """Proposals as a list, each with what became of it."""
    columns = (
        Column("Proposal", Kind.COUNT), Column("Kind"), Column("What for"), Column("Date", Kind.DATE),
        Column("Evidence"), Column("Authority"), Column("Asked for by"), Column("Asked for (UTC)"), Column("Answer"),
        Column("Answered by"), Column("Answered (UTC)"), Column("Posted as entry", Kind.COUNT), Column("Why not"),
    )  # fmt: skip
    return Table("Proposals", columns, tuple(_proposal(each) for each in found))


def _proposal(each: Proposal) -> Row:
    answer = each.answered
    asked = (
        each.number, each.get_kind_display(), each.why, each.date, each.source, each.authority, name_of(each.by),
        stamp(each.at),
    )  # fmt: skip
    if answer is None:
        return Row((*asked, "Waiting", "", "", None, ""))
    entry = answer.entry
    said = "Posted" if entry else "Not posted"
    return Row((*asked, said, name_of(answer.by), stamp(answer.at), entry.number if entry else None, answer.why))


def lines(found: Iterable[tuple[Line, Transfer]], names: Names) -> Table:
    """Lines as a list, each with where its transfer puts it."""
    columns = (
        Column("Line", Kind.COUNT), Column("Transfer", Kind.COUNT), Column("Entry", Kind.COUNT),
        Column("Day", Kind.DATE), Column("Supplier"), Column("Narrative"), Column("Reference"), Column("Journal"),
        Column("Scheme"), Column("Account"), Column("Partner"), Column("Period"), Column("Incurred by"),
        Column("Row in the file", Kind.COUNT), Column("VAT", Kind.PENCE), Column("Amount", Kind.PENCE),
    )  # fmt: skip
    return Table("Lines", columns, tuple(_line(line, transfer, names) for line, transfer in found))


def _line(line: Line, transfer: Transfer, names: Names) -> Row:
    return Row(
        (
            line.number, transfer.number, transfer.entry.number, line.day, line.supplier, line.narrative,
            line.reference, line.journal, names.scheme(transfer.scheme), account(place_of(transfer, None).account),
            names.partner(transfer.partner), names.period(line.period), line.incurred_by, line.line_no,
            None if line.vat is None else int(line.vat), int(line.pence),
        )
    )  # fmt: skip


def entries(found: Iterable[Entry], names: Names) -> Table:
    """Entries as a list."""
    columns = (
        Column("Entry", Kind.COUNT), Column("Date", Kind.DATE), Column("Kind"), Column("Description"), Column("Period"),
        Column("Posted by"), Column("Posted (UTC)"), Column("Source"), Column("Authority"),
        Column("Reverses entry", Kind.COUNT), Column("Hash"),
    )  # fmt: skip
    rows = (
        Row(
            (
                each.number, each.date, _KINDS[each.kind], each.description, names.periods(each), each.by,
                stamp(each.at), each.source, each.authority, each.reverses, each.hash,
            )
        )
        for each in found
    )  # fmt: skip
    return Table("Entries", columns, tuple(rows))


def rejected(found: Iterable[Rejected]) -> Table:
    """Rows that were not posted, as received."""
    columns = tuple(Column(each, Kind.COUNT if each == NOT_POSTED[0] else Kind.TEXT) for each in NOT_POSTED)
    return Table("Rows not posted", columns, tuple(Row((each.line_no, each.reason, each.raw)) for each in found))


def only(table: Table, *headings: str, title: str = "") -> Table:
    """A table's columns of these headings, in this order, for a page: numbers that are names are read as words."""
    at = [[column.heading for column in table.columns].index(each) for each in headings]
    columns = tuple(
        Column(each) if each in _NUMBERED else table.columns[place] for place, each in zip(at, headings, strict=True)
    )
    rows = (
        Row(tuple(_read(row.cells[place], each) for place, each in zip(at, headings, strict=True)))
        for row in table.rows
    )
    return Table(title or table.title, columns, tuple(rows))


_NUMBERED = ("Entry", "Transfer", "Line", "Row in the file")


def _read(cell: Cell, heading: str) -> Cell:
    return f"{cell:,}" if heading in _NUMBERED and isinstance(cell, int) else cell
