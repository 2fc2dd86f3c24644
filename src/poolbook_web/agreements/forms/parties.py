"""What is asked of whoever records that a partner joins or leaves, or that another hosts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from poolbook_web.base.forms import DayField, Form
from poolbook_web.partners.models import Partner

_NEW = "new"


class Joins(Form):
    """A partner of the site or a new one, the code that the terms know it by, and since when."""

    partner = forms.ChoiceField(label="Partner", error_messages={"required": "Choose a partner."})
    name = forms.CharField(label="Full name of the new partner", max_length=200, required=False)
    kind = forms.ChoiceField(
        label="What the new partner is", required=False, choices=[("", "Choose"), *Partner.Kind.choices]
    )
    code = forms.RegexField(
        label="Code", regex=r"^[A-Za-z0-9][A-Za-z0-9_.-]{0,39}$", help_text="By which the terms name it.",
        error_messages={"required": "Enter the code.", "invalid": "Letters, digits, - _ and . only, 40 at most."},
    )  # fmt: skip
    since = DayField(label="Takes part from", help_text="For example, 1 4 2026.")

    def __init__(self, *args: Any, known: Sequence[Partner], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._known = {str(each.pk): each for each in known}
        field = self.fields["partner"]
        assert isinstance(field, forms.ChoiceField)
        named = [(key, each.name) for key, each in self._known.items()]
        field.choices = [("", "Choose"), (_NEW, "A body that is not on this site yet"), *named]

    def clean(self) -> dict[str, Any]:
        """A new body has its name and kind."""
        given = super().clean() or {}
        if given.get("partner") == _NEW:
            for name, missing in (("name", "Enter its full name."), ("kind", "Choose what it is.")):
                if not given.get(name):
                    self.add_error(name, ValidationError(missing, code="required"))
        given["partner"] = self._known.get(given.get("partner", ""))
        return given


class Leaves(Form):
    """The last day, and why."""

    until = DayField(label="Last day", help_text="For example, 31 3 2027.")
    note = forms.CharField(
        label="Why", max_length=400, required=False, widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Everybody who may read the fund's history sees this.",
    )  # fmt: skip


class Hosts(Form):
    """Which partner hosts, and since when."""

    partner = forms.ChoiceField(label="Host", widget=forms.RadioSelect, error_messages={"required": "Choose the host."})
    since = DayField(label="Hosts from", help_text="For example, 1 4 2026.")

    def __init__(self, *args: Any, partners: Sequence[Partner], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._partners = {str(each.pk): each for each in partners}
        field = self.fields["partner"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(key, each.name) for key, each in self._partners.items()]

    def clean_partner(self) -> Partner:
        """The partner that was chosen."""
        return self._partners[self.cleaned_data["partner"]]
