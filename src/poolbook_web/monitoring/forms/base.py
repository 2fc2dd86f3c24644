"""What the forms of all records share."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Any, ClassVar

from django import forms

from poolbook.dates.years import MONTHS, QUARTERS, month_name, quarter_words
from poolbook.settlement.case import WHOLE_FUND
from poolbook.terms.model import Terms
from poolbook_web.base.forms import Form
from poolbook_web.monitoring.models import Kept
from poolbook_web.people.models import Person

Choices = list[tuple[str, str]]


class KeepForm(Form):
    """A record, the paper it rests on, and, where it takes another's place, why. ``keys`` are the fields that tell one
    record from another: they stay as they are when it is said anew. Where the terms have nothing to choose from,
    ``lacks`` says what they would have to hold: nothing can be recorded until they do."""

    keys: ClassVar[tuple[str, ...]] = ()
    evidenced: ClassVar[bool] = False
    lacks = ""

    def __init__(self, *args: Any, terms: Terms, before: Kept | None = None, **kwargs: Any) -> None:
        if before is not None:
            kwargs["initial"] = self.initial_of(before)
        super().__init__(*args, **kwargs)
        self.terms, self.before = terms, before
        self.choose()
        for name in self.keys if before is not None else ():
            self.fields[name].disabled = True
        self.fields["evidence"] = forms.CharField(
            label="Evidence",
            required=self.evidenced,
            max_length=2000,
            help_text="The paper it rests on: a minute, a letter, a return. Name it, or choose its file below.",
            error_messages={"required": "Name the paper that this rests on: a minute, a letter, a return."},
            widget=forms.Textarea(attrs={"rows": 2}),
            initial=before.evidence if before else "",
        )
        self.fields["paper"] = forms.FileField(
            label="File of the paper",
            required=False,
            help_text="Its name and SHA-256 are kept, by which anybody can tell that a paper is this one. "
            "The file itself stays with you.",
        )
        if before is not None:
            self.fields["why"] = text("Why it changes", "Say why it changes.")

    def choose(self) -> None:
        """Fill in the choices that come out of the terms."""

    def clean(self) -> dict[str, Any]:
        """The paper, named in words, by its file, or both."""
        given = super().clean() or {}
        file = given.get("paper")
        if file:
            named = f"{file.name}, SHA-256 {hashlib.file_digest(file, 'sha256').hexdigest()}"
            given["evidence"] = "; ".join(each for each in (given.get("evidence", ""), named) if each)
            self.errors.pop("evidence", None)  # the file is the paper
        return given

    @classmethod
    def initial_of(cls, row: Kept) -> dict[str, Any]:
        """What a record says, as the form has it."""
        return {name: getattr(row, name) for name in cls.base_fields if hasattr(row, name)}

    def says(self, *, by: Person, at: datetime) -> dict[str, Any]:
        """The fields of the record."""
        return {name: self.cleaned_data[name] for name in self.base_fields}

    def options(self, name: str, choices: Choices, lacks: str = "") -> None:
        """The choices of a field, and what the terms lack where there is none."""
        self.lacks = self.lacks if choices else lacks
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "Choose"), *choices]

    def schemes(self, *, whole: bool = False) -> Choices:
        """The schemes of the terms; with ``whole``, the fund as well where somebody contributes to it as such."""
        every = [(each.code, each.name) for each in self.terms.schemes]
        to_all = any(each.scheme is None for each in self.terms.contributions)
        return [*every, (WHOLE_FUND, "The whole fund")] if whole and to_all else every

    def months(self) -> Choices:
        """The months of the year."""
        return [(str(month), month_name(self.terms.year, month)) for month in MONTHS]


class Withdraw(Form):
    """Why a record is taken away."""

    why = forms.CharField(
        label="Why it is withdrawn",
        max_length=2000,
        error_messages={"required": "Say why it is withdrawn."},
        widget=forms.Textarea(attrs={"rows": 3}),
    )


def choice(label: str, missing: str, **more: Any) -> forms.ChoiceField:
    """A choice that the terms fill in."""
    return forms.ChoiceField(label=label, error_messages={"required": missing}, **more)


def whole(label: str, missing: str) -> forms.TypedChoiceField:
    """A choice of a number: a period."""
    return forms.TypedChoiceField(label=label, coerce=int, error_messages={"required": missing})


def quarter() -> forms.TypedChoiceField:
    """Which quarter."""
    every = [(str(each), quarter_words(each)) for each in QUARTERS]
    return forms.TypedChoiceField(
        label="Quarter", coerce=int, choices=[("", "Choose"), *every], error_messages={"required": "Choose a quarter."}
    )


def text(label: str, missing: str = "", *, rows: int = 3, most: int = 4000, hint: str = "") -> forms.CharField:
    """Several lines of words; optional without what to say where they are missing."""
    return forms.CharField(
        label=label, required=bool(missing), max_length=most, help_text=hint, error_messages={"required": missing},
        widget=forms.Textarea(attrs={"rows": rows}),
    )  # fmt: skip


def words(label: str, missing: str = "", *, most: int = 200, hint: str = "") -> forms.CharField:
    """One line of words."""
    return forms.CharField(
        label=label, required=bool(missing), max_length=most, help_text=hint, error_messages={"required": missing}
    )
