"""What a reader of the history may narrow it to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from poolbook_web.base.forms import DayField, Form


class Narrow(Form):
    """Some days, and one person."""

    first = DayField(label="From", required=False)
    last = DayField(label="To", required=False)
    by = forms.ChoiceField(label="Who", required=False)

    def __init__(self, *args: Any, people: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", "Anybody"), *((str(key), name) for key, name in people)]
        self.fields["by"] = forms.ChoiceField(label="Who", required=False, choices=choices)

    def clean_by(self) -> int | None:
        """The person's number."""
        return int(self.cleaned_data["by"]) if self.cleaned_data["by"] else None
