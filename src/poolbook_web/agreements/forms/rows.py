"""Forms with as many rows as are wanted, which works without a script: another page has more of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.http import QueryDict

from poolbook_web.base.asked import number_in
from poolbook_web.base.forms import Form

#: More rows than this are better written as a file.
MOST = 60


class Rows(Form):
    """A form with as many rows as were asked for. ``many`` is kept in a hidden box of the form's own."""

    counted = ""

    def __init__(self, data: QueryDict | None, *, many: int, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.many = many
        self.fields[self.counted] = forms.IntegerField(widget=forms.HiddenInput, initial=many)
        for row in range(many):
            for name, field in self.of_row(row):
                self.fields[f"{name}_{row}"] = field

    def of_row(self, row: int) -> Iterator[tuple[str, forms.Field]]:
        """The fields of one row."""
        raise NotImplementedError

    def row(self, row: int) -> list[BoundField]:
        """A row's fields, for the page."""
        return [self[name] for name in self.fields if name.endswith(f"_{row}")]

    @property
    def rows(self) -> list[tuple[int, list[BoundField]]]:
        """Every row, numbered from 1."""
        return [(row + 1, self.row(row)) for row in range(self.many)]

    @property
    def single(self) -> list[BoundField]:
        """The fields that belong to no row."""
        return [self[name] for name in self.fields if name != self.counted and not name.rpartition("_")[2].isdigit()]

    def filled(self, row: int) -> bool:
        """Whether anything was written in a row."""
        return any(self.cleaned_data.get(bound.name) for bound in self.row(row))

    def told_to_fill(self, row: int, needed: Mapping[str, str]) -> None:
        """Say what a row lacks that was begun."""
        for name, missing in needed.items():
            if not self.cleaned_data.get(f"{name}_{row}") and f"{name}_{row}" not in self.errors:
                self.add_error(f"{name}_{row}", ValidationError(missing, code="required"))


def many(given: QueryDict | None, name: str, least: int) -> int:
    """How many rows were asked for, within reason."""
    asked = str(given.get(name, "")) if given else ""
    return max(least, min(number_in(asked, digits=3) or 0, MOST))


def words(label: str, missing: str = "", *, most: int = 200, **more: Any) -> forms.CharField:
    """One line of words; optional without what to say where they are missing."""
    return forms.CharField(
        label=label, required=bool(missing), max_length=most, error_messages={"required": missing}, **more
    )
