"""What is asked of whoever issues a report, and of whoever acknowledges one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from poolbook_web.base.forms import Form
from poolbook_web.partners.models import Partner
from poolbook_web.reporting.models.which import TITLES


class Choose(Form):
    """Any report, to the end of any month."""

    report = forms.ChoiceField(
        label="Report",
        choices=[(name, title) for name, title in TITLES.items() if name != "quarterly"],
        error_messages={"required": "Choose a report."},
    )
    month = forms.TypedChoiceField(label="To the end of", coerce=int, error_messages={"required": "Choose a month."})

    def __init__(self, *args: Any, months: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["month"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(str(number), words) for number, words in reversed(months)]


class Issue(Form):
    """Freeze it. ``seen`` is the digest of the report on the page, ``number`` of the version that it would be."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)
    number = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=9999)
    why = forms.CharField(
        label="Note",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Such as the meeting that it is for. Everybody who may read the history sees this.",
    )

    def __init__(self, data: Mapping[str, Any] | None, *, seen: str, number: int) -> None:
        super().__init__(data, initial={"seen": seen, "number": number})
        if self["number"].value() not in (1, "1"):
            why = self.fields["why"]
            why.label, why.required = "Why this version takes the place of the one before", True
            why.help_text = "Whoever it goes to reads this. Both versions stay."
            why.error_messages["required"] = "Say why this version takes the place of the one before."


class Receive(Form):
    """For which partner, and what else there is to say."""

    partner = forms.TypedChoiceField(label="Partner", coerce=int)
    note = forms.CharField(
        label="Note or question",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="It stands in the next report, beside the receipt.",
    )
    asks = forms.BooleanField(label="This is a question: send it to the pool manager", required=False)

    def __init__(self, *args: Any, partners: Sequence[Partner], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["partner"]
        assert isinstance(field, forms.TypedChoiceField)
        field.choices = [(str(each.pk), each.name) for each in partners]
        self.partners = {each.pk: each for each in partners}
        if len(partners) == 1:
            field.initial, field.widget = partners[0].pk, forms.HiddenInput()

    def clean_partner(self) -> Partner:
        """The partner itself."""
        return self.partners[self.cleaned_data["partner"]]

    def clean(self) -> dict[str, Any]:
        """A question has words."""
        given: dict[str, Any] = super().clean() or {}
        if given.get("asks") and not given.get("note"):
            self.add_error("note", ValidationError("Write the question.", code="required"))
        return given
