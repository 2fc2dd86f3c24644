"""Stand-in figures are marked wherever they are shown: every figure that would change if the stand-in did."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest

from poolbook import yamlfile
from poolbook.book import Book, Due
from poolbook.export.beancount import beancount
from poolbook.export.hledger import hledger
from poolbook.export.journal import LEGEND, journal
from poolbook.folder.opening import opening
from poolbook.ledger import chain
from poolbook.ledger.balances import Balances
from poolbook.ledger.model import Entry, EntryKind, Layer, Transfer
from poolbook.ledger.post import post
from poolbook.reports import REPORTS, Request, make
from poolbook.reports.model import Kind
from poolbook.terms import read
from poolbook.terms.model import Terms
from tests.poolbook.reports.small import AT, TERMS, spent

_FIRM = read.of(
    yamlfile.parse(
        TERMS.replace(", illustrative: true", "")
        + 'opening_balance: {policy: brought_forward, amount: "£70,000.00"}\n',
        name="terms.yaml",
    )
)

#: Each sort of stand-in: the table of the terms, the place in it, the field of its amount, and what else is other.
STANDINS: dict[str, tuple[str, int, str, dict[str, Any]]] = {
    "a contribution to a scheme without a budget": ("contributions", 2, "amount", {}),
    "a contribution to a scheme with a budget": ("contributions", 0, "amount", {}),
    "a contribution to the whole fund": ("contributions", 2, "amount", {"scheme": None}),
    "a non-recurrent contribution": ("contributions", 1, "amount", {"kind": "non_recurrent"}),
    "a budget": ("schemes", 0, "budget", {}),
    "income": ("income", 0, "amount", {}),
    "the opening balance": ("opening_balance", 0, "amount", {}),
}


@dataclass(frozen=True)
class Books:
    """A pack in so far as an export needs one."""

    terms: Terms
    entries: tuple[Entry, ...]
    transfers: tuple[Transfer, ...]


def terms(standin: str, pence: int) -> Terms:
    """The small fund with one stand-in, of this amount."""
    table, place, field, also = STANDINS[standin]
    changed = {"illustrative": True, field: pence, **also}
    held = getattr(_FIRM, table)
    if not isinstance(held, tuple):
        return _FIRM.model_copy(update={table: held.model_copy(update=changed)})
    items = [each.model_copy(update=changed) if at == place else each for at, each in enumerate(held)]
    return _FIRM.model_copy(update={table: tuple(items)})


def books(of: Terms) -> Books:
    """Opened as the terms say, half of each contribution due in July; then half a year's spending."""
    posted = post(
        chain.start("LD", "2025-26"),
        [*opening(of, dues(of)).transfers, *(spent("DAY", 105_000_00, period) for period in range(1, 7))],
        kind=EntryKind.OPENING, on=date(2025, 4, 1), period=1, description="Opening", source="", by="P. Manager", at=AT,
    )  # fmt: skip
    return Books(of, (posted.entry,), posted.transfers)


def dues(of: Terms) -> list[Due]:
    """An instalment of half of each contribution."""
    return [Due(line.by, date(2025, 7, 1), (line.amount or 0) // 2) for line in of.contributions]


def figures(of: Terms, request: Request) -> dict[tuple[Any, ...], tuple[list[Any], bool]]:
    """Every row of a report by where it stands: its figures, and whether it is marked."""
    book = Book(of, Balances.of(books(of).transfers), dues=tuple(dues(of)), closed=6, last_entry=1, head="0" * 64)
    numbers = (Kind.PENCE, Kind.PERCENT)
    return {
        (section.heading, table.title, place, row.cells[0]): (
            [cell for cell, column in zip(row.cells, table.columns, strict=True) if column.kind in numbers],
            row.illustrative,
        )
        for section in make(book, request).sections
        for table in section.tables
        for place, row in enumerate(table.rows)
    }


@pytest.mark.parametrize("report", REPORTS)
@pytest.mark.parametrize("standin", STANDINS)
def test_a_row_that_a_stand_in_would_change_is_marked_in_every_report(standin: str, report: str) -> None:
    request = Request(report, period=6)
    one, other = (figures(terms(standin, pence), request) for pence in (400_000_00, 430_000_00))
    assert one.keys() == other.keys()
    moved = [place for place in one if one[place][0] != other[place][0]]
    assert [place for place in moved if not one[place][1]] == []
    assert moved or (standin, report) in {("the opening balance", "position"), ("the opening balance", "monthly")} | {
        ("the opening balance", "settlement")
    }


@pytest.mark.parametrize("report", REPORTS)
def test_nothing_is_marked_where_the_papers_give_every_figure(report: str) -> None:
    assert not any(marked for _, marked in figures(_FIRM, Request(report, period=6)).values())


@pytest.mark.parametrize("standin", STANDINS)
def test_an_export_marks_the_accounts_of_what_a_stand_in_opens(standin: str) -> None:
    one, other = (journal(books(terms(standin, pence)), list(Layer)) for pence in (400_000_00, 430_000_00))
    moved = {place for place in one.balances if one.balances[place] != other.balances[place]}
    assert moved
    assert {place.account for place in moved} - {place.account for place in one.illustrative} <= {"spend"}


def test_both_exports_say_so_at_the_account_and_at_the_posting() -> None:
    marked = books(terms("the opening balance", 1_00))
    assert "account Equity:Carried-forward:NoScheme:NoPartner  ; illustrative" in hledger(marked)
    assert "Equity:Carried-forward:NoScheme:NoPartner  GBP -1.00  ; period 1, illustrative" in hledger(marked)
    name = "Equity:Carried-forward:NoScheme:NoPartner"
    assert f"open {name} GBP\n  illustrative: TRUE\n" in beancount(marked)
    assert f'{name}  -1.00 GBP\n    period: "1"\n    illustrative: TRUE\n' in beancount(marked)
    for export in (hledger, beancount):
        assert LEGEND in export(marked)
        assert "illustrative" not in export(books(_FIRM))
