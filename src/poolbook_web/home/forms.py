"""What a reader of the history may narrow it to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from poolbook_web.audit import queries as audit
from poolbook_web.audit.queries import Wanted
from poolbook_web.base.forms import DayField, Form


class Narrow(Form):
    """Some days, one person, one sort of event, or what came after one event."""

    first = DayField(label="From", required=False)
    last = DayField(label="To", required=False)
    by = forms.ChoiceField(label="Who", required=False)
    area = forms.ChoiceField(label="What", required=False)
    since = forms.IntegerField(required=False, min_value=0, max_value=2**31, widget=forms.HiddenInput)

    def __init__(self, *args: Any, people: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = [(str(key), name) for key, name in people]
        for name, anything, choices in (("by", "Anybody", named), ("area", "Anything", audit.areas())):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [("", anything), *choices]

    def clean_by(self) -> int | None:
        """The person's number."""
        return int(self.cleaned_data["by"]) if self.cleaned_data["by"] else None

    @property
    def wanted(self) -> Wanted:
        """What is wanted; everything, where the form was not sent or is not right."""
        return Wanted(**self.cleaned_data) if self.is_bound and self.is_valid() else Wanted()
