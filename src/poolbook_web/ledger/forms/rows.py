"""Rows of a journal, typed one by one or pasted from a spreadsheet: what each says, as transfers of the ledger.

Both ways end in the same reading, so that what is right when typed is right when pasted; every fault is told at once,
with its row and its column.

Source: docs/guide/ledger.md, "Journals".
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms

from poolbook import money
from poolbook.dates.years import PERIODS
from poolbook.findings import sentence
from poolbook.importing import days
from poolbook.ledger.chart import CHART, account
from poolbook.ledger.model import Layer, Transfer
from poolbook.yamlfile import nearest
from poolbook_web.base.forms import Form
from poolbook_web.base.pasted import rows as cells_in
from poolbook_web.ledger.queries.names import Names

#: The columns of a row and what people call them, in the order in which a paste without headings has them.
NAMES = {
    "what": "What", "scheme": "Scheme", "to_scheme": "To scheme", "account": "Account", "to_account": "To account",
    "partner": "Partner", "contract": "Contract", "amount": "Amount", "period": "Period",
}  # fmt: skip
#: More rows than a person prepares; a listing is brought in as an extract.
MOST = 1_000

Fault = tuple[str, str]  #: a column, and what is wrong there


@dataclass(frozen=True)
class What:
    """A kind of row: which columns it must and may fill beside amount and period, its book, and which account its money
    goes to and comes from where the row does not say. ``back`` is whether it takes the money back out."""

    name: str
    layer: Layer
    must: frozenset[str]
    may: frozenset[str]
    debit: str = "spend"
    credit: str = "unallocated"
    back: bool = False


def _what(name: str, layer: Layer, must: str, may: str = "", **more: Any) -> What:
    return What(name, layer, frozenset(must.split()), frozenset(may.split()), **more)


WHATS = {
    each.name.lower(): each
    for each in (
        _what("Budget added", Layer.BUDGET, "scheme", "partner"),
        _what("Budget taken away", Layer.BUDGET, "scheme", "partner", back=True),
        _what("Budget moved", Layer.BUDGET, "scheme to_scheme"),
        _what("Commitment made", Layer.COMMITMENT, "scheme", "contract partner", credit="creditors"),
        _what("Commitment released", Layer.COMMITMENT, "scheme", "contract partner", credit="creditors", back=True),
        _what("Spending moved", Layer.ACTUAL, "scheme to_scheme", "partner contract", credit="creditors"),
        _what("Money moved between accounts", Layer.ACTUAL, "account to_account", "scheme partner contract"),
    )
}


def read(cells: Mapping[str, str], names: Names, closed: int) -> tuple[list[Transfer], list[Fault]]:
    """The transfers that a row stands for, or all that is wrong with it. ``closed`` is the last closed period."""
    found: list[Fault] = []
    what = WHATS.get(cells["what"].strip().lower())
    if what is None:
        known = ", ".join(each.name for each in WHATS.values())
        found.append(("what", f"{cells['what'][:40]!r} is none of {known}" if cells["what"] else "say what it is"))
    else:
        found += _filled(what, cells)
    codes = dict(_codes(cells, names, found))
    same = [each for each in ("scheme", "account") if codes[each] and codes[each] == codes[f"to_{each}"]]
    found += [(f"to_{each}", "it is where the money comes from: nothing would move") for each in same]
    pence, period = _pence(cells["amount"], found), _period(cells["period"], names, closed, found)
    if found or what is None:
        return [], found
    return _transfers(what, codes, cells["contract"].strip(), pence, period), []


def _filled(what: What, cells: Mapping[str, str]) -> Iterator[Fault]:
    """What is missing, and what such a row does not have."""
    for column in sorted(what.must, key=list(NAMES).index):
        if not cells[column].strip():
            yield column, f"“{what.name}” needs it"
    for column in NAMES:
        if column not in ("what", "amount", "period", *what.must, *what.may) and cells[column].strip():
            yield column, f"leave it empty: “{what.name}” has none"


def _codes(cells: Mapping[str, str], names: Names, found: list[Fault]) -> Iterator[tuple[str, str]]:
    """Each scheme, account and partner by its code; given as that or by name."""
    named: Mapping[str, Mapping[str, str]] = {
        "scheme": names.schemes, "to_scheme": names.schemes, "partner": names.partners,
        "account": _ACCOUNTS, "to_account": _ACCOUNTS,
    }  # fmt: skip
    for column, known in named.items():
        given = cells[column].strip()
        by_name = {name.lower(): code for code, name in known.items()} | {code.lower(): code for code in known}
        code = by_name.get(given.lower(), "") or (_reserve(given) if known is _ACCOUNTS else "")
        if given and not code:
            what = "no account of the books" if known is _ACCOUNTS else f"no {_kind(column)} of the terms"
            near = nearest(given, [*known.values(), *known])
            found.append((column, f"{given[:40]!r} is {what}{near}"))
        yield column, code


_ACCOUNTS = {code: each.name for code, each in CHART.items()}


def _kind(column: str) -> str:
    return column.removeprefix("to_")


def _reserve(given: str) -> str:
    """A reserve under the name that the agreement gives it."""
    try:
        return account(given).code if given.startswith("reserves/") else ""
    except ValueError:
        return ""


def _pence(text: str, found: list[Fault]) -> int:
    try:
        pence = money.parse(text)
    except ValueError as fault:
        found.append(("amount", str(fault)))
        return 0
    if pence <= 0:
        found.append(
            ("amount", f"{money.show(pence)} is not above nil: money that goes back has a row of its own kind")
        )
    return pence


def _period(text: str, names: Names, closed: int, found: list[Fault]) -> int:
    period = days.period(text.strip(), names.year)
    if period is None:
        message = f"{text[:40]!r} is no period of {names.year}: write April to March, or 1 to 15"
        found.append(("period", message if text.strip() else "say in which period"))
        return 0
    if period <= closed:
        message = f"{names.period(period)} is closed: the first that is open is {names.period(closed + 1)}"
        found.append(("period", message if closed < PERIODS[-1] else "the year is closed"))
    return period


def _transfers(what: What, codes: Mapping[str, str], contract: str, pence: int, period: int) -> list[Transfer]:
    debit, credit = codes["to_account"] or what.debit, codes["account"] or what.credit
    if what.layer is Layer.BUDGET and codes["partner"]:
        credit = "contributions"  # the budget is met by what this contributor puts in
    if what.back:
        debit, credit = credit, debit
    one = Transfer(0, what.layer, debit, credit, pence, period, codes["scheme"], codes["partner"], contract)
    if "to_scheme" not in what.must:
        return [one]
    out = Transfer(0, what.layer, credit, debit, pence, period, codes["scheme"], codes["partner"], contract)
    return [
        out,
        Transfer(0, what.layer, debit, credit, pence, period, codes["to_scheme"], codes["partner"], contract),
    ]


def pasted(text: str) -> tuple[list[tuple[int, dict[str, str]]], list[str]]:
    """The rows of a paste with their numbers, and what is wrong with it as a whole. A first row of headings says which
    column is which; without one they are in the order of :data:`NAMES`.

    >>> pasted("Amount\\tWhat\\n5\\tBudget moved")[0][0][1]["amount"]
    '5'
    """
    rows = cells_in(text)
    if len(rows) > MOST:
        return [], [f"These are {len(rows):,} rows, and {MOST:,} can be pasted at once: bring them in as an extract."]
    columns, faults = list(NAMES), []
    if rows and _is_heading(rows[0][1]):
        by_name = {name.lower(): column for column, name in NAMES.items()}
        columns = [by_name.get(cell.lower(), "") for cell in rows[0][1]]
        strange = [cell for cell in rows[0][1] if cell and cell.lower() not in by_name]
        faults += [
            sentence(f"Pasted row {rows[0][0]}: {cell[:40]!r} is no column{nearest(cell, list(NAMES.values()))}")
            for cell in strange
        ]
        faults += [
            f"Pasted row {rows[0][0]}: two columns are {NAMES[each]}." for each in NAMES if columns.count(each) > 1
        ]
        rows = rows[1:]
    faults += [
        f"Pasted row {number}: there are more cells than columns." for number, row in rows if any(row[len(columns) :])
    ]
    return [] if faults else [(number, _cells(columns, row)) for number, row in rows], faults


def _is_heading(row: Sequence[str]) -> bool:
    said = {cell.lower() for cell in row}
    return "what" in said or "amount" in said


def _cells(columns: Sequence[str], row: Sequence[str]) -> dict[str, str]:
    return dict.fromkeys(NAMES, "") | {name: cell for name, cell in zip(columns, row, strict=False) if name}


class RowForm(Form):
    """One row, typed; an empty one is passed over."""

    what = forms.ChoiceField(
        required=False, choices=[("", "Choose"), *((each.name, each.name) for each in WHATS.values())]
    )
    scheme = forms.ChoiceField(required=False)
    to_scheme = forms.ChoiceField(required=False)
    account = forms.ChoiceField(required=False, choices=[("", "Choose"), *_ACCOUNTS.items()])
    to_account = forms.ChoiceField(required=False, choices=[("", "Choose"), *_ACCOUNTS.items()])
    partner = forms.ChoiceField(required=False)
    contract = forms.CharField(required=False, max_length=80)
    amount = forms.CharField(required=False, max_length=40, widget=forms.TextInput(attrs={"inputmode": "decimal"}))
    period = forms.ChoiceField(required=False)

    def __init__(self, *args: Any, names: Names, closed: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.names, self.closed = names, closed
        self.transfers: list[Transfer] = []
        months = [(str(each), names.period(each)) for each in PERIODS if each > closed]
        offered = {
            "scheme": names.schemes.items(),
            "to_scheme": names.schemes.items(),
            "partner": names.partners.items(),
            "period": months,
        }
        for name, choices in offered.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [("", "Choose"), *choices]
        for name, words in NAMES.items():
            self.fields[name].label = words

    def clean(self) -> dict[str, Any]:
        """The row as its transfers."""
        given = super().clean() or {}
        cells = {name: str(given.get(name) or "") for name in NAMES}
        if any(cells.values()) and not self.errors:
            self.transfers, found = read(cells, self.names, self.closed)
            for column, message in found:
                self.add_error(column, sentence(f"{NAMES[column]}: {message}"))
        return given
