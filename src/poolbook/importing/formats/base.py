"""What a layout is: which headings stand for which role, and how a file is recognised by them.

A role is what Poolbook reads from a column (``date``, ``amount``, ``reference`` …) or a code that the rules map by
(``cost_centre``, ``expense_type`` …). Headings are compared without case, spaces and punctuation, so that
``Net amount``, `` NetAmount `` and ``Net Amount(£)`` are the same.

Source: docs/reference/imports.md, "The formats"; the Local Government Transparency Code 2015 (spend over £500) and HM
Treasury's guidance on spend over £25,000 for the two published layouts.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

#: How many records from the top a heading row may stand: title blocks of finance systems are shorter.
HEADING_WITHIN = 40


class Kind(StrEnum):
    """What a line of a ledger is, as its journal type says."""

    PAYMENT = "payment"
    PAYROLL = "payroll"  #: its narrative names staff, and is dropped on the way in
    JOURNAL = "journal"
    ACCRUAL = "accrual"  #: against creditors, not cash
    INCOME = "income"
    RECHARGE = "recharge"
    COMMITMENT = "commitment"  #: an order listed among the actuals: goes to the commitment layer
    OPENING = "opening"  #: an opening balance, passed over and counted


class Shape(StrEnum):
    """What the rows of a layout are."""

    LINES = "lines"  #: lines of a ledger, mapped by rules
    JOURNAL = "journal"  #: Poolbook's own: each row a transfer with both its accounts
    BALANCES = "balances"  #: a trial balance: one row a coding


NO_SPLIT: Mapping[str, tuple[str, ...]] = MappingProxyType({})
NO_TYPES: Mapping[str, Kind] = MappingProxyType({})


@dataclass(frozen=True)
class Format:
    """One layout.

    ``roles`` gives for each role the headings it goes by, the first one found wins; ``needs`` groups of roles of which
    one each must be found; ``codes`` the roles that are codes, in order; ``split`` a role whose cell joins several
    codes by dots, slashes or dashes, and their names; ``types`` the usual journal types; ``categories``
    what a journal is by its category, where the type says no more than that; ``period`` whether the
    period column or the date decides the month; ``totals`` the mark of subtotal rows.
    """

    name: str
    title: str
    roles: Mapping[str, tuple[str, ...]]
    needs: tuple[tuple[str, ...], ...]
    codes: tuple[str, ...]
    shape: Shape = Shape.LINES
    split: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: NO_SPLIT)
    types: Mapping[str, Kind] = field(default_factory=lambda: NO_TYPES)
    categories: Mapping[str, Kind] = field(default_factory=lambda: NO_TYPES)
    period: str = "from date"
    totals: str = ""

    def recognise(self, rows: Sequence[Sequence[str]]) -> Heading | None:
        """The heading row of this layout among the first rows of a table, or None."""
        tries = [self.heading(number, row) for number, row in enumerate(rows[:HEADING_WITHIN])]
        return next((each for each in tries if not self.missing(each)), None)

    def heading(self, number: int, row: Sequence[str]) -> Heading:
        """Which columns of one row head which role, found or not."""
        columns = [plain_heading(cell) for cell in row]
        roles: dict[str, int] = {}
        twice: list[str] = []
        for role, names in self.roles.items():
            known = [plain_heading(name) for name in names]
            found = next((name for name in known if name and name in columns), None)
            if found is not None:
                roles[role] = columns.index(found)
                if columns.count(found) > 1:
                    twice.append(row[columns.index(found)].strip())
        return Heading(number, tuple(row), roles, tuple(dict.fromkeys(twice)))

    def missing(self, heading: Heading) -> list[str]:
        """The roles this layout needs and the heading lacks, in the words of the reference page."""
        return [" or ".join(group) for group in self.needs if not any(role in heading.roles for role in group)]

    def nearest(self, rows: Sequence[Sequence[str]]) -> Heading:
        """The row that comes nearest to a heading row, for saying what it lacks."""
        tries = [self.heading(number, row) for number, row in enumerate(rows[:HEADING_WITHIN])]
        return max(tries, key=lambda each: (len(each.roles), -each.row), default=Heading(0, (), {}))


@dataclass(frozen=True)
class Heading:
    """A heading row: its place (from 0), its cells, and the column (from 0) of each role found."""

    row: int
    cells: tuple[str, ...]
    roles: Mapping[str, int]
    twice: tuple[str, ...] = ()

    def name(self, column: int) -> str:
        """The heading of a column as the file has it, or its letter where it has none.

        >>> Heading(0, ("Date", ""), {}).name(1)
        'B'
        """
        cell = self.cells[column].strip() if column < len(self.cells) else ""
        return cell or letters(column)

    def find(self, heading: str) -> list[int]:
        """The columns under one heading, for codes that the rules name by heading."""
        wanted = plain_heading(heading)
        return [i for i, cell in enumerate(self.cells) if plain_heading(cell) == wanted] if wanted else []


def plain_heading(text: str) -> str:
    """A heading without case, spaces, punctuation and a trailing currency.

    >>> plain_heading(" Net Amount(£) "), plain_heading("Amount (GBP)"), plain_heading("Val.in rep.cur.")
    ('netamount', 'amount', 'valinrepcur')
    """
    plain = re.sub(r"[^0-9a-z]", "", text.casefold())
    return plain.removesuffix("gbp") or plain


def letters(column: int) -> str:
    """A column as a spreadsheet names it.

    >>> letters(0), letters(25), letters(26)
    ('A', 'Z', 'AA')
    """
    text = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(65 + rest) + text
    return text
