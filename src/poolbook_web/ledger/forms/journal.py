"""A journal as it is prepared: its rows, why, and on what it rests; and the reason of whoever says no."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict

from poolbook.dates.years import PERIODS, period_end, period_of
from poolbook.findings import sentence
from poolbook.ledger.model import Transfer
from poolbook_web.base.asked import number_in
from poolbook_web.base.forms import DayField, Form
from poolbook_web.ledger.forms import rows
from poolbook_web.ledger.forms.rows import NAMES, RowForm
from poolbook_web.ledger.queries.names import Names

#: Rows to begin with, how many each press of the button adds, and the most that are typed one by one.
BEGIN, MORE, MOST = 3, 3, 60


class Journal(Form):
    """Rows, typed and pasted, and what is said of all of them. ``count`` is how many rows there are to type in."""

    count = forms.IntegerField(required=False, widget=forms.HiddenInput)
    paste = forms.CharField(
        label="Rows pasted from a spreadsheet",
        required=False,
        max_length=200_000,
        strip=False,
        help_text="Copy the rows with their headings: " + ", ".join(NAMES.values()) + ".",
        widget=forms.Textarea(attrs={"rows": 6, "wrap": "off", "spellcheck": "false", "class": "app-paste"}),
    )
    why = forms.CharField(
        label="What it is for",
        max_length=1000,
        help_text="It stands in the books as the description of the entry. Name nobody who uses services.",
        error_messages={"required": "Say what it is for."},
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    date = DayField(label="Date of the document")
    source = forms.CharField(
        label="Paper it rests on", required=False, max_length=500, help_text="An invoice, a minute, a letter."
    )
    authority = forms.CharField(
        label="Authority", required=False, max_length=500, help_text="The delegation or decision it is made under."
    )

    def __init__(
        self, data: QueryDict | None, *, names: Names, closed: int, today: dt.date, more: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(data, **kwargs)
        self.names, self.closed = names, closed
        self.initial["date"], self.fields["date"].help_text = _day(names, closed, today)
        asked = number_in(data.get("count", ""), digits=3) if data is not None else None
        count = BEGIN if asked is None else min(max(asked, 1), MOST)
        if more:
            count = min(count + MORE, MOST)
        places = range(1, count + 1)
        self.rows = [RowForm(data, prefix=f"row{each}", names=names, closed=closed) for each in places]
        self.initial["count"] = count
        if data is not None:
            self.data = data.copy()
            self.data["count"] = str(count)
        self.transfers: list[Transfer] = []

    def clean(self) -> dict[str, Any]:
        """Every row as its transfers; the faults of a paste are those of its box."""
        given = super().clean() or {}
        found = list(self._pasted(str(given.get("paste") or "")))
        typed = [each.is_valid() for each in self.rows]
        for each in self.rows:
            self.transfers += each.transfers
        if found:
            self.add_error("paste", [ValidationError(each) for each in found])
        elif all(typed) and not self.transfers:
            self.add_error("paste", ValidationError("Type a row, or paste some."))
        if not all(typed):
            self.add_error(None, ValidationError("Put the rows marked below right."))
        return given

    def _pasted(self, text: str) -> Iterator[str]:
        found, faults = rows.pasted(text)
        yield from faults
        for number, cells in found:
            transfers, wrong = rows.read(cells, self.names, self.closed)
            self.transfers += transfers
            yield from (sentence(f"Pasted row {number}, {NAMES[column]}: {message}") for column, message in wrong)


class Reason(Form):
    """Why something is reversed, declined or withdrawn."""

    why = forms.CharField(
        label="Why",
        max_length=1000,
        error_messages={"required": "Say why."},
        widget=forms.Textarea(attrs={"rows": 3}),
    )


def _day(names: Names, closed: int, today: dt.date) -> tuple[dt.date, str]:
    """The day to begin with, today where its period is open, and which day that is, in words."""
    if today in names.year and period_of(today) > closed:
        return today, "Today's, until you change it."
    if closed >= PERIODS[-1]:
        return names.year.last, "No period is open: the books of this year are closed, and take nothing more."
    first = closed + 1
    return period_end(names.year, first), f"The last day of {names.period(first)}, which is open, until you change it."
