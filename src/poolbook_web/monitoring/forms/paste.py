"""Records pasted from a spreadsheet: each row becomes the form that would have been filled in by hand, so that what is
right when typed is right when pasted. Every fault is told at once, with its row and its column.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from poolbook.importing.formats.base import plain_heading
from poolbook.terms.model import Terms
from poolbook_web.base.forms import DayField, Form
from poolbook_web.base.pasted import rows as cells_in
from poolbook_web.monitoring.forms.base import KeepForm, text
from poolbook_web.monitoring.forms.kinds import FORMS
from poolbook_web.monitoring.queries.kinds import Shown

#: What can be pasted, and for each field of its form the headings that its column may have; the first is the one that
#: the page shows.
HEADINGS: Mapping[str, Mapping[str, Sequence[str]]] = {
    "dues": {"by": ("Contributor", "Partner", "From"), "on": ("By", "Due", "Date"), "pence": ("Amount", "Sum")},
    "forecasts": {
        "scheme": ("Scheme",), "period": ("Month", "At the end of", "Period"),
        "pence": ("Outturn", "Forecast", "Amount"), "reason": ("Reason", "Why"),
    },
    "measures": {
        "quarter": ("Quarter",), "code": ("Code",), "name": ("Measure", "Name"), "definition": ("Definition",),
        "target": ("Target",), "actual": ("Actual",), "better": ("Better is", "Better"), "comment": ("Comment",),
        "source": ("From", "Source"),
    },
    "activity": {
        "scheme": ("Scheme",), "quarter": ("Quarter",), "name": ("What is counted", "Name"), "count": ("Count",),
        "unit_cost": ("Cost of each", "Unit cost"),
    },
}  # fmt: skip
#: More rows than this are no list that somebody looked through.
MOST = 500
_DAYS = ("%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%d/%m/%y", "%d %B %Y", "%d %b %Y", "%d-%b-%Y", "%d-%b-%y")


@dataclass(frozen=True)
class Fault:
    """What is wrong in a row (0: with the paste as a whole), in which column, and what stands there."""

    row: int
    column: str
    cell: str
    message: str


class Paste(Form):
    """Cells as a spreadsheet copies them, and the paper they rest on."""

    table = forms.CharField(
        label="Rows, with their headings",
        max_length=200_000,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 10, "spellcheck": "false", "wrap": "off"}),
        error_messages={"required": "Paste the rows, with their headings."},
    )
    evidence = text("Evidence", hint="The paper they all rest on: a schedule, a letter, a return.", rows=2, most=2000)
    why = text(
        "Why do these change what was recorded before?",
        hint="Only if a row is recorded already, and says something else now. What it said before stays in its past.",
        rows=2, most=2000,
    )  # fmt: skip

    def __init__(self, *args: Any, shown: Shown, terms: Terms, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.slug, self.terms = shown.slug, terms
        self.faults: list[Fault] = []
        self.rows: dict[int, KeepForm] = {}
        if not shown.only_one:
            del self.fields["why"]

    def clean_table(self) -> str:
        """The cells, read into a form for each row."""
        pasted: str = self.cleaned_data["table"]
        rows = cells_in(pasted)
        columns = self._columns(rows[0][1] if rows else [])
        if not self.faults:
            for number, cells in rows[1:]:
                self.rows[number] = self._row(number, cells, columns)
            if not self.rows or len(self.rows) > MOST:
                few = "There is a row of headings, and no row beneath it."
                self.faults.append(Fault(0, "", "", few if not self.rows else f"Paste {MOST} rows at most."))
        if self.faults:
            raise ValidationError("Nothing can be recorded yet. What is wrong is listed below.", code="rows")
        return pasted

    def _columns(self, headings: Sequence[str]) -> list[str]:
        """The field of each column, and every heading that is missing, double or unknown."""
        known = {plain_heading(each): name for name, every in HEADINGS[self.slug].items() for each in every}
        columns = [known.get(plain_heading(each), "") for each in headings]
        for place, each in enumerate(headings):
            if each and not columns[place]:
                self.faults.append(Fault(1, each, each, "No column of these is so headed."))
            elif columns[place] and columns.index(columns[place]) != place:
                self.faults.append(Fault(1, each, each, "Two columns are of the same thing."))
        for name, (heading, *_) in HEADINGS[self.slug].items():
            if name not in columns and FORMS[self.slug].base_fields[name].required:
                self.faults.append(Fault(1, heading, "", "This column is missing."))
        return columns

    def _row(self, number: int, cells: Sequence[str], columns: Sequence[str]) -> KeepForm:
        blank = FORMS[self.slug](None, terms=self.terms)
        given = {name: cell for name, cell in zip(columns, cells, strict=False) if name}
        data = {key: value for name, cell in given.items() for key, value in _typed(name, blank.fields[name], cell)}
        form = FORMS[self.slug](data, terms=self.terms)
        for name, errors in form.errors.as_data().items():
            heading = HEADINGS[self.slug].get(name, ("",))[0]
            said = [_said(blank.fields.get(name), each) for each in errors]
            self.faults += [Fault(number, heading, given.get(name, ""), each) for each in said]
        return form

    def says(self, **who: Any) -> dict[int, dict[str, Any]]:
        """What each row says, as its record has it, by its number."""
        return {number: row.says(**who) for number, row in self.rows.items()}

    def refuse(self, heading: str, faults: Sequence[Fault], name: str | None = None) -> None:
        """Nothing is recorded, for these reasons."""
        self.faults += faults
        self.add_error(name, ValidationError(heading, code="rows"))


def _typed(name: str, field: forms.Field, cell: str) -> Iterator[tuple[str, str]]:
    """A cell as the boxes of its field have it: a choice by its code or its words, a day in three parts."""
    if isinstance(field, DayField):
        day = _day(cell)
        parts = (day.day, day.month, day.year) if day else (cell,) * 3 if cell else ("",) * 3
        yield from ((f"{name}_{place}", str(part)) for place, part in enumerate(parts))
    elif isinstance(field, forms.ChoiceField):
        yield name, _chosen([(str(value), str(words)) for value, words in _options(field.choices)], cell)
    else:
        yield name, cell


def _said(field: forms.Field | None, error: ValidationError) -> str:
    """An error in words; of what is none of the choices, what they are."""
    if error.code != "invalid_choice" or not isinstance(field, forms.ChoiceField):
        return error.messages[0]
    return f"This is none of: {', '.join(str(words) for value, words in _options(field.choices) if value)}."


def _options(choices: Any) -> Iterator[tuple[Any, Any]]:
    for value, words in choices:
        yield from words if isinstance(words, list | tuple) else [(value, words)]


def _chosen(choices: Sequence[tuple[str, str]], cell: str) -> str:
    """The choice that a cell means: by its code, by its words, or by the beginning of the words of one alone.

    >>> months = [("1", "April 2009"), ("2", "May 2009")]
    >>> [_chosen(months, each) for each in ("2", "april 2009", "Apr", "Q2", "June")]
    ['2', '1', '1', '2', 'June']
    """
    wanted = cell.casefold()
    for value, words in choices:
        if value and wanted in (value.casefold(), words.casefold(), f"q{value.casefold()}"):
            return value
    begun = [value for value, words in choices if value and wanted and words.casefold().startswith(wanted)]
    return begun[0] if len(begun) == 1 else cell


def _day(cell: str) -> date | None:
    """A day as spreadsheets show it, days before months.

    >>> _day("01/04/2009") == _day("1 April 2009") == _day("2009-04-01") == date(2009, 4, 1)
    True
    """
    for form in _DAYS:
        try:
            return datetime.strptime(cell, form).date()  # noqa: DTZ007 - a day has no time zone
        except ValueError:
            continue
    return None
